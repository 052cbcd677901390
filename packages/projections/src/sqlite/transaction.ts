import type { SQLInputValue } from 'node:sqlite'
import { mineOf, type Part } from '../parts.ts'
import type { Checkpoint, HeldLease, Query, Row, RowTransaction, Table, Value } from '../rows.ts'
import type { Compiled } from '../sql/dialect.ts'
import { physical } from '../sql/names.ts'
import { holdLeases, moveCheckpoints } from '../sql/row-store.ts'
import { deleteIn, selectFrom } from '../sql/select.ts'
import { sqlite } from './dialect.ts'
import { read, scanRows } from './read.ts'
import type { Statements } from './statements.ts'

export class SqliteTransaction implements RowTransaction {
  readonly #statements: Statements
  readonly #db = { all: async ({ sql, values }: Compiled) => this.#statements.prepare(sql).all(...(values as SQLInputValue[])) }

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
    if (values.length > 0) this.#run(deleteIn(sqlite, physical(table, slot), column, values))
  }

  async find(slot: number, table: Table, column: string, values: readonly Value[]): Promise<Row[]> {
    return values.length === 0 ? [] : this.query(slot, table, { where: [[column, 'in', values]] })
  }

  async query(slot: number, table: Table, query: Query): Promise<Row[]> {
    return read(table, this.#statements, selectFrom(sqlite, sqlite.tables, physical(table, slot), Object.keys(table.columns), query))
  }

  async *scan(slot: number, table: Table, order: readonly string[], part?: Part): AsyncIterable<readonly Row[]> {
    const query: Query = { order: order.map((column) => [column, 'asc']) }
    const mine = part && mineOf(part)
    for (const rows of scanRows(this.#statements, physical(table, slot), table, query))
      yield mine ? rows.filter((row) => mine(String(row[order[0] ?? '']))) : rows
  }

  async holds(held: readonly HeldLease[]): Promise<void> {
    await holdLeases(this.#db, sqlite, held)
  }

  async checkpoint(...checkpoints: readonly Checkpoint[]): Promise<void> {
    await moveCheckpoints(this.#db, sqlite, checkpoints)
  }

  #run({ sql, values }: Compiled): number {
    return Number(this.#statements.prepare(sql).run(...(values as SQLInputValue[])).changes)
  }
}
