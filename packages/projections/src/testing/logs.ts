import type { Aggregate } from '@rural-tracker/domain'
import { type Command, type CommandOutcome, createImporter, type EventStore, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import { logEvent } from '../event.ts'
import type { ReadModel } from '../model.ts'

/** Another log of the same events: where each of its positions stood in the first one. */
export type Reordered = Readonly<{ store: EventStore; positions: ReadonlyMap<number, number> }>

/** Adds what the deciders make of the commands. A command may be refused: random ones often are. */
export async function write(store: EventStore, aggregates: readonly Aggregate[], commands: readonly Command[]): Promise<CommandOutcome[]> {
  const outcomes: CommandOutcome[] = []
  await createImporter({ store, aggregates }).import(commands, (outcome) => outcomes.push(outcome))
  return outcomes
}

export async function allEvents(store: EventStore): Promise<StoredEvent[]> {
  const all: StoredEvent[] = []
  for await (const page of store.readAll()) all.push(...page.events)
  return all
}

/** Writes events of another log, as their writer would have written them. */
export async function copy(events: readonly StoredEvent[], to: EventStore): Promise<void> {
  for (const event of events) await to.append(event.stream, event.revision === 0n ? 'no_stream' : event.revision - 1n, [event])
}

/** A store with the times of another, so that rows of two logs can be compared to the letter. */
export function withTimesOf(original: EventStore, store: EventStore): EventStore {
  return {
    append: (...args) => store.append(...args),
    readStream: (...args) => store.readStream(...args),
    head: () => store.head(),
    logId: () => store.logId(),
    close: () => store.close(),
    async *readAll(how) {
      const times = new Map((await allEvents(original)).map((event) => [event.id, event.recordedAt]))
      for await (const page of store.readAll(how)) {
        yield { ...page, events: page.events.map((event) => plain(event, times.get(event.id) ?? event.recordedAt)) }
      }
    },
  }
}

function plain({ id, type, data, metadata, stream, revision, position }: StoredEvent, recordedAt: string): StoredEvent {
  return { id, type, data, metadata, stream, revision, position, recordedAt }
}

/** The log with an event of a type that no model knows before each of its events. */
export async function withForeignEvents(store: EventStore): Promise<Reordered> {
  const mixed = openMemoryStore()
  for (const event of await allEvents(store)) {
    const { id, metadata } = event
    await mixed.append('foreign-000000000000-x', 'any', [{ id: `foreign-${id}`, type: 'SomethingElse', data: {}, metadata }])
    await copy([event], mixed)
  }
  return reordered(store, mixed)
}

/**
 * The log in another order: of two events that touch a common key of the model, or stand in one stream, the earlier stays earlier, and a
 * parameter keeps its place. Of the events that may come next the one with the lowest rank comes: no ranks, no change.
 */
export async function interleaved(store: EventStore, model: ReadModel, ranks: readonly number[]): Promise<Reordered> {
  const events = await allEvents(store)
  const rank = (i: number) => ranks[i % Math.max(1, ranks.length)] ?? 0
  const waitsFor = predecessors(events, model)
  const waiting = new Set(events.keys())
  const other = openMemoryStore()
  while (waiting.size > 0) {
    const free = [...waiting].filter((i) => waitsFor[i]?.every((before) => !waiting.has(before)))
    const next = free.reduce((a, b) => (rank(b) < rank(a) ? b : a))
    waiting.delete(next)
    await copy(
      events.filter((_, i) => i === next),
      other,
    )
  }
  return reordered(store, other)
}

/** For each event the events that must stand before it. */
function predecessors(events: readonly StoredEvent[], model: ReadModel): readonly (readonly number[])[] {
  const last = new Map<string, number>()
  let parameter: number | undefined
  return events.map((stored, i) => {
    const event = model.catalogue.has(stored.type) ? logEvent(model.catalogue, stored) : undefined
    const keys = event ? model.keysOf(event) : []
    const before = parameter === undefined ? [] : [parameter]
    if (keys === 'all') {
      parameter = i
      return [...events.keys()].slice(0, i)
    }
    for (const touched of new Set([`stream ${stored.stream}`, ...keys.map((key) => `key ${key}`)])) {
      const earlier = last.get(touched)
      if (earlier !== undefined) before.push(earlier)
      last.set(touched, i)
    }
    return before
  })
}

async function reordered(store: EventStore, other: EventStore): Promise<Reordered> {
  const first = new Map((await allEvents(store)).map((event) => [event.id, Number(event.position)]))
  const positions = new Map<number, number>()
  for (const event of await allEvents(other)) {
    const position = first.get(event.id)
    if (position !== undefined) positions.set(Number(event.position), position)
  }
  return { store: withTimesOf(store, other), positions }
}
