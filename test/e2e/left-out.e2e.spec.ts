import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aggregates, categoryOf, type Indicator, indicatorOf } from '@rural-tracker/domain'
import { type Command, createImporter, type EventStore, eventIdOf, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import type { RowStore } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { type Figure, figures, traceFigure } from '@rural-tracker/read-models'
import { figureRows, sanjiangHistory } from '@rural-tracker/sanjiang'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pick, seeded } from '../data/sanjiang/src/random.ts'
import { demonstration } from './demonstration.ts'
import {
  askedWith,
  digestOf,
  figureAlone,
  historyByStream,
  type Line,
  replayed,
  streamDigests,
  streamOf,
  valueOf,
  type Written,
  writtenEvents,
} from './left-out.ts'

const SEED = 20_201_231

/** Figures that say that nothing happened: no command stands behind them, so one is put in instead, and the figure says one. */
const NOTHING_HAPPENED: Readonly<Record<string, (history: ReadonlyMap<string, readonly Command[]>) => Pick<Command, 'type' | 'data'>>> = {
  'SF-044': (commands) => {
    const joined = [...commands.values()].flat().find(({ type }) => type === 'AddMember')
    const { registeredIn, household, person } = (joined?.data ?? {}) as Record<string, string>
    return {
      type: 'ReportSchoolStatus',
      data: { registeredIn, household, person, stage: 'junior', status: 'droppedOut', occurredOn: '2020-04-20' },
    }
  },
  'SF-081': () => ({ type: 'RecordFact', data: { ...ONE_CASE, programme: 'epidemic', measure: 'cases' } }),
  'SF-097': () => ({ type: 'RecordFact', data: { ...ONE_CASE, programme: 'forest', measure: 'fires' } }),
}
const ONE_CASE = { division: '431224105000', reference: 'one', amount: 1, unit: 'case', occurredOn: '2020-03-01' }

/**
 * Figures that no single command moves: problems found, of which there are none; people paid every month, counted once a year; a mean of equal
 * amounts.
 */
const MOVED_BY_NO_ONE_COMMAND = ['SF-013', 'SF-016', 'SF-029', 'SF-055', 'SF-102']

type Asked = Readonly<{ claim: string; claims: string; id: string; indicator: Indicator }>

/** The figures that have claims, as the table of published figures names them: a claim of one indicator and period is one figure. */
const asked: readonly Asked[] = [
  ...Map.groupBy(
    figureRows().filter(({ kind }) => kind !== 'statement'),
    ({ indicator, from, to }) => `${indicator} ${from} ${to}`,
  ).values(),
].map((rows) => {
  const [{ id: claim, indicator: id } = { id: '', indicator: '' }] = rows
  const indicator = indicatorOf(id)
  if (!indicator) throw new Error(`${claim} has no indicator`)
  return { claim, claims: rows.map((row) => row.id).join(' '), id, indicator }
})

const home = mkdtempSync(join(tmpdir(), 'tracker-left-out-'))
let log: EventStore
let rows: RowStore
let history: Map<string, Command[]>
let written: Map<string, Written>
let answered: readonly Figure[]
const tested: string[] = []
const unmoved: string[] = []

beforeAll(async () => {
  await demonstration(home, ['events.db', 'read-models.db'])
  log = openSqliteStore(join(home, 'events.db'))
  rows = openSqliteRows(join(home, 'read-models.db'))
  history = historyByStream()
  written = await writtenEvents(log)
  answered = await figures(rows)
}, 600_000)
afterAll(async () => {
  await rows?.close()
  await log?.close()
  rmSync(home, { recursive: true, force: true })
})

const figureOf = (claim: string, among = answered) => among.find(({ claims }) => claims.includes(claim))

async function linesOf(claim: string): Promise<Line[]> {
  const lines: Line[] = []
  for await (const line of (await traceFigure(rows, claim)) ?? []) {
    const { commandId = '', type = '' } = written.get(line.eventId) ?? {}
    lines.push({ ...line, commandId, type })
  }
  return lines
}

type LeftOut = Readonly<{ stream: string; events: readonly StoredEvent[]; rest: readonly Line[] }>

/** Figures of thousands of commands are not looked through to the end. */
const TRIES = 20

/**
 * A stream without one command, chosen by seed among those behind the figure, and the lines that then are left. Taken is the first one that
 * moves the figure and whose absence lets nothing else be refused; where there is none, one with those that are refused in consequence; and
 * where none moves the figure, any.
 */
