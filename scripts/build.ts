import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { bin, here } from './step.ts'

// Who has just checked the types of everything says so: what is left is to write it down, a quarter of the work.
const [checked, chosen] = [process.argv.includes('--checked'), process.argv.slice(2).filter((word) => word !== '--checked')]
const packages = chosen.length > 0 ? chosen : readdirSync(here('packages'))
let failed = 0

/** Packages see each other's sources, so their order does not matter: two compilers at a time, as many as a small machine has cores. */
async function compile(): Promise<void> {
  for (let name = packages.shift(); name !== undefined; name = packages.shift()) {
    rmSync(here(`packages/${name}/dist`), { recursive: true, force: true })
    const args = ['-p', here(`packages/${name}/tsconfig.build.json`), ...(checked ? ['--noCheck'] : [])]
    const [code] = (await once(spawn(bin('tsc'), args, { stdio: 'inherit' }), 'exit')) as [number | null]
    if (code !== 0) {
      failed++
      console.error(`packages/${name} does not build`)
    }
  }
}

await Promise.all([compile(), compile()])
process.exitCode = failed > 0 ? 1 : 0
