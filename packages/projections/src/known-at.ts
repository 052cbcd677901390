import type { EventStore, Position } from '@rural-tracker/event-store'
import type { LogEvent } from './event.ts'
import { DecodedPage } from './page.ts'
import type { Kept, KeyedRows, Projection } from './projection.ts'
import type { Row } from './rows.ts'

/** What we knew: up to a position, or at an instant. */
export type KnownTo = Readonly<{ position?: Position; instant?: string }>

/**
 * The rows of a projection from what was known then, folded in memory from the log: the same definition, a third runner.
 * For one that grows by key, `of` picks the keys wanted.
 */
export async function rowsKnownAt(events: EventStore, projection: Projection, known: KnownTo): Promise<Row[]> {
  const kept = new Map<string, Kept>()
  const rows: Row[] = []
  const upTo = known.position === undefined ? {} : { upTo: known.position }
  for await (const page of events.readAll({ ...upTo, filter: { types: projection.types } })) {
    const decoded = new DecodedPage(page.events).for(projection, undefined, new Set())
    if (decoded.poison) throw decoded.poison
    const then = known.instant === undefined ? decoded.events : decoded.events.filter((event) => event.knownAt <= (known.instant ?? ''))
    if (projection.grows === 'by event') rows.push(...then.flatMap(projection.rowsOf))
    else projection.fold(then, keptIn(kept))
  }
  return projection.grows === 'by event' ? rows : [...kept].map(([key, row]) => projection.rowOf(key, row))
}

/** The rows that a projection makes of these events alone, in their order: the same definition once more. */
export function rowsFrom(projection: Projection, events: readonly LogEvent[]): Row[] {
  const own = events.filter(({ type }) => projection.types.includes(type))
  if (projection.grows === 'by event') return own.flatMap(projection.rowsOf)
  const kept = new Map<string, Kept>()
  projection.fold(own, keptIn(kept))
  return [...kept].map(([key, row]) => projection.rowOf(key, row))
}

function keptIn(kept: Map<string, Kept>): KeyedRows {
  return { get: (key) => kept.get(key), set: (key, row) => void (row ? kept.set(key, row) : kept.delete(key)) }
}
