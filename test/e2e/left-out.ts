import { createHash, type Hash } from 'node:crypto'
import { aggregates, type Combine, type Indicator } from '@rural-tracker/domain'
import {
  asPosition,
  type Command,
  createDecider,
  createImporter,
  type EventStore,
  eventIdOf,
  openMemoryStore,
  type Position,
  type StoredEvent,
} from '@rural-tracker/event-store'
import { logEvent, type RowStore } from '@rural-tracker/projections'
import { overriding } from '@rural-tracker/projections/testing'
import { contributions, type Figure, figures, type TraceLine } from '@rural-tracker/read-models'
import { sanjiangHistory } from '@rural-tracker/sanjiang'

/** The commands of the demonstration by the stream that decides them, each in its order. */
export function historyByStream(): Map<string, Command[]> {
  return Map.groupBy<string, Command>(sanjiangHistory(eventIdOf), streamOf)
}

/** The one stream that a command reads and writes. */
export function streamOf(command: Command): string {
  const prepared = decider.prepare(command)
  if ('ok' in prepared) throw new Error(prepared.message.en)
  return prepared.stream
}
const decider = createDecider(aggregates)

export type Replayed = Readonly<{ events: readonly StoredEvent[]; refused: ReadonlySet<string> }>

/** What a stream's commands lead to in a log of their own, and the ids of those that were refused. */
export async function replayed(commands: readonly Command[]): Promise<Replayed> {
  const store = openMemoryStore()
  const refused = new Set<string>()
  await createImporter({ store, aggregates }).import(commands, (outcome, index) => {
    if (!outcome.ok) refused.add(commands[index]?.commandId ?? '')
  })
  const events: StoredEvent[] = []
  for await (const page of store.readAll()) events.push(...page.events)
  return { events, refused }
}

/** Where an event stands in the demonstration's log, and which command wrote it. */
export type Written = Readonly<{ position: Position; commandId: string; type: string }>

/** Every event that a figure may be made of, by id. */
export async function writtenEvents(store: EventStore): Promise<Map<string, Written>> {
  const written = new Map<string, Written>()
  for await (const page of store.readAll({ filter: { types: contributions.types }, pageSize: 5_000 })) {
    for (const { id, position, type, metadata } of page.events) written.set(id, { position, type, commandId: metadata.commandId })
  }
  return written
}

/**
 * Asks something of the read models in which one stream holds other events, folded by the model itself. The events keep the places of their
 * first time; what was not there comes at the end. Nothing of it stays: the transaction is rolled back.
 */
export async function askedWith<T>(
  rows: RowStore,
  stream: string,
  events: readonly StoredEvent[],
  written: ReadonlyMap<string, Written>,
  ask: () => Promise<T>,
): Promise<T> {
  const slot = (await rows.slots(contributions.name)).find(({ state }) => state === 'active')?.slot ?? 0
  let end = Number.MAX_SAFE_INTEGER - events.length
  const placed = events.flatMap(({ id, type, data, metadata, revision, recordedAt }) => {
    const position = written.get(id)?.position ?? asPosition(end++)
    return logEvent(contributions.catalogue, { id, type, data, metadata, stream, revision, recordedAt, position }) ?? []
  })
  const answered: { answer: T }[] = []
  const undo = new Error('only asked')
  await rows
    .transaction(async (tx) => {
      await tx.remove(slot, contributions.table, 'stream', [stream])
      await contributions.follow(slot, { today: '2021-08-31' }).add(tx, placed)
      answered.push({ answer: await ask() })
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  const [one] = answered
  if (!one) throw new Error('nothing was asked')
  return one.answer
}

/**
 * The figure of a claim, asked of the contributions of its own series alone: a hundred questions about all 200,000 would be about ninety-nine
 * other figures. Whether it is the same figure is for the test to say.
 */
export async function figureAlone(rows: RowStore, claim: string, indicator: Indicator): Promise<Figure | undefined> {
  const parts = indicator.combine === 'ratio' ? [indicator.numerator, indicator.denominator] : [indicator]
  const own = ['series', 'in', parts.map(({ series }) => series)] as const
  const scan: RowStore['scan'] = (table, query) =>
    rows.scan(table, table === contributions.table ? { ...query, where: [...(query?.where ?? []), own] } : query)
  return (await figures(overriding(rows, { scan }))).find(({ claims }) => claims.includes(claim))
}

/** A line of a trace with the event behind it. */
export type Line = TraceLine & Readonly<{ commandId: string; type: string }>

/** What takes back that somebody was counted. Written down here once more: this side of the test shares nothing with the figures. */
const TAKES_BACK = new Set(['MemberLeft', 'PersonDied', 'PaymentReturned', 'PaymentReversed', 'FacilityClosed', 'DoctorReleased', 'HonourRevoked'])

/** The figure that these lines of its trace make. */
export function valueOf(indicator: Indicator, lines: readonly Line[]): number {
  if (indicator.combine !== 'ratio') return combined(indicator.combine, lines)
  const part = (name: Line['part'], combine: Combine) =>
    combined(
      combine,
      lines.filter((line) => line.part === name),
    )
  const below = part('denominator', indicator.denominator.combine)
  return below === 0 ? 0 : (part('numerator', indicator.numerator.combine) * indicator.times) / below
}

function combined(combine: Combine, lines: readonly Line[]): number {
  if (combine === 'sum') return lines.reduce((sum, { contribution }) => sum + contribution, 0)
  const standing = new Map<string, number>()
  for (const { counted, type } of lines) standing.set(counted, (standing.get(counted) ?? 0) + (TAKES_BACK.has(type) ? -1 : 1))
  const count = [...standing.values()].filter((lines_) => lines_ > 0).length
  return combine === 'distinct' ? count : Math.min(count, 1)
}

/** What stands in each stream, as one short text: ids, types, data and metadata, whatever the places in the log and the day of recording. */
export async function streamDigests(store: EventStore): Promise<Map<string, string>> {
  const hashes = new Map<string, Hash>()
  for await (const page of store.readAll({ pageSize: 5_000 })) {
    for (const event of page.events) {
      let hash = hashes.get(event.stream)
      if (!hash) hashes.set(event.stream, (hash = createHash('sha1')))
      hash.update(said(event))
    }
  }
  return new Map([...hashes].map(([stream, hash]) => [stream, hash.digest('hex')]))
}

/** The same for events at hand. */
export function digestOf(events: readonly StoredEvent[]): string {
  const hash = createHash('sha1')
  for (const event of events) hash.update(said(event))
  return hash.digest('hex')
}

function said({ id, type, revision, data, metadata }: StoredEvent): string {
  return JSON.stringify([id, type, String(revision), data, metadata])
}
