import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A file of this repository: `here('tsconfig.json')`. */
export function here(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}

/** A tool that is installed here: `bin('oxlint')`. */
export function bin(name: string): string {
  return here(`node_modules/.bin/${name}`)
}

/** Runs one command of a check at the root of the repository, with its output on the screen. */
export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const { status, error } = spawnSync(command, args, { cwd: here(''), stdio: 'inherit', env: { ...process.env, ...env } })
  if (error) console.error(error.message)
  return status === 0
}
