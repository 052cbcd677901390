import { type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import type { Part } from '../parts.ts'
import type { Checkpoint, HeldLease, Query, Row, RowTransaction, Table, Value } from '../rows.ts'
import type { Compiled, Dialect } from '../sql/dialect.ts'
import { physical, quoted } from '../sql/names.ts'
import { holdLeases, moveCheckpoints } from '../sql/row-store.ts'
import { deleteIn, replacing, selectFrom } from '../sql/select.ts'
import { storable } from './bind.ts'
import { Copies } from './copies.ts'
import { rowsOf, run } from './query.ts'
import { cursorOver } from './cursor.ts'

export class PostgresTransaction implements RowTransaction {
  readonly #client: pg.ClientBase
  readonly #dialect: Dialect
  readonly #copies: Copies

  constructor(client: pg.ClientBase, dialect: Dialect) {
    this.#client = client
    this.#dialect = dialect
    this.#copies = new Copies(client)
  }

  async insert(slot: number, table: Table, rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) await this.#copies.add(physical(table, slot), table, rows)
  }

  async upsert(slot: number, table: Table, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    const name = physical(table, slot)
    await this.#copies.arrived(name)
    await run(this.#client, upserting(name, table, lastOfEachKey(table, rows)))
  }

  async remove(slot: number, table: Table, column: string, values: readonly Value[]): Promise<void> {
    if (values.length === 0) return
    const name = physical(table, slot)
    await this.#copies.arrived(name)
    await run(this.#client, deleteIn(this.#dialect, name, column, values))
  }

  async find(slot: number, table: Table, column: string, values: readonly Value[]): Promise<Row[]> {
    return values.length === 0 ? [] : this.query(slot, table, { where: [[column, 'in', values]] })
  }

  async query(slot: number, table: Table, query: Query): Promise<Row[]> {
    const name = physical(table, slot)
    await this.#copies.arrived(name)
    return rowsOf(this.#client, this.#select(name, table, query))
  }

  async *scan(slot: number, table: Table, order: readonly string[], part?: Part): AsyncIterable<readonly Row[]> {
    const name = physical(table, slot)
    await this.#copies.arrived(name)
    const only = part && inPart(order[0] ?? '', part)
    const select = this.#select(name, table, { order: order.map((column) => [column, 'asc']), only })
    yield* cursorOver(this.#client, select, (work) => this.#copies.inTurn(work))
  }

  async holds(held: readonly HeldLease[]): Promise<void> {
    await this.#copies.allArrived()
    await holdLeases({ all: (query) => rowsOf(this.#client, query) }, this.#dialect, held)
  }

  async checkpoint(...checkpoints: readonly Checkpoint[]): Promise<void> {
    await this.#copies.allArrived()
    await moveCheckpoints({ all: (query) => rowsOf(this.#client, query) }, this.#dialect, checkpoints)
  }

  /** Nothing is on its way any more; the transaction can be committed. */
  async finish(): Promise<void> {
    await this.#copies.allArrived()
  }

  /** What is on its way has ended one way or the other; the connection can be rolled back. */
  async giveUp(): Promise<void> {
    await this.#copies.free().catch(() => {})
  }

  #select(name: string, table: Table, query: Query & { only?: RawBuilder<boolean> | undefined }): Compiled {
    return selectFrom(this.#dialect, this.#dialect.tables, name, Object.keys(table.columns), query)
  }
}

/** The server's own hash: all parts of a build ask one server, and the rows of others need not come here to be left out. */
function inPart(column: string, { part, of }: Part): RawBuilder<boolean> {
  return sql`mod(hashtext(${sql.ref(column)}::text)::bigint + 2147483648, ${sql.lit(of)}) = ${sql.lit(part)}`
}

/** One column a parameter, however many rows. */
function upserting(name: string, table: Table, rows: readonly Row[]): Compiled {
  const columns = Object.entries(table.columns)
  const names = columns.map(([column]) => quoted(column)).join(', ')
  const arrays = columns.map(([, type], i) => `$${i + 1}::${type === 'integer' ? 'bigint' : 'text'}[]`)
  const cells = columns.map(([column, type]) => (type === 'json' ? `${quoted(column)}::json` : quoted(column)))
  const from = `SELECT ${cells.join(', ')} FROM unnest(${arrays.join(', ')}) AS given (${names})`
  return {
    sql: `INSERT INTO ${quoted(name)} (${names}) ${from}${replacing(table)}`,
    values: columns.map(([column, type]) => rows.map((row) => cell(type === 'json', row[column] ?? null))),
  }
}

function cell(json: boolean, value: unknown): unknown {
  if (json) return JSON.stringify(value)
  return typeof value === 'string' ? storable(value) : value
}

/** One statement cannot put two rows in the place of one. */
function lastOfEachKey(table: Table, rows: readonly Row[]): readonly Row[] {
  const last = new Map(rows.map((row) => [JSON.stringify(table.key.map((column) => row[column])), row]))
  return last.size === rows.length ? rows : [...last.values()]
}
