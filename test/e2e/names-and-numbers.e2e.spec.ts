import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { eventIdOf } from '@rural-tracker/event-store'
import { findInFiles } from '@rural-tracker/persons/testing'
import { sanjiangHistory } from '@rural-tracker/sanjiang'
import { shifan } from '@rural-tracker/shifan'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { persons } from '../data/sanjiang/src/persons.ts'
import { json, start } from './cli.ts'
import { demonstration } from './demonstration.ts'

/** What is searched: `data`, `backup`, and `messages`, all that was printed. What people typed lies in `typed`, outside of it. */
const MANY_COMMANDS = new URL('./many-commands.ts', import.meta.url).pathname
const home = mkdtempSync(join(tmpdir(), 'tracker-names-'))
const searched = join(home, 'searched')
const [data, backup, messages] = [join(searched, 'data'), join(searched, 'backup'), join(searched, 'messages')]
const typed = join(home, 'typed')

const everybody = [...persons(), ...shifan.persons()]
const somebody = everybody[6]
const { name, idNumber, phone, account } = somebody?.record ?? { name: '', idNumber: '', phone: '', account: '' }
/** As they are typed by mistake where something else belongs, also after the letter of an id. */
const WORDS = [name, idNumber, phone, account, `P${idNumber}`, `H${phone}`, `P${account}`]

/** Of everybody in the register: each name once, each number. */
const register = [
  ...new Set(everybody.flatMap(({ record }) => [record.name, record.idNumber, record.idNumber.toLowerCase(), record.phone, record.account])),
]

