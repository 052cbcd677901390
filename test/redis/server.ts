import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { here } from '../../scripts/step.ts'

export type RedisServer = Readonly<{ address: string; pid: number; stop: () => Promise<void> }>

type Program = Readonly<{ path: string; libraries?: string }>

/** The program and what it is linked with. The packages of Debian and Ubuntu hold all of it; `redis-server` is a link to this one file. */
const PACKAGES = ['redis-tools', 'libjemalloc2', 'liblzf1', 'liblua5.1-0', 'lua-cjson', 'lua-bitop', 'libatomic1']
const UNPACKED = here('test/redis/unpacked')

/**
 * A real Redis that nobody has to install: the one on the PATH, or the program out of Debian's packages, unpacked into this folder with nothing
 * installed, or installed by apt where that does not go and this is root. On a free port of this machine only; nothing of it is kept.
 *
 * @throws with one sentence when there is none to be had.
 */
export async function startRedis(port?: number): Promise<RedisServer> {
  return started(found(), port ?? (await freePort()))
}

let program: Program | undefined
function found(): Program {
  program ??= onPath() ?? unpacked() ?? installed()
  if (program) return program
  throw new Error(
    'No Redis for the tests: set REDIS_URL to one, or install redis-server (apt-get install redis-server); neither Debian packages nor apt gave one.',
  )
}

function onPath(): Program | undefined {
  return runs({ path: 'redis-server' }) ? { path: 'redis-server' } : undefined
}

function unpacked(): Program | undefined {
  const ready = inFolder(UNPACKED)
  if (ready && runs(ready)) return ready
  const folder = `${UNPACKED}.${process.pid}`
  mkdirSync(folder, { recursive: true })
  // Root may ask for newer lists; packages that are out of them cannot be fetched any more.
  for (const first of [() => true, () => isRoot() && ran('apt-get', ['update'])]) {
    if (first() && fetched(folder)) break
  }
  const mine = inFolder(folder)
  if (!mine || !runs(mine)) {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  // Another run may have put its own in place meanwhile.
  if (!existsSync(UNPACKED)) renameSync(folder, UNPACKED)
  else rmSync(folder, { recursive: true, force: true })
  return inFolder(UNPACKED)
}

/** Each by itself: what one release links with, another has inside. */
function fetched(folder: string): boolean {
  for (const name of PACKAGES) ran('apt-get', ['download', name], folder)
  const packages = readdirSync(folder).filter((name) => name.endsWith('.deb'))
  for (const name of packages) {
    ran('dpkg', ['-x', name, '.'], folder)
    rmSync(join(folder, name))
  }
  const checker = join(folder, 'usr/bin/redis-check-rdb')
  if (!existsSync(checker)) return false
  rmSync(join(folder, 'usr/share'), { recursive: true, force: true })
  symlinkSync('redis-check-rdb', join(folder, 'usr/bin/redis-server'))
  chmodSync(folder, 0o755)
  return true
}

function inFolder(folder: string): Program | undefined {
  const path = join(folder, 'usr/bin/redis-server')
  if (!existsSync(path)) return undefined
  const machine = existsSync(join(folder, 'usr/lib')) ? readdirSync(join(folder, 'usr/lib')).map((name) => join(folder, 'usr/lib', name)) : []
  return { path, libraries: [join(folder, 'usr/lib'), ...machine].join(':') }
}

/** Its own start is not wanted: a container refuses it, and a machine would have a Redis that nobody asked for. */
function installed(): Program | undefined {
  if (!isRoot() || !ran('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'])) return undefined
  return onPath()
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function ran(command: string, args: readonly string[], cwd?: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  return spawnSync(command, [...args], { ...(cwd ? { cwd } : {}), env, stdio: 'ignore', timeout: 240_000 }).status === 0
}

function runs({ path, libraries }: Program): boolean {
  return spawnSync(path, ['--version'], { env: environment(libraries), stdio: 'ignore' }).status === 0
}

function environment(libraries: string | undefined): NodeJS.ProcessEnv {
  return libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env
}

async function started({ path, libraries }: Program, port: number): Promise<RedisServer> {
  const dir = mkdtempSync(join(tmpdir(), 'tracker-redis-'))
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction']
  const child = spawn(path, flags, { env: environment(libraries), stdio: ['ignore', 'pipe', 'ignore'] })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  const ended = once(child, 'exit')
  for await (const line of createInterface(child.stdout)) if (/Ready to accept connections/.test(line)) break
  child.stdout.resume()
  if (child.exitCode !== null || child.pid === undefined) throw new Error(`Redis did not start on the port ${port}`)
  const stop = async () => {
    process.off('exit', end)
    end()
    await ended
    rmSync(dir, { recursive: true, force: true })
  }
  return { address: `redis://127.0.0.1:${port}`, pid: child.pid, stop }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
