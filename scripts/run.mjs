// Runs everything of this repository on a machine that has only Node 20 and npm: installs what is missing, then goes on under Node 26.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.installed')
const lock = join(modules, '.installing')
const [what, ...args] = process.argv.slice(2)
const scripts = {
  tracker: 'tracker.ts',
  check: 'scripts/check.ts',
  bench: 'test/bench/main.ts',
  build: 'scripts/build.ts',
  format: 'scripts/format.ts',
  golden: 'scripts/golden.ts',
  calendar: 'scripts/working-calendar.ts',
  'real-server': 'scripts/real-server.ts',
  faults: 'test/faults/township/main.ts',
}

if (!Object.hasOwn(scripts, what ?? '')) {
  console.error(`usage: node scripts/run.mjs <${Object.keys(scripts).join('|')}> [arguments]`)
  process.exit(2)
}
if (!installed()) install()

// Half of a short command is reading hundreds of sources; Node keeps what it made of them.
const env = { NODE_COMPILE_CACHE: join(modules, '.compiled'), ...process.env }
// An import leaves much behind that is young and dead: with more room for it the demonstration takes a fourteenth less. What is measured runs as it comes.
if (what !== 'bench') env.NODE_OPTIONS = `--max-semi-space-size=32 ${process.env.NODE_OPTIONS ?? ''}`.trim()
const child = spawn(node(), [join(root, scripts[what]), ...args], { stdio: 'inherit', env })
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// Ctrl-C on a terminal reaches the whole group by itself; twice would look like impatience.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code ?? 1)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
})
child.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})

function node() {
  const own = join(modules, '.bin', 'node')
  if (existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error(
    `no Node 26 package for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}: please run with Node 24 or later`,
  )
  process.exit(1)
}

function installed() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()
}

function wanted() {
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function install() {
  mkdirSync(modules, { recursive: true })
  takeLock()
  try {
    // Another process may have installed while this one waited.
    if (installed()) return
    const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const goal = wanted()
    console.error(`installing with ${packageManager} …`)
    const done = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, CI: 'true', npm_config_loglevel: 'error' },
      shell: process.platform === 'win32',
    })
    if (done.error) console.error(done.error.message)
    if (done.status !== 0) process.exitCode = done.status ?? 1
    else {
      writeFileSync(`${stamp}.${process.pid}`, goal)
      renameSync(`${stamp}.${process.pid}`, stamp)
    }
  } finally {
    rmSync(lock, { force: true })
  }
  if (process.exitCode) process.exit()
}

function takeLock() {
  const patience = Date.now() + 15 * 60_000
  for (let told = false; ; told = true) {
    try {
      return writeFileSync(lock, String(process.pid), { flag: 'wx' })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (ownerIsGone() || Date.now() > patience) rmSync(lock, { force: true })
    else {
      if (!told) console.error('waiting for another process that installs …')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    }
  }
}

function ownerIsGone() {
  try {
    const owner = Number(readFileSync(lock, 'utf8'))
    // A file without a number is one that is being written, unless it is old.
    if (!owner) return Date.now() - statSync(lock).mtimeMs > 5_000
    process.kill(owner, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
