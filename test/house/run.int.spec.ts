import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { here } from '../../scripts/step.ts'
import { plainEnv } from './copy.ts'

let root: string

/** A small repository whose installer only writes down that it was called. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), '三江 run-'))
  cpSync(here('scripts/run.mjs'), join(root, 'scripts/run.mjs'))
  write('package.json', '{"packageManager":"pnpm@12.21.0"}')
  write('pnpm-lock.yaml', 'first')
  write('pnpm-workspace.yaml', '')
  write('tracker.ts', 'const [exit, ...rest]: string[] = process.argv.slice(2)\nconsole.log(JSON.stringify(rest))\nprocess.exitCode = Number(exit)\n')
  write(
    'fake/npx',
    `#!/bin/sh\necho "$@" >> calls\necho installing\nsleep 0.3\nmkdir -p node_modules/.bin\nln -sf "${process.execPath}" node_modules/.bin/node\n`,
  )
  chmodSync(join(root, 'fake/npx'), 0o755)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
}

function start(...args: readonly string[]): ChildProcess {
  const env = { ...plainEnv(), PATH: `${join(root, 'fake')}${delimiter}${process.env['PATH']}` }
  return spawn(process.execPath, [join(root, 'scripts/run.mjs'), ...args], { cwd: tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function run(...args: readonly string[]): Promise<{ code: number | null; signal: string | null; out: string; err: string }> {
  return ended(start(...args))
}

async function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null; out: string; err: string }> {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('no pipes')
  const [[code, signal], out, err] = await Promise.all([once(child, 'close') as Promise<[number | null, string | null]>, text(stdout), text(stderr)])
  return { code, signal, out, err }
}

const calls = (): string[] => (existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [])

describe('scripts/run.mjs', () => {
  it('given a bare machine, then it installs first, and only the program writes to stdout', async () => {
    expect(await run('tracker', '3', 'list', '--json', 'two words')).toMatchObject({
      code: 3,
      out: '["list","--json","two words"]\n',
      err: expect.stringContaining('installing'),
    })
    expect(calls()).toEqual(['--yes pnpm@12.21.0 install --frozen-lockfile'])
  })

  it('given what is installed, then it does not install again until the lockfile is another', async () => {
    await run('tracker', '0')
    expect(await run('tracker', '0')).toMatchObject({ code: 0, err: '' })
    expect(calls()).toHaveLength(1)
    write('pnpm-lock.yaml', 'second')
    await run('tracker', '0')
    expect(calls()).toHaveLength(2)
  })

  it('given three starts at once, then one installs and the others wait', async () => {
    const all = await Promise.all([run('tracker', '0'), run('tracker', '0'), run('tracker', '0')])
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(calls()).toHaveLength(1)
  })

  it('given a lock of a process that is gone, then it installs', async () => {
    const gone = start('nothing')
    await ended(gone)
    write('node_modules/.installing', String(gone.pid))
    expect(await run('tracker', '0')).toMatchObject({ code: 0 })
    expect(calls()).toHaveLength(1)
    expect(existsSync(join(root, 'node_modules/.installing'))).toBe(false)
  })

  it('given an install that fails, then it says so, starts nothing, and tries again next time', async () => {
    write('fake/npx', '#!/bin/sh\necho "$@" >> calls\necho no network >&2\nexit 7\n')
    expect(await run('tracker', '0')).toMatchObject({ code: 7, out: '', err: expect.stringContaining('no network') })
    expect(await run('tracker', '0')).toMatchObject({ code: 7 })
    expect(calls()).toHaveLength(2)
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('given %s, then the program gets it and its answer counts', async (signal) => {
    write('tracker.ts', `process.on('${signal}', () => process.exit(42))\nsetInterval(() => {}, 1000)\nconsole.log('ready')\n`)
    const child = start('tracker')
    const end = ended(child)
    if (child.stdout) await once(child.stdout, 'data')
    child.kill(signal)
    expect(await end).toMatchObject({ code: 42 })
  })

  it('given a program that a signal ends, then it ends by the same signal', async () => {
    write('tracker.ts', "process.kill(process.pid, 'SIGTERM')\nsetInterval(() => {}, 1000)\n")
    expect(await run('tracker')).toMatchObject({ code: null, signal: 'SIGTERM' })
  })

  it('given an unknown word, then it says what there is', async () => {
    expect(await run('constructor')).toMatchObject({
      code: 2,
      out: '',
      err: 'usage: node scripts/run.mjs <tracker|check|bench|build|format|golden|calendar|real-server|faults> [arguments]\n',
    })
  })
})
