// Runs everything of this repository on a machine that has only Node 20 and npm: installs what is missing, then goes on under Node 26.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.installed')
const [what, ...args] = process.argv.slice(2)
const scripts = {
  tracker: 'tracker.ts',
  check: 'scripts/check.ts',
  bench: 'test/bench/main.ts',
  build: 'scripts/build.ts',
  format: 'scripts/format.ts',
}

if (!Object.hasOwn(scripts, what ?? '')) {
  console.error(`usage: node scripts/run.mjs <${Object.keys(scripts).join('|')}> [arguments]`)
  process.exit(2)
}
install()
const node = existsSync(join(root, 'node_modules/.bin/node')) ? join(root, 'node_modules/.bin/node') : process.execPath
const child = spawn(node, [join(root, scripts[what]), ...args], { stdio: 'inherit', env: { ...process.env, RURAL_TRACKER_NODE: node } })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))

function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(readFileSync(join(root, 'package.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  console.error(`installing with ${packageManager} …`)
  const env = { ...process.env, CI: 'true', npm_config_loglevel: 'error' }
  const done = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env,
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) process.exit(done.status ?? 1)
  writeFileSync(stamp, wanted)
}