beforeAll(async () => {
  for (const folder of [messages, typed]) mkdirSync(folder, { recursive: true })
  // Where something is already, no backup is made.
  for (const word of WORDS) mkdirSync(join(typed, word, 'something'), { recursive: true })
  const { out, err } = await demonstration(data)
  writeFileSync(join(messages, 'demo.out'), out)
  writeFileSync(join(messages, 'demo.err'), err)
  await printed('backup', start(data, ['backup', backup]))
}, 600_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Keeps what a process prints in files of `messages`; gives its exit code. */
async function printed(name_: string, child: ReturnType<typeof start>): Promise<number | null> {
  for (const end of ['out', 'err'] as const) {
    const stream = end === 'out' ? child.stdout : child.stderr
    stream?.on('data', (chunk: Buffer) => appendFileSync(join(messages, `${name_}.${end}`), chunk))
  }
  return new Promise((resolve) => child.on('close', resolve))
}

/** Runs these command lines in one process and keeps what it prints; gives their exit codes. */
async function run(name_: string, lines: readonly (readonly string[])[]): Promise<number[]> {
  const list = join(typed, `${name_}.ndjson`)
  writeFileSync(list, lines.map((line) => `${JSON.stringify(['--data', data, ...line])}\n`).join(''))
  const child = spawn(process.execPath, [MANY_COMMANDS, list], { cwd: typed, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = await printed(name_, child)
  if (ended !== 0) throw new Error(`${name_} ended with ${ended}`)
  return [...readFileSync(join(messages, `${name_}.out`), 'utf8').matchAll(/^exit (\d+)$/gm)].map(([, code]) => Number(code))
}

/** Every place where a word can be typed. */
const places: readonly ((word: string) => readonly string[])[] = [
  (word) => [word],
  (word) => ['help', word],
  (word) => [`--${word}`],
  (word) => ['list', word],
  (word) => ['list', `--${word}`, word],
  (word) => ['list', '--division', word],
  (word) => ['list', '--divisions-as-of', word],
  (word) => ['list', '--as-of', word],
  (word) => ['list', `--json=${word}`],
  (word) => ['list', '--limit', word],
  (word) => ['list', '--offset', word],
  (word) => ['explain', word],
  (word) => ['explain', 'H00001', word],
  (word) => ['explain', 'H00001', '--rule', word],
  (word) => ['explain', 'H00001', '--as-of', word],
  (word) => ['timeline', word],
  (word) => ['timeline', 'H00001', word],
  (word) => ['figures', word],
  (word) => ['figures', '--from', word],
  (word) => ['figures', '--to', word],
  (word) => ['figures', '--division', word],
  (word) => ['figures', '--divisions-as-of', word],
  (word) => ['figures', 'trace', word],
  (word) => ['figures', 'trace', 'SF-019', word],
  (word) => ['projections', word],
  (word) => ['rebuild', word],
  (word) => ['rollback', word],
  (word) => ['resume', word],
  (word) => ['backup', data, word],
  (word) => ['backup', join(typed, word)],
  (word) => ['restore', word],
  (word) => ['person', word],
  (word) => ['person', 'show', word],
  (word) => ['person', 'erase', word],
  (word) => ['append', `${word}.ndjson`],
  (word) => ['append', join(typed, 'good.ndjson'), '--actor', word],
  (word) => ['append', join(typed, 'good.ndjson'), '--actor', `cli:${word}`],
  (word) => ['serve', '--port', word],
  (word) => ['serve', '--host', word, '--port', word],
  (word) => ['list', '--data', join(typed, 'good.ndjson', word)],
]

/** A position is the one place where a number is no mistake: these are answered, as known at the end of the log. */
const answered: readonly ((word: string) => readonly string[])[] = [
  (word) => ['explain', 'H00001', '--known-at', word],
  (word) => ['timeline', 'H00001', '--known-at', word],
]

type Given = Readonly<Record<string, unknown>>

/** The demonstration's first command of every type, with each word in each text and as each key. */
function* mistaken(): Iterable<Given> {
  const first = new Map<string, Given>()
  for (const { commandId: _, ...command } of sanjiangHistory(eventIdOf)) if (!first.has(command.type)) first.set(command.type, command)
  for (const command of first.values()) {
    for (const word of WORDS) {
      for (const key of Object.keys(command)) yield { ...command, [key]: word }
      for (const inner of textsReplaced(command.data, word)) yield { ...command, data: inner }
      yield { ...command, [word]: word }
      yield { ...command, data: { ...(command.data as object), [word]: word } }
    }
  }
}

function* textsReplaced(value: unknown, word: string): Iterable<unknown> {
  if (typeof value === 'string') yield word
  if (typeof value !== 'object' || value === null) return
  // A list is long and its lines are alike.
  for (const [key, inner] of Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined)) {
    for (const other of textsReplaced(inner, word)) yield Array.isArray(value) ? [other, ...value.slice(1)] : { ...value, [key]: other }
  }
}

/** Where nothing of anybody may stand, by the kind of file; in each something is planted. */
const kinds = [
  'data/events.db',
  'data/events.db-wal',
  'data/events.db-shm',
  'data/read-models.db',
  'data/read-models.db-wal',
  'data/read-models.db-shm',
  'data/persons.db',
  'data/persons-keys.db',
  'backup/events.db',
  'backup/read-models.db',
  'backup/persons.db',
  'backup/keys/persons-keys.db',
  'messages/demo.out',
  'messages/demo.err',
  'messages/places.out',
  'messages/places.err',
  'messages/append.out',
  'messages/append.err',
] as const

const ESCAPED = (text: string) => text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const encodings = [
  ['utf8', (text: string) => Buffer.from(text)],
  ['utf16le', (text: string) => Buffer.from(text, 'utf16le')],
  ['escaped', (text: string) => Buffer.from(ESCAPED(text))],
] as const

/** People who are in no register: a name in every other file, a phone or an account in the rest. */
const planted = kinds.map((file, i) => {
  const word =
    i % 2 === 0 ? `栽赃${'甲乙丙丁戊己庚辛壬'[i / 2]}` : i % 4 === 1 ? `199${String(77_000_000 + i)}` : `7700${String(i).padStart(12, '7')}`
  const [encoding, bytes] = file.endsWith('-wal') ? encodings[0] : (encodings[i % encodings.length] ?? encodings[0])
  return { file, word, encoding, bytes: bytes(word) }
})

describe('names and numbers of everybody in the register', () => {
  it('given the demonstration, then the register holds the very people that are looked for', async () => {
    const keys = new DatabaseSync(join(data, 'persons-keys.db'), { readOnly: true })
    const count = keys.prepare('SELECT count(*) AS n FROM key').get()?.n
    keys.close()
    expect(count).toBe(everybody.length)
    for (const one of [somebody, everybody[15_000], everybody.at(-1)]) {
      expect(await json(data, 'person', 'show', one?.person ?? '')).toEqual({ person: one?.person, record: one?.record })
    }
  })

  it('given a name, an ID number, a phone or an account in every place where a word can be typed, then each is refused', async () => {
    writeFileSync(join(typed, 'good.ndjson'), `${JSON.stringify({ type: 'VisitHousehold', data: {} })}\n`)
    const lines = places.flatMap((place) => WORDS.map(place)).map((line, i) => (i % 2 === 0 ? line : [...line, '--json']))
    const codes = await run('places', lines)
    expect(lines.filter((_, i) => codes[i] !== 1 && codes[i] !== 2)).toEqual([])
    expect(
      await run(
        'answered',
        [phone, account].flatMap((word) => answered.map((line) => line(word))),
      ),
    ).toEqual([0, 0, 0, 0])
  })

  it('given them in every text and as every key of a file of commands, then it is refused whole, and says in which lines', async () => {
    const lines = [...mistaken()].map((line) => JSON.stringify(line))
    const broken = WORDS.flatMap((word) => [word, `{"name": "${word}`, `{"${word}": ${word}}`, `["${word}"]`, `"${word}"`])
    const file = join(typed, 'commands.ndjson')
    writeFileSync(file, [...broken, ...lines].join('\n'))
    expect(
      await run('append', [
        ['append', file],
        ['append', file, '--json'],
      ]),
    ).toEqual([1, 1])
    const [answer = ''] = readFileSync(join(messages, 'append.out'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'))
    const { error } = JSON.parse(answer) as { error: { code: string; where: { line: number }[] } }
    expect(error.code).toBe('append.refused')
    const wrong = new Set(error.where.map(({ line }) => line))
    expect(broken.filter((_, i) => !wrong.has(i + 1))).toEqual([])
    // A name in a title or a quotation cannot be told from other words; a number can.
    const taken = lines.filter((_, i) => !wrong.has(broken.length + i + 1))
    expect(taken.filter((line) => [idNumber, phone, account].some((number) => line.includes(number)))).toEqual([])
  })

  it('then none stands in any byte of a database, a log, a backup or a message, and one planted in each kind of file is found', () => {
    const open = ['events.db', 'read-models.db'].map((file) => new DatabaseSync(join(data, file)))
    try {
      // As a program would that wrote one: it stands in the write-ahead log until that is folded in.
      for (const [i, db] of open.entries()) {
        db.exec('CREATE TABLE planted (word TEXT)')
        db.prepare('INSERT INTO planted VALUES (?)').run(planted[i === 0 ? 1 : 4]?.word ?? '')
      }
      for (const { file, bytes } of planted) if (!file.endsWith('-wal')) appendFileSync(join(searched, file), bytes)
      const wanted = [...register, ...planted.map(({ word }) => word)]
      const found = findInFiles([searched], wanted).map(({ file, wanted: n, encoding }) => {
        const word = planted[n - register.length]?.word ?? `number ${n} of the register`
        return { file: relative(searched, file), word, encoding }
      })
      const expected = planted.map(({ file, word, encoding }) => ({ file, word, encoding }))
      expect(found.toSorted(byFile)).toEqual(expected.toSorted(byFile))
    } finally {
      for (const db of open) db.close()
    }
  }, 300_000)
})

function byFile(a: { file: string }, b: { file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0
}
