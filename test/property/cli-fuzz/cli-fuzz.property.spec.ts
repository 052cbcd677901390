import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  const io = {
    out: (text: string) => void (told.out += text),
    err: (text: string) => void (told.err += text),
    terminal: false,
    input: async () => '\u0000{',
  }
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

describe('a folder that is none of ours', () => {
  const FILES = ['events.db', 'read-models.db', 'persons.db', 'persons-keys.db', 'reactions.db']
  const noDatabase = `这不是数据库 ${PERSONAL.join(' ')} `.repeat(200)
  beforeAll(async () => {
    for (const file of FILES) {
      await layLog(join(home, file), false)
      for (const rest of ['', '-wal', '-shm']) rmSync(join(home, file, `${file}${rest}`), { force: true })
      writeFileSync(join(home, file, file), noDatabase)
    }
  })

  it.each(['file', 'file/below', ...FILES])('given %s, then every command says so and leaves everything as it was', async (folder) => {
    const faults: string[] = []
    for (const [i, line] of everyCommand().entries()) {
      for (const attack of fc.sample(attacksOn(line), { seed: i, numRuns: 2 })) {
        const argv = ['--data', join(home, folder), '--json', ...argvOf(attack)]
        const there = filesIn(folder)
        const answer = await run(argv).catch((error: unknown) => ({ exit: -1, out: '', err: String((error as Error).stack) }))
        const fault = answer.exit === 0 ? undefined : (faultOf(answer, true) ?? (filesIn(folder) === there ? undefined : 'it has left files'))
        if (fault)
          faults.push(`${fault}: ${JSON.stringify(argv).slice(0, 400)} → ${answer.exit} ${answer.out.slice(0, 300)} ${answer.err.slice(0, 600)}`)
      }
    }
    if (FILES.includes(folder)) expect(readFileSync(join(home, folder, folder), 'utf8')).toBe(noDatabase)
    expect(faults).toEqual([])
  })
})

describe('what is wrong with an answer', () => {
  const refusal = (more: object = {}) => JSON.stringify({ error: { code: 'a.b', message: { zh: '不对。', en: 'Wrong.' }, where: null, ...more } })

  it('given a clear refusal, then nothing', () => {
    expect(faultOf({ exit: 1, out: refusal(), err: '' }, true)).toBeUndefined()
    expect(faultOf({ exit: 2, out: '', err: '用法有误。\nWrong usage.\n' }, false)).toBeUndefined()
  })

  it.each([
    ['an exit of its own', { exit: 3, out: refusal(), err: '' }],
    ['a crash', { exit: -1, out: '', err: 'Error\n    at x (y.ts:1:1)' }],
    ['an error that nobody foresaw', { exit: 1, out: refusal({ code: 'internal' }), err: '' }],
    ['a name said back', { exit: 1, out: refusal({ where: '王小明' }), err: '' }],
    ['a number said back', { exit: 1, out: refusal(), err: '13900000001' }],
    ['one language', { exit: 1, out: refusal({ message: { zh: 'Wrong.', en: 'Wrong.' } }), err: '' }],
    ['no code', { exit: 1, out: refusal({ code: undefined }), err: '' }],
    ['two documents', { exit: 1, out: refusal() + refusal(), err: '' }],
  ])('given %s, then it is a fault', (_, answer) => {
    expect(faultOf(answer, true)).toBeDefined()
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
