import { DatabaseSync } from 'node:sqlite'
import { catalogue, decodeEvent, type Json } from '@rural-tracker/domain'
import { eventIdOf, type Metadata, type NewEvent } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'

/** What one command would write: one or more events of one stream. */
export type Decision = Readonly<{ stream: string; first: number; events: readonly NewEvent[] }>
export type Size = Readonly<{ events: number; households: number }>

const YEARS = [2016, 2017, 2018, 2019, 2020] as const

function line(n: number, year: number): Decision {
  const stream = 'parameter-000000000000-monitoringLine'
  const day = `${year}-01-01`
  const metadata: Metadata = {
    commandId: `bench:line:${year}`,
    commandHash: 'nkxKqx3Vt1Ue0sYbS2rWg0Jx3dE0cq5b1mC6b4n7xYQ',
    actor: 'county:office',
    source: 'import:bench',
    division: '000000000000',
    v: 1,
    knownAt: `${day}T00:00:00.000Z`,
  }
  const data = {
    region: '000000000000',
    occurredOn: day,
    from: day,
    to: `${year}-12-31`,
    amount: 300_000 + n * 40_000,
    basis: 'bench',
    assumption: true,
  }
  return { stream, first: n, events: [{ id: eventIdOf(stream, metadata.commandId, 0), type: 'MonitoringLineSet', data, metadata }] }
}

const VILLAGE_HOUSEHOLDS = 350
const MEMBERS = 3

/**
 * A made-up county's log of the size asked for: registrations, then round after round one event for each household, so that neighbours
 * in the log belong to different streams. Always the same for the same size.
 */
export function* decisions({ events, households }: Size): Generator<Decision> {
  const revisions = new Int32Array(households)
  const open = new Map<number, string>()
  let written = 0
  const say = (household: number, occurredOn: string, said: readonly (readonly [type: string, data: Readonly<Record<string, Json>>])[]): Decision => {
    const id = `H${String(household + 1).padStart(6, '0')}`
    const village = villageOf(household)
    const stream = `household-${village}-${id}`
    const first = revisions[household] ?? 0
    revisions[household] = first + said.length
    written += said.length
    const metadata: Metadata = {
      commandId: `bench:${id}:${first}`,
      commandHash: 'nkxKqx3Vt1Ue0sYbS2rWg0Jx3dE0cq5b1mC6b4n7xYQ',
      actor: `village:${village.slice(-3)}`,
      source: 'import:bench',
      division: village,
      v: 1,
      knownAt: `${occurredOn}T08:00:00.000Z`,
    }
    const made = said.map(([type, data], n) => ({
      id: eventIdOf(stream, metadata.commandId, n),
      type,
      data: { household: id, occurredOn, ...data } as Json,
      metadata,
    }))
    return { stream, first, events: made }
  }
  for (const [n, year] of YEARS.entries()) yield line(n, year)
  written += YEARS.length
  for (let h = 0; h < households && written < events; h++) {
    const members = Array.from({ length: MEMBERS }, (_, m) => [
      'MemberJoined',
      {
        person: `P${String(h * MEMBERS + m + 1).padStart(7, '0')}`,
        relation: m === 0 ? 'head' : 'child',
        sex: (h + m) % 2 === 0 ? 'female' : 'male',
        bornIn: `${1950 + ((h + m) % 60)}-0${1 + (m % 9)}`,
        reason: 'registered',
        standingFacts: [],
      },
    ]) as [string, Record<string, Json>][]
    yield say(h, '2016-01-01', [['HouseholdRegistered', { village: villageOf(h), kind: h % 4 === 0 ? 'registeredPoor' : 'ordinary' }], ...members])
  }
  for (let round = 0; written < events; round++) {
    const day = dayOf(round)
    for (let h = 0; h < households && written < events; h++) {
      const random = mix(h, round)
      const risk = open.get(h)
      if (risk !== undefined) {
        open.delete(h)
        yield say(h, day, [['RiskCleared', { clears: risk, risk: 'illness' }]])
      } else if (random % 10 < 2) {
        const decision = say(h, day, [['RiskReported', { risk: 'illness' }]])
        open.set(h, decision.events[0]?.id ?? '')
        yield decision
      } else if (random % 10 < 7) yield say(h, day, [['IncomeReported', incomeOf(random, Number(day.slice(0, 4)))]])
      else yield say(h, day, [['HouseholdVisited', { visitor: 'helper' }]])
    }
  }
}

function incomeOf(random: number, year: number): Record<string, Json> {
  const net = 900_000 + (random % 4_000_000)
  return {
    window: { from: `${year - 1}-10-01`, to: `${year}-09-30` },
    members: MEMBERS,
    parts: { wages: Math.floor(net / 2), business: net - Math.floor(net / 2), property: 0, transfers: 120_000, businessCost: 40_000 },
    compliantSelfPaid: random % 300_000,
    insurancePayout: 0,
  }
}

function villageOf(household: number): string {
  return `4312${String(10_000_001 + Math.floor(household / VILLAGE_HOUSEHOLDS))}`
}

/** Five years of rounds, over and over for logs longer than that. */
function dayOf(round: number): string {
  return new Date(Date.UTC(2016, 1, 1) + ((round * 37) % 1_780) * 86_400_000).toISOString().slice(0, 10)
}

function mix(a: number, b: number): number {
  let x = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  return (x ^ (x >>> 12)) >>> 0
}

/** The same, with every text in one piece as a parser leaves it: what the generator glued together is not put into shape on anybody's time. */
export function* readyDecisions(size: Size): Generator<Decision> {
  for (const decision of decisions(size)) yield JSON.parse(JSON.stringify(decision)) as Decision
}

/** An event as the table takes it: nothing is left to do but to insert it. */
export type ReadyRow = readonly [stream: string, revision: number, id: string, type: string, data: string, metadata: string, recordedAt: number]

export function* readyRows(size: Size): Generator<ReadyRow> {
  for (const { stream, first, events } of readyDecisions(size)) {
    for (const [n, { id, type, data, metadata }] of events.entries())
      yield [stream, first + n, id, type, JSON.stringify(data), JSON.stringify(metadata), 1_767_225_600_000]
  }
}

export const INSERT = 'insert into events (stream, revision, id, type, data, metadata, recorded_at) values (?, ?, ?, ?, ?, ?, ?)'
export const ROWS_A_COMMIT = 1_000

/** The machine's own limit of a bulk append: ready-made JSON into the log's own table and index, a thousand rows a commit. */
export async function insertBare(path: string, rows: Iterable<ReadyRow>): Promise<void> {
  await openSqliteStore(path).close()
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma synchronous = FULL')
  const insert = db.prepare(INSERT)
  let n = 0
  for (const row of rows) {
    if (n % ROWS_A_COMMIT === 0) db.exec('begin immediate')
    insert.run(...row)
    if (++n % ROWS_A_COMMIT === 0) db.exec('commit')
  }
  if (n % ROWS_A_COMMIT !== 0) db.exec('commit')
  db.exec('pragma wal_checkpoint(truncate)')
  db.close()
}

/** @throws when an event of the made-up log does not fit the domain's schemas: then nothing measured on it would count. */
export function checkLog(size: Size): void {
  for (const { events } of decisions(size)) {
    for (const event of events) {
      const decoded = decodeEvent(catalogue, event.type, event.metadata.v, event.data)
      if (decoded.kind !== 'event') throw new Error(`the bench writes an event that is no ${event.type}: ${JSON.stringify(decoded)}`)
    }
  }
}
