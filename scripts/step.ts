import { spawnSync } from 'node:child_process'

/** Runs one command of a check, with its output on the screen. */
export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  return spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}

/** A tool that is installed here: `bin('oxlint')`. */
export function bin(name: string): string {
  return new URL(`../node_modules/.bin/${name}`, import.meta.url).pathname
}
