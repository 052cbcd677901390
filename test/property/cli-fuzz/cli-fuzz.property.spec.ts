import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '@rural-tracker/cli'
import { eventIdOf } from '@rural-tracker/event-store'
import { embeddedConfig, openTracker, TrackerError } from '@rural-tracker/tracker'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Attack, attacksOn, PERSONAL } from './attacks.ts'
import { everyCommand } from './every-command.ts'
import { layLog } from './log.ts'

/** `CLI_FUZZ_SEEDS=1..50` tries more of them. */
const [first = 1, last = first] = (process.env['CLI_FUZZ_SEEDS'] ?? '').split('..').filter(Boolean).map(Number)
const SEEDS = Array.from({ length: last - first + 1 }, (_, i) => first + i)
const ATTACKS_A_SEED = 4

const home = mkdtempSync(join(tmpdir(), 'tracker-cli-fuzz-'))
const typed = join(home, 'typed')
/** Two logs: one that this release reads, and one with events of releases before and after it. */
const FOLDERS = { 'a log of this release': 'own', 'a log with older and newer events': 'strange' } as const

beforeAll(async () => {
  mkdirSync(typed)
  writeFileSync(join(home, 'file'), 'a file')
  for (const folder of Object.values(FOLDERS)) {
    const data = join(home, folder)
    await layLog(data, folder === 'strange')
    // Everything that a command opens is there before it is counted.
    for (const line of [['work', '--once'], ['projections'], ['webhooks', 'list'], ['person', 'show', 'P00001']]) await run(['--data', data, ...line])
  }
  process.on('newListener', stopAtOnce)
}, 120_000)
afterAll(() => {
  process.off('newListener', stopAtOnce)
  rmSync(home, { recursive: true, force: true })
})

/** Whoever waits for Ctrl-C gets it. */
function stopAtOnce(event: string | symbol, listener: (...args: unknown[]) => void): void {
  if (event === 'SIGINT') setImmediate(() => listener('SIGINT'))
}

async function run(argv: readonly string[]) {
  const told = { out: '', err: '' }
  const io = { out: (text: string) => void (told.out += text), err: (text: string) => void (told.err += text), terminal: false }
  const exit = await runCli(argv, {
    eventId: eventIdOf,
    io,
    serve: async () => {
      throw new TrackerError('serve.none', '此处不提供服务。', 'Nothing is served here.')
    },
  })
  return { exit, ...told }
}

let files = 0
/** What is typed, with files where files are. */
function argvOf(attack: Attack): readonly string[] {
  return attack.map((one) => {
    if ('text' in one) return one.text
    if ('path' in one) return join(home, one.path)
    const file = join(typed, String(files++))
    writeFileSync(file, one.file)
    return file
  })
}

const ENGINE = /-(?:wal|shm|journal)$/
const filesIn = (folder: string) =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !ENGINE.test(entry.name) && entry.parentPath !== typed)
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .join('\n') + folder

async function headOf(data: string): Promise<string> {
  const tracker = await openTracker({ ...embeddedConfig(data), projects: false })
  try {
    return String(await tracker.events.head())
  } finally {
    await tracker.close()
  }
}

/** What is wrong with how a refusal was said; undefined when nothing is. */
function faultOf({ exit, out, err }: Awaited<ReturnType<typeof run>>, asJson: boolean): string | undefined {
  if (exit !== 1 && exit !== 2) return `exit ${exit}`
  if (/^ {4}at /m.test(`${out}${err}`)) return 'a stack'
  if (/internal|程序出错/.test(`${out}${err}`)) return 'an error that nobody foresaw'
  for (const text of PERSONAL) if (out.includes(text) || err.includes(text)) return `it says ${text} again`
  if (!asJson) return out === '' && /\p{Script=Han}/u.test(err) && /[a-z]{2} /i.test(err) ? undefined : 'not in both languages'
  try {
    const { error } = JSON.parse(out) as { error?: { code?: string; message?: { zh?: string; en?: string }; where?: unknown } }
    const { zh = '', en = '' } = error?.message ?? {}
    return error?.code && /\p{Script=Han}/u.test(zh) && en !== '' && 'where' in error ? undefined : 'no code, or not in both languages'
  } catch {
    return 'not one JSON document'
  }
}

describe.each(Object.entries(FOLDERS))('whatever is typed, over %s', (_, folder) => {
  const data = join(home, folder)

  it.each(SEEDS)('seed %i: it is answered, or refused clearly, and what is refused has written nothing', { timeout: 600_000 }, async (seed) => {
    const faults: string[] = []
    const exits = new Map<string, number>()
    for (const [i, line] of everyCommand().entries()) {
      for (const [n, attack] of fc.sample(attacksOn(line), { seed: seed * 100_003 + i, numRuns: ATTACKS_A_SEED }).entries()) {
        const asJson = n % 2 === 0
        const argv = ['--data', data, ...(asJson ? ['--json'] : []), ...argvOf(attack)]
        const [head, there] = [await headOf(data), filesIn(folder)]
        const answer = await run(argv).catch((error: unknown) => ({ exit: -1, out: '', err: String((error as Error).stack) }))
        exits.set(String(answer.exit), (exits.get(String(answer.exit)) ?? 0) + 1)
        if (answer.exit === 0) continue
        const wrote = (await headOf(data)) !== head ? 'it has written events' : filesIn(folder) !== there ? 'it has left files' : undefined
        const fault = faultOf(answer, asJson) ?? wrote
        if (fault)
          faults.push(`${fault}: ${JSON.stringify(argv).slice(0, 600)} → ${answer.exit} ${answer.out.slice(0, 400)} ${answer.err.slice(0, 600)}`)
      }
    }
    expect(faults).toEqual([])
    // A fuzzer that is turned away at the door tries nothing.
    for (const exit of ['0', '1', '2']) expect(exits.get(exit) ?? 0, exit).toBeGreaterThan(10)
  })
})

describe('the commands that are tried', () => {
  it('are all there are, those below another included', () => {
    const paths = everyCommand().map(({ path }) => path.join(' '))
    expect(paths).toEqual(
      expect.arrayContaining(['append', 'alerts', 'alerts pass-on', 'figures trace', 'keys revoke', 'webhooks resend', 'events copy']),
    )
    expect(new Set(paths).size).toBe(paths.length)
  })
})
