import { DatabaseSync } from 'node:sqlite'
import { catalogue, decodeEvent, type Json } from '@rural-tracker/domain'
import { eventIdOf, type Metadata, type NewEvent } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'

/** What one command would write: one or more events of one stream. */
export type Decision = Readonly<{ stream: string; first: number; events: readonly NewEvent[] }>
export type Size = Readonly<{ events: number; households: number }>

export const YEARS = [2016, 2017, 2018, 2019, 2020] as const

type Line = Readonly<{ from: string; to: string; amount: number; basis: string; assumption: boolean }>

/** The line of a year for a region: the whole nation's, which the made-up log sets, or one of its counties' own. */
export function lineSet(region: string, year: number, amount = lineOf(year), first = 0): Decision {
  const is: Line = { from: `${year}-01-01`, to: `${year}-12-31`, amount, basis: 'bench', assumption: true }
  return aboutLine(region, first, 'MonitoringLineSet', is.from, is)
}

/** What was set by a decision of `lineSet` and nothing else, corrected to another amount. */
export function lineCorrected(set: Decision, amount: number): Decision {
  const [{ id, data } = { id: '', data: {} }] = set.events
  const { region, occurredOn, ...was } = data as { region: string; occurredOn: string } & Line
  return aboutLine(region, set.first + 1, 'MonitoringLineCorrected', occurredOn, { corrects: id, was, is: { ...was, amount } })
}

function aboutLine(region: string, first: number, type: string, occurredOn: string, said: Readonly<Record<string, Json>>): Decision {
  const stream = `parameter-${region}-monitoringLine`
  const metadata: Metadata = {
    commandId: `bench:line:${region}:${first}`,
    commandHash: HASH,
    actor: 'county:office',
    source: 'import:bench',
    division: region,
    v: 1,
    knownAt: `${occurredOn}T00:00:00.000Z`,
  }
  return { stream, first, events: [{ id: eventIdOf(stream, metadata.commandId, 0), type, data: { region, occurredOn, ...said }, metadata }] }
}

/** The amount of the nation's line, in fen per head. */
export function lineOf(year: number): number {
  return 300_000 + (year - YEARS[0]) * 40_000
}

/** Where the made-up log's own lines are set. */
export const NATION = '000000000000'
const HASH = 'nkxKqx3Vt1Ue0sYbS2rWg0Jx3dE0cq5b1mC6b4n7xYQ'
const VILLAGE_HOUSEHOLDS = 350
const TOWNSHIP_VILLAGES = 4
const COUNTY_VILLAGES = 8
const MEMBERS = 3
/** One in so many events is known only so many days after it happened. */
const LATE = { oneIn: 11, days: 45 }

/**
 * A made-up county's log of the size asked for: registrations, then round after round one event for each household, so that neighbours
 * in the log belong to different streams. Always the same for the same size.
 */
export function* decisions({ events, households }: Size): Generator<Decision> {
  const revisions = new Int32Array(households)
  const open = new Map<number, string>()
  let written = 0
  const say = (
    household: number,
    occurredOn: string,
    said: readonly (readonly [type: string, data: Readonly<Record<string, Json>>])[],
    knownOn = occurredOn,
  ): Decision => {
    const id = `H${String(household + 1).padStart(6, '0')}`
    const village = villageOf(household)
    const stream = `household-${village}-${id}`
    const first = revisions[household] ?? 0
    revisions[household] = first + said.length
    written += said.length
    const metadata: Metadata = {
      commandId: `bench:${id}:${first}`,
      commandHash: HASH,
      actor: `village:${village.slice(-3)}`,
      source: 'import:bench',
      division: village,
      v: 1,
      knownAt: `${knownOn}T08:00:00.000Z`,
    }
    const made = said.map(([type, data], n) => ({
      id: eventIdOf(stream, metadata.commandId, n),
      type,
      data: { household: id, occurredOn, ...data } as Json,
      metadata,
    }))
    return { stream, first, events: made }
  }
  for (const [n, year] of YEARS.entries()) yield lineSet(NATION, year, lineOf(year), n)
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
    const late = dayOf(round, LATE.days)
    for (let h = 0; h < households && written < events; h++) {
      const random = mix(h, round)
      const knownOn = random % LATE.oneIn === 0 ? late : day
      const risk = open.get(h)
      if (risk !== undefined) {
        open.delete(h)
        yield say(h, day, [['RiskCleared', { clears: risk, risk: 'illness' }]], knownOn)
      } else if (random % 10 < 2) {
        const decision = say(h, day, [['RiskReported', { risk: 'illness' }]], knownOn)
        open.set(h, decision.events[0]?.id ?? '')
        yield decision
      } else if (random % 10 < 7) yield say(h, day, [['IncomeReported', incomeOf(random, Number(day.slice(0, 4)))]], knownOn)
      else yield say(h, day, [['HouseholdVisited', { visitor: 'helper' }]], knownOn)
    }
  }
}

function incomeOf(random: number, year: number): Record<string, Json> {
  const net = 900_000 + (random % 4_000_000)
  return {
    // Told when it has ended.
    window: { from: `${year - 2}-10-01`, to: `${year - 1}-09-30` },
    members: MEMBERS,
    parts: { wages: Math.floor(net / 2), business: net - Math.floor(net / 2), property: 0, transfers: 120_000, businessCost: 40_000 },
    compliantSelfPaid: random % 300_000,
    insurancePayout: 0,
  }
}

/** Four villages of 350 households a township, two townships a county. */
function villageOf(household: number): string {
  const village = Math.floor(household / VILLAGE_HOUSEHOLDS)
  const county = 4312_21 + Math.floor(village / COUNTY_VILLAGES)
  const township = 101 + Math.floor((village % COUNTY_VILLAGES) / TOWNSHIP_VILLAGES)
  return `${county}${township}${201 + (village % TOWNSHIP_VILLAGES)}`
}

/** The first county's code: a part of every log of more than 2,800 households. */
export const FIRST_COUNTY = '431221000000'

/** Five years of rounds, over and over for logs longer than that; or so many days later. */
function dayOf(round: number, later = 0): string {
  return new Date(Date.UTC(2016, 1, 1) + (((round * 37) % 1_780) + later) * 86_400_000).toISOString().slice(0, 10)
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
