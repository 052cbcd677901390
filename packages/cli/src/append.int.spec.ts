import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { aggregates } from '@rural-tracker/domain'
import { createImporter, type EventStore, openMemoryStore, previewCommands } from '@rural-tracker/event-store'
import { logEvents } from '@rural-tracker/event-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { append } from './append.ts'
import type { CliError } from './io.ts'
import { Progress } from './progress.ts'

const VILLAGE = '431224105201'
const household = (n: number) => ({ registeredIn: VILLAGE, household: `H${10_000 + n}` })
const register = (n: number) => ({ type: 'RegisterHousehold', data: { ...household(n), kind: 'ordinary', occurredOn: '2020-01-01' } })
const visit = (n: number) => ({ type: 'VisitHousehold', data: { ...household(n), visitor: 'helper', occurredOn: '2020-05-01' } })
/** Seven households, one a line. */
const SEVEN = [1, 2, 3, 4, 5, 6, 7].map(register)

let folder: string
let store: EventStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'append-'))
  store = openMemoryStore()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Where = { stands: unknown; stood: unknown; missing: unknown; confirmed?: boolean; errors: { line: number; code: string }[]; cause?: object }

/** Appends lines to a store; what it printed, or the error. */
async function run(to: EventStore, lines: readonly unknown[]): Promise<{ printed?: unknown; error?: CliError & { where: Where } }> {
  const path = join(folder, 'commands.ndjson')
  writeFileSync(path, lines.map((line) => (line === '' ? '' : JSON.stringify(line))).join('\n'))
  const tracker = {
    preview: (commands: Parameters<typeof previewCommands>[1]) => previewCommands({ store: to, aggregates }, commands),
    import: createImporter({ store: to, aggregates, inFlight: 4 }).import,
  }
  const printed: string[] = []
  const progress = new Progress({ terminal: false, out: (text) => void printed.push(text), err: () => {} })
  try {
    await append(tracker, path, 'clerk:a', progress, true)
    return { printed: JSON.parse(printed.join('')) }
  } catch (error) {
    return { error: error as CliError & { where: Where } }
  }
}

/** The same store, but whatever is appended to these households' streams goes another way. */
function but(homes: readonly number[], instead: EventStore['append']): EventStore {
  return {
    append: (stream, ...rest) =>
      homes.some((n) => stream.endsWith(household(n).household)) ? instead(stream, ...rest) : store.append(stream, ...rest),
    readStream: (...args) => store.readStream(...args),
    readAll: (...args) => store.readAll(...args),
    head: () => store.head(),
    logId: () => store.logId(),
    close: () => store.close(),
  }
}
/** Fails once the log has grown to `events`: what comes behind it has been written by then. */
function failsBehind(events: number): EventStore['append'] {
  return async () => {
    while (Number((await store.head()) ?? 0) < events) await setImmediate()
    throw new Error('the disk is full')
  }
}

/** Lines of which the log holds the event, by the end of the command's id. */
const linesInLog = async () => (await logEvents(store, {})).map((event) => Number(event.metadata.commandId.split(':').at(-1))).sort((a, b) => a - b)

