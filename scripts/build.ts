import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { bin, here } from './step.ts'

const chosen = process.argv.slice(2)
const packages = chosen.length > 0 ? chosen : readdirSync(here('packages'))
let failed = 0

/** Packages see each other's sources, so their order does not matter: two compilers at a time, as many as a small machine has cores. */
async function compile(): Promise<void> {
  for (let name = packages.shift(); name !== undefined; name = packages.shift()) {
    rmSync(here(`packages/${name}/dist`), { recursive: true, force: true })
    const [code] = (await once(spawn(bin('tsc'), ['-p', here(`packages/${name}/tsconfig.build.json`)], { stdio: 'inherit' }), 'exit')) as [
      number | null,
    ]
    if (code !== 0) {
      failed++
      console.error(`packages/${name} does not build`)
    }
  }
}

await Promise.all([compile(), compile()])
process.exitCode = failed > 0 ? 1 : 0
