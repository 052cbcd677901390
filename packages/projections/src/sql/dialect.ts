import type { Kysely, RawBuilder } from 'kysely'
import type { ColumnType, Value } from '../rows.ts'
import type { Bookkeeping } from './schema.ts'

/** SQL as an engine takes it, with what stands for its parameters. */
export type Compiled = Readonly<{ sql: string; values: readonly unknown[] }>

/** Tables and views of read models: their names and columns are data. */
export type AnyTables = Record<string, Record<string, unknown>>

/** Where the two engines say the same thing in different words. */
export type Dialect = Readonly<{
  bookkeeping: Kysely<Bookkeeping>
  tables: Kysely<AnyTables>
  /** Where readers look. */
  views: Kysely<AnyTables>
  /** Milliseconds since 1970, by one clock for all who write. */
  now: () => RawBuilder<number>
  /** `list` as `list` below makes it. */
  isOneOf: (column: string, list: unknown) => RawBuilder<boolean>
  /** Many values as the one parameter that `isOneOf` takes. */
  list: (values: readonly Value[]) => unknown
  /** Leases that somebody believes to hold, as a table of `model`, `slot`, `epoch`. */
  held: (leases: readonly Readonly<{ model: string; slot: number; epoch: number }>[]) => RawBuilder<unknown>
  contains: (column: string, text: Value | readonly Value[]) => RawBuilder<boolean>
  columnType: (type: ColumnType) => string
  /** A column of an index, so that the index has the order in which rows are asked for. */
  indexed: (column: string) => string
  /** A column as something that can be held against another. */
  comparable: (column: string, type: ColumnType) => string
  /** Keeps a lease from being taken over until the transaction ends. An engine with one writer needs nothing for it. */
  locksRows: boolean
  /** The tables of one slot, as `name`. */
  tablesOf: (slot: number) => Compiled
  dropTable: (name: string) => string
  /** Puts one view in front of one table. */
  pointView: (view: string, table: string) => string
}>

export function compiled(query: { compile: () => { sql: string; parameters: readonly unknown[] } }): Compiled {
  const { sql, parameters } = query.compile()
  return { sql, values: parameters }
}

const MOST_KEPT = 2_000
const kept = new WeakMap<object, Map<string, string>>()

/** The text of a statement, made once for all that look alike: to compile one takes longer than to run it. `from` and `likeness` tell all that its text depends on. */
export function textOf(from: object, likeness: string, make: () => Compiled): string {
  const own = kept.get(from) ?? new Map<string, string>()
  kept.set(from, own)
  const before = own.get(likeness)
  if (before !== undefined) return before
  const { sql } = make()
  // Names of tables carry the number of their slot, so there are ever new ones.
  if (own.size >= MOST_KEPT) own.clear()
  own.set(likeness, sql)
  return sql
}
