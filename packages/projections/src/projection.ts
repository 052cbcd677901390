import type { EventDefinition, EventOf } from '@rural-tracker/domain'
import { type LogEvent, poisonOf } from './event.ts'
import { modelBase, type ReadModel } from './model.ts'
import { everything, type Mine } from './parts.ts'
import type { Columns, ColumnType, Row, RowTransaction, Table } from './rows.ts'

type ValueOf<T extends ColumnType> = T extends 'text' ? string | null : T extends 'integer' ? number | null : unknown
/** What a projection that grows by event gives for each row. */
export type RowOf<C extends Columns> = { readonly [K in keyof C]: ValueOf<C[K]> }

/** One row per key. `evolve` sees one row and one event: no clock, no other rows. `undefined` removes the row. */
export type KeyedProjection<Defs extends readonly EventDefinition[], State> = Readonly<{
  name: string
  version: number
  grows: 'by key'
  events: Defs
  key: (event: LogEvent<EventOf<Defs[number]>>) => string | readonly string[] | undefined
  initial: (key: string) => State
  evolve: (row: State, event: LogEvent<EventOf<Defs[number]>>, key: string) => State | undefined
  /** Typed columns to search and sort by, computed from the row. */
  columns: Readonly<Record<string, Readonly<{ type: 'text' | 'integer'; of: (row: State) => string | number | null }>>>
  indexes?: readonly (readonly string[])[]
}>

/** Rows that are only ever added: a ledger, a timeline, contributions. */
export type EventProjection<Defs extends readonly EventDefinition[], C extends Columns> = Readonly<{
  name: string
  version: number
  grows: 'by event'
  events: Defs
  columns: C
  rows: (event: LogEvent<EventOf<Defs[number]>>) => readonly RowOf<C>[]
  indexes?: readonly (readonly string[])[]
}>

/** A projection as a model that every runner takes, with the table that people read. */
export type Projection = ReadModel &
  Readonly<{ table: Table }> &
  (
    | Readonly<{ grows: 'by event'; rowsOf: (event: LogEvent) => readonly Row[] }>
    | Readonly<{
        grows: 'by key'
        fold: (events: readonly LogEvent[], rows: KeyedRows, mine?: Mine) => void
        rowOf: (key: string, kept: Kept) => Row
      }>
  )

/** A row in the fold: its state, and the position of its last event. */
export type Kept = Readonly<{ state: unknown; position: number }>
export interface KeyedRows {
  get(key: string): Kept | undefined
  set(key: string, row: Kept | undefined): void
}

/** Every row of a projection that grows by event knows the event it came from. */
export const PROVENANCE = { position: 'integer', n: 'integer', eventId: 'text', stream: 'text', revision: 'integer', knownAt: 'text' } as const

/**
 * Defines a projection. Live, rebuild and known-at all run this one definition.
 *
 * @example
 * const visits = defineProjection({
 *   name: 'visits', version: 1, grows: 'by key', events: [HouseholdVisited],
 *   key: (e) => e.data.household, initial: () => ({ visits: 0 }),
 *   evolve: (row) => ({ visits: row.visits + 1 }),
 *   columns: { visits: { type: 'integer', of: (row) => row.visits } },
 * })
 */
export function defineProjection<const Defs extends readonly EventDefinition[], State>(definition: KeyedProjection<Defs, State>): Projection
export function defineProjection<const Defs extends readonly EventDefinition[], const C extends Columns>(
  definition: EventProjection<Defs, C>,
): Projection
export function defineProjection(
  definition: KeyedProjection<readonly EventDefinition[], unknown> | EventProjection<readonly EventDefinition[], Columns>,
): Projection {
  return definition.grows === 'by key' ? keyed(definition) : byEvent(definition)
}