async function withoutOne(claim: string, indicator: Indicator, lines: readonly Line[]): Promise<LeftOut> {
  const streams = new Map(lines.map(({ commandId, stream }) => [commandId, stream]))
  const value = valueOf(indicator, lines)
  let best: (LeftOut & { rank: number }) | undefined
  for (const id of pick(seeded(SEED + Number(claim.slice(3))), [...streams.keys()], streams.size).slice(0, TRIES)) {
    const stream = streams.get(id) ?? ''
    const commands = history.get(stream) ?? []
    expect(commands.filter(({ commandId }) => commandId === id)).toHaveLength(1)
    const { events, refused } = await replayed(commands.filter(({ commandId }) => commandId !== id))
    const rest = lines.filter(({ commandId }) => commandId !== id && !refused.has(commandId))
    const rank = (valueOf(indicator, rest) === value ? 0 : 2) + (refused.size === 0 ? 1 : 0)
    if (!best || rank > best.rank) best = { stream, events, rest, rank }
    if (rank === 3) break
  }
  if (!best) throw new Error(`nothing stands behind ${claim}`)
  return best
}

describe('one command left out', () => {
  it.each(asked)('given $claims ($id), then the figure moves by exactly what the command contributed', async ({ claim, indicator }) => {
    const figure = figureOf(claim)
    const lines = await linesOf(claim)
    expect({ value: figure?.value, events: figure?.events }).toEqual({ value: valueOf(indicator, lines), events: lines.length })
    const alone = () => figureAlone(rows, claim, indicator)
    expect(await alone()).toEqual(figure)
    tested.push(claim)
    if (Object.hasOwn(NOTHING_HAPPENED, claim)) return expectOnePutIn(claim, alone)
    const { stream, events, rest } = await withoutOne(claim, indicator, lines)
    const after = await askedWith(rows, stream, events, written, alone)
    expect({ value: after?.value, events: after?.events }).toEqual({ value: valueOf(indicator, rest), events: rest.length })
    expect(rest.length).toBeLessThan(lines.length)
    if (after?.value === figure?.value) unmoved.push(claim)
  })

  it('given all of them, then every figure with a claim was tested, and all were moved but the few that no one command moves', () => {
    expect(tested).toHaveLength(answered.filter(({ claims }) => claims.length > 0).length)
    expect(new Set(tested.map((claim) => figureOf(claim))).size).toBe(tested.length)
    expect(unmoved).toEqual(MOVED_BY_NO_ONE_COMMAND)
  })

  it('given one of every kind left out of the whole history, then only their own streams differ, as when each is replayed alone', async () => {
    const random = seeded(SEED)
    const kinds = Map.groupBy(history, ([stream]) => categoryOf(stream))
    const chosen = new Map<string, Command>()
    for (const streams of kinds.values()) {
      const [[stream, commands]] = pick(random, streams, 1) as [[string, Command[]]]
      chosen.set(stream, pick(random, commands, 1)[0] as Command)
    }
    const left = new Set([...chosen.values()].map(({ commandId }) => commandId))
    const store = openMemoryStore()
    await createImporter({ store, aggregates }).import(kept(sanjiangHistory(eventIdOf), left))
    const [here, there] = [await streamDigests(log), await streamDigests(store)]
    const differing = [...here].filter(([stream, digest]) => history.has(stream) && there.get(stream) !== digest).map(([stream]) => stream)
    expect(differing.sort()).toEqual([...chosen.keys()].sort())
    expect(kinds.size).toBeGreaterThanOrEqual(8)
    for (const [stream, command] of chosen) {
      const { events } = await replayed((history.get(stream) ?? []).filter(({ commandId }) => commandId !== command.commandId))
      expect({ stream, digest: digestOf(events) }).toEqual({ stream, digest: there.get(stream) ?? digestOf([]) })
    }
  }, 240_000)
})

/** Where nothing stands behind a figure, something can still be put in. */
async function expectOnePutIn(claim: string, alone: () => Promise<Figure | undefined>): Promise<void> {
  const command: Command = {
    commandId: `put-in:${claim}`,
    actor: 'town:office',
    source: 'import:demo',
    knownAt: '2020-05-01T01:00:00.000Z',
    ...(NOTHING_HAPPENED[claim]?.(history) ?? { type: '', data: {} }),
  }
  const stream = streamOf(command)
  const { events, refused } = await replayed([...(history.get(stream) ?? []), command])
  expect(refused).toEqual(new Set())
  const after = await askedWith(rows, stream, events, written, alone)
  expect([figureOf(claim)?.value, after?.value]).toEqual([0, 1])
}

function* kept(commands: Iterable<Command>, without: ReadonlySet<string>): Iterable<Command> {
  for (const command of commands) if (!without.has(command.commandId)) yield command
}
