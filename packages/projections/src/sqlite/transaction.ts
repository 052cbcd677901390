import type { Position } from '@rural-tracker/event-store'
import { type Checkpoint, Fenced, type Query, type Row, type RowTransaction, type Table, type Value } from '../rows.ts'
import { read, scanRows } from './read.ts'
import { deleteIn, selectFrom } from './sql.ts'
import type { Statements } from './statements.ts'

export class SqliteTransaction implements RowTransaction {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  async insert(slot: number, table: Table, rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) this.#statements.put('insert', physical(table, slot), table)(rows)
  }

  async upsert(slot: number, table: Table, rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) this.#statements.put('upsert', physical(table, slot), table)(rows)
  }

  async remove(slot: number, table: Table, column: string, values: readonly Value[]): Promise<void> {
    if (values.length === 0) return
    this.#statements.prepare(deleteIn(physical(table, slot), column)).run(JSON.stringify(values))
  }

  async find(slot: number, table: Table, column: string, values: readonly Value[]): Promise<Row[]> {
    return values.length === 0 ? [] : this.query(slot, table, { where: [[column, 'in', values]] })
  }

  async query(slot: number, table: Table, query: Query): Promise<Row[]> {
    return read(table, this.#statements, selectFrom(physical(table, slot), Object.keys(table.columns), query))
  }

  async *scan(slot: number, table: Table, order: readonly string[]): AsyncIterable<readonly Row[]> {
    const query: Query = { order: order.map((column) => [column, 'asc']) }
    yield* scanRows(this.#statements, physical(table, slot), table, query)
  }

  async checkpoint({ model, slot, epoch, from, to, lastEvent, derivedFor }: Checkpoint): Promise<void> {
    const moved = this.#statements
      .prepare(
        `UPDATE slot SET position = ?, lastEvent = coalesce(?, lastEvent), derivedFor = coalesce(?, derivedFor), updatedAt = ?
       WHERE model = ? AND slot = ? AND position IS ? AND (SELECT epoch FROM lease WHERE model = slot.model AND owner IS NOT NULL) = ?`,
      )
      .run(stored(to), lastEvent ? JSON.stringify(lastEvent) : null, derivedFor ?? null, new Date().toISOString(), model, slot, stored(from), epoch)
    if (moved.changes !== 1) throw new Fenced(model)
  }
}

/** The name of a table in a slot. */
export function physical(table: Table, slot: number): string {
  return `${table.name}__${slot}`
}

function stored(position: Position | undefined): number | null {
  return position === undefined ? null : Number(position)
}