function byEvent(definition: EventProjection<readonly EventDefinition[], Columns>): Projection {
  const table: Table = {
    name: definition.name,
    columns: { ...PROVENANCE, ...definition.columns },
    key: ['position', 'n'],
    ...(definition.indexes ? { indexes: definition.indexes } : {}),
  }
  const given = (event: LogEvent) => {
    try {
      return definition.rows(event as never)
    } catch (error) {
      throw poisonOf(event, error)
    }
  }
  const rowsOf = (event: LogEvent): Row[] =>
    given(event).map((row, n) => ({
      position: Number(event.position),
      n,
      eventId: event.id,
      stream: event.stream,
      revision: event.revision,
      knownAt: event.knownAt,
      ...row,
    }))
  const add = (tx: RowTransaction, slot: number, events: readonly LogEvent[]) => tx.insert(slot, table, events.flatMap(rowsOf))
  return {
    ...modelBase(definition.name, definition.version, definition.events, [table]),
    table,
    grows: 'by event',
    rowsOf,
    keysOf: (event) => [event.stream],
    shares: 'reading',
    follow: (slot) => ({ add: (tx, events) => add(tx, slot, events), finish: async () => {} }),
    passTime: async () => {},
    load: (slot, _moment, mine = everything) => ({
      add: (tx, events) =>
        add(
          tx,
          slot,
          events.filter((event) => mine(event.stream)),
        ),
      finish: async () => {},
    }),
  }
}

function keyed(definition: KeyedProjection<readonly EventDefinition[], unknown>): Projection {
  const columns = Object.entries(definition.columns)
  const table: Table = {
    name: definition.name,
    columns: { key: 'text', position: 'integer', ...Object.fromEntries(columns.map(([name, { type }]) => [name, type])), row: 'json' },
    key: ['key'],
    ...(definition.indexes ? { indexes: definition.indexes } : {}),
  }
  const rowOf = (key: string, { state, position }: Kept): Row => {
    const row: Record<string, unknown> = { key, position, row: state }
    for (const [name, column] of columns) row[name] = column.of(state)
    return row
  }
  const keysOf = (event: LogEvent): readonly string[] => {
    const keys = definition.key(event as never)
    return keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys
  }
  const fold = (events: readonly LogEvent[], rows: KeyedRows, mine = everything) => {
    let at: LogEvent | undefined
    try {
      for (const event of events) {
        at = event
        for (const key of keysOf(event)) {
          if (!mine(key)) continue
          const before = rows.get(key)
          const state = definition.evolve(before ? before.state : definition.initial(key), event as never, key)
          rows.set(key, state === undefined ? undefined : { state, position: Number(event.position) })
        }
      }
    } catch (error) {
      throw poisonOf(at, error)
    }
  }
  return {
    ...modelBase(definition.name, definition.version, definition.events, [table]),
    table,
    grows: 'by key',
    fold,
    rowOf,
    keysOf,
    passTime: async () => {},
    follow: (slot) => ({
      add: async (tx, events) => {
        const keys = [...new Set(events.flatMap(keysOf))]
        const found = await tx.find(slot, table, 'key', keys)
        const rows = new Map<string, Kept | undefined>(found.map((row) => [String(row.key), { state: row.row, position: Number(row.position) }]))
        const changed = new Set<string>()
        fold(events, { get: (key) => rows.get(key), set: (key, row) => void (rows.set(key, row), changed.add(key)) })
        const kept: Row[] = []
        const gone: string[] = []
        for (const key of changed) {
          const row = rows.get(key)
          if (row) kept.push(rowOf(key, row))
          else gone.push(key)
        }
        await tx.remove(slot, table, 'key', gone)
        await tx.upsert(slot, table, kept)
      },
      finish: async () => {},
    }),
    load: (slot, _moment, mine) => {
      const rows = new Map<string, Kept>()
      return {
        add: async (_tx, events) =>
          fold(events, { get: (key) => rows.get(key), set: (key, row) => void (row ? rows.set(key, row) : rows.delete(key)) }, mine),
        finish: async (tx) =>
          tx.insert(
            slot,
            table,
            [...rows].map(([key, row]) => rowOf(key, row)),
          ),
      }
    },
  }
}
