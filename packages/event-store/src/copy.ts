import { isDeepStrictEqual } from 'node:util'
import { EventStoreError } from './errors.ts'
import type { EventStore, Metadata, NewEvent, Position, StoredEvent } from './port.ts'

export type CopyReport = Readonly<{
  /** Events that stand in both logs now, read back and compared. */
  events: number
  /** Those among them that had stood there before. */
  already: number
  /** Names of the logs. */
  from: string
  to: string
  /** Somebody wrote to the old log meanwhile: copy again when nobody does. */
  more: boolean
}>

export type CopyOptions = Readonly<{
  /** Of each event, in order, after it was read back: how it stood, and how it stands. */
  onPair?: (old: StoredEvent, now: StoredEvent) => void | Promise<void>
  /** How far in the old log, when copied and again when compared. */
  onProgress?: (position: Position) => void
}>

const MOST_EVENTS = 500
/** Below what a server takes in one append, 1 MiB; one event alone is below it in any case. */
const MOST_BYTES = 500_000

type Place = Readonly<{ old: Position | undefined; now: Position | undefined; events: number }>

/**
 * Copies a log into an empty one, one append after the other, so that the order is the same; then reads both and compares. What stands there
 * already is compared first, and copying goes on behind it: every event is written behind the exact revision, so a repeat has one effect.
 *
 * @throws `copy.differs` when the other log holds anything else.
 */
export async function copyLog(from: EventStore, to: EventStore, { onPair = () => {}, onProgress = () => {} }: CopyOptions = {}): Promise<CopyReport> {
  const upTo = await from.head()
  const names = { from: await from.logId(), to: await to.logId() }
  const there = await compare(from, to, upTo, { old: undefined, now: undefined, events: 0 }, onPair, onProgress)
  await append(from, to, upTo, there.old, onProgress)
  const done = await compare(from, to, upTo, there, onPair, onProgress)
  if (done.old !== upTo) throw differs(done.events, undefined)
  return { ...names, events: done.events, already: there.events, more: (await from.head()) !== upTo }
}

/** Reads both logs side by side, to the end of the second. */
async function compare(
  from: EventStore,
  to: EventStore,
  upTo: Position | undefined,
  start: Place,
  onPair: NonNullable<CopyOptions['onPair']>,
  onProgress: NonNullable<CopyOptions['onProgress']>,
): Promise<Place> {
  const old = upTo === undefined ? none() : eventsOf(from, start.old, upTo)
  let place = start
  for await (const now of eventsOf(to, start.now, undefined)) {
    const next = await old.next()
    if (next.done || !isSame(next.value, now)) throw differs(place.events, now)
    await onPair(next.value, now)
    place = { old: next.value.position, now: now.position, events: place.events + 1 }
    if (place.events % MOST_EVENTS === 0) onProgress(next.value.position)
  }
  return place
}

async function append(
  from: EventStore,
  to: EventStore,
  upTo: Position | undefined,
  after: Position | undefined,
  onProgress: NonNullable<CopyOptions['onProgress']>,
): Promise<void> {
  if (upTo === undefined) return
  let together: StoredEvent[] = []
  let bytes = 0
  const flush = async () => {
    const [first] = together
    if (!first) return
    const expected = first.revision === 0n ? 'no_stream' : first.revision - 1n
    const result = await to.append(first.stream, expected, together.map(carried))
    if (!result.ok) throw differs(undefined, first)
    onProgress((together.at(-1) ?? first).position)
    together = []
    bytes = 0
  }
  for await (const event of eventsOf(from, after, upTo)) {
    const size = Buffer.byteLength(JSON.stringify([event.data, event.metadata]))
    if (event.stream !== together[0]?.stream || together.length === MOST_EVENTS || bytes + size > MOST_BYTES) await flush()
    together.push(event)
    bytes += size
  }
  await flush()
}

/** As it is written again: what became known when it was recorded still says so. */
function carried({ id, type, data, metadata, recordedAt }: StoredEvent): NewEvent {
  return { id, type, data, metadata: { ...metadata, knownAt: metadata.knownAt ?? recordedAt } satisfies Metadata }
}

function isSame(old: StoredEvent, now: StoredEvent): boolean {
  const { id, type, data, metadata } = carried(old)
  const sameName = id === now.id && type === now.type && old.stream === now.stream && old.revision === now.revision
  return sameName && isDeepStrictEqual(now.data, data) && isDeepStrictEqual(now.metadata, metadata)
}

async function* eventsOf(store: EventStore, after: Position | undefined, upTo: Position | undefined): AsyncGenerator<StoredEvent> {
  const how = { ...(after === undefined ? {} : { after }), ...(upTo === undefined ? {} : { upTo }) }
  for await (const page of store.readAll(how)) yield* page.events
}

async function* none(): AsyncGenerator<StoredEvent> {}

function differs(events: number | undefined, found: StoredEvent | undefined): EventStoreError {
  const zh = events === undefined ? '' : `前 ${events} 条相同，`
  const en = events === undefined ? '' : `the first ${events} events are the same, and then `
  const at = found ? `${found.stream} ${found.revision}` : undefined
  return new EventStoreError(
    'copy.differs',
    `目标日志与原日志不同：${zh}${at ? `其后是流 ${at}` : '其后缺少事件'}；请使用空的目标日志，或继续写入同一份复制。`,
    `The two logs differ: ${en}${at ? `there is ${at}` : 'events are missing'}; take an empty log, or the one this copy was begun in.`,
  )
}