describe('tracker append, when the store fails midway', () => {
  it('given appends fail and later ones do not, then the answer says which lines stand, as the log has them, and which do not', async () => {
    const { error } = await run(but([3, 6], failsBehind(5)), SEVEN)
    expect(error?.code).toBe('append.interrupted')
    expect(error?.exit).toBe(1)
    expect(await linesInLog()).toEqual([1, 2, 4, 5, 7])
    expect(error?.where).toMatchObject({
      stands: [
        [1, 2],
        [4, 5],
        [7, 7],
      ],
      stood: [],
      missing: [
        [3, 3],
        [6, 6],
      ],
      confirmed: true,
      cause: { code: 'internal' },
    })
    expect(error?.text.zh).toContain('第 1–2、4–5、7 行已在日志中，第 3、6 行未写入')
    expect(error?.text.en).toContain('lines 1–2, 4–5, 7 stand, lines 3, 6 were not written')
    expect(error?.text.en).toContain('run the same command with the same file again to go on')
  })

  it('given the same command again, then it goes on, says which lines stood already, and every line stands once', async () => {
    await run(but([3, 6], failsBehind(5)), SEVEN)
    const { printed } = await run(store, SEVEN)
    expect(printed).toMatchObject({
      events: 2,
      repeated: 5,
      lines: 7,
      stood: [
        [1, 2],
        [4, 5],
        [7, 7],
      ],
    })
    expect(await linesInLog()).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('given it fails again, then lines from before and lines of this run are told apart', async () => {
    await run(but([3, 6], failsBehind(5)), SEVEN)
    const { error } = await run(but([6], failsBehind(6)), SEVEN)
    expect(error?.where).toMatchObject({
      stands: [
        [1, 5],
        [7, 7],
      ],
      stood: [
        [1, 2],
        [4, 5],
        [7, 7],
      ],
      missing: [[6, 6]],
    })
    expect(error?.text.en).toContain('of them 1–2, 4–5, 7 from before')
  })

  it('given the append was written and only its answer was lost, then its line stands', async () => {
    const { error } = await run(
      but([7], async (...args) => {
        await store.append(...args)
        throw new Error('the connection broke')
      }),
      SEVEN,
    )
    expect(error?.where).toMatchObject({ stands: [[1, 7]], missing: [], confirmed: true })
  })

  it('given the log cannot be read afterwards either, then what was answered stands, and the rest is said to be unconfirmed', async () => {
    let broken = false
    const gone = but([7], async () => {
      broken = true
      throw new Error('the disk is gone')
    })
    const reads: EventStore = {
      ...gone,
      readStream: (...args) => {
        if (broken) throw new Error('the disk is gone')
        return store.readStream(...args)
      },
    }
    const { error } = await run(reads, SEVEN)
    expect(error?.where).toMatchObject({ stands: [[1, 6]], missing: [[7, 7]], confirmed: false })
    expect(error?.text.en).toContain('the others may stand too')
  })
})

describe('tracker append, when somebody else changes the data meanwhile', () => {
  it('given a stream that keeps changing, then its lines are named with the reason, the others stand, and the same command goes on', async () => {
    const lines = [register(1), '', register(2), visit(1), visit(2)]
    const { error } = await run(
      but([1], async (stream, expected) => ({ ok: false, stream, expected, actual: 7n })),
      lines,
    )
    expect(error?.code).toBe('append.conflict')
    expect(error?.where).toMatchObject({
      stands: [
        [3, 3],
        [5, 5],
      ],
      missing: [
        [1, 1],
        [4, 4],
      ],
      errors: [
        { line: 1, code: 'command.conflict' },
        { line: 4, code: 'household.unknown' },
      ],
    })
    expect(error?.text.zh).toContain('第 4 行：')
    expect((await run(store, lines)).printed).toMatchObject({
      events: 2,
      repeated: 2,
      stood: [
        [3, 3],
        [5, 5],
      ],
    })
  })

  it('given a line has become impossible when the command goes on, then nothing is written, and the lines that stand are named', async () => {
    const housing = (n: number, programme: string) => ({ type: 'ApproveHousing', data: { ...household(n), programme, occurredOn: '2020-03-01' } })
    const lines = [register(1), register(2), housing(2, 'houseRenovation')]
    await run(but([2], failsBehind(1)), lines)
    await run(store, [
      register(2),
      { type: 'ApproveHousing', data: { ...household(2), programme: 'relocation', mode: 'centralised', occurredOn: '2020-03-01' } },
    ])
    const { error } = await run(store, lines)
    expect(error?.code).toBe('append.refused')
    expect(error?.where).toMatchObject([{ line: 3, code: 'household.other-housing-programme' }])
    expect(error?.text.en).toContain('nothing was written, lines 1 stood already')
  })
})

describe('tracker append, before anything is written', () => {
  it('given an event above the size that stores take, then its line is named', async () => {
    const list = { programme: 'educationAid', village: VILLAGE, period: '2020', occurredOn: '2020-01-01' }
    const beneficiaries = Array.from({ length: 110_000 }, (_, n) => `P${100_000 + n}`)
    const line = { line: 'L1', household: 'H10001', beneficiaries, unitOf: '2020.T1', amount: 100 }
    const { error } = await run(store, [
      { type: 'OpenPaymentList', data: list },
      { type: 'AddLines', data: { ...list, lines: [line] } },
    ])
    expect(error?.where).toMatchObject([{ line: 2, code: 'event.too-large' }])
    expect(await store.head()).toBeUndefined()
  })
})
