import type pg from 'pg'
import { sleep } from '../patience.ts'
import { cannotSwitch, viewInUse } from '../projection-error.ts'
import type { HeldLease, Query, Row, RowStore, RowTransaction, Table, Value } from '../rows.ts'
import type { Compiled } from '../sql/dialect.ts'
import { physical, quoted } from '../sql/names.ts'
import { type Db, SqlRows } from '../sql/row-store.ts'
import { type After, isByKey, selectFrom } from '../sql/select.ts'
import { stillWanted } from '../wanted.ts'
import { poolOf, placeOf } from './connect.ts'
import { cursorOver } from './cursor.ts'
import { postgresDialect } from './dialect.ts'
import { DEADLOCK, DEPENDENT_OBJECTS, LOCK_NOT_AVAILABLE, ours, stateOf, UNDEFINED_TABLE } from './errors.ts'
import { exec, rowsOf, run } from './query.ts'
import { makeReady } from './schema.ts'
import { PostgresTransaction } from './transaction.ts'

export type PostgresRowsOptions = Readonly<{
  /** How long a switch of views is tried again while somebody's query is in the way. */
  switchPatienceMs?: number
}>

/** As long as readers can be held up by an attempt to switch. */
const LOCK_MS = 50
const LONGEST_PAUSE_MS = 1_000
const PAGE = 2_000

/**
 * Read models in PostgreSQL: views in the schema `read_models`, or the one that the address names, and their tables in one beside it.
 *
 * @throws RowsUnavailable when the database is not reached; ProjectionError when a newer release wrote there, and nothing is changed.
 * @example const rows = await openPostgresRows('postgres://tracker:…@localhost/township?schema=read_models')
 */
export async function openPostgresRows(address: string, options: PostgresRowsOptions = {}): Promise<RowStore> {
  const place = placeOf(address)
  const pool = poolOf(place)
  try {
    const client = await ours(() => pool.connect())
    try {
      await makeReady(client, place)
    } finally {
      client.release()
    }
  } catch (error) {
    await pool.end()
    throw error
  }
  return new PostgresRows(pool, place.views, options.switchPatienceMs ?? 300_000)
}

class PostgresRows extends SqlRows {
  readonly #pool: pg.Pool
  readonly #switchPatienceMs: number

  constructor(pool: pg.Pool, views: string, switchPatienceMs: number) {
    super(postgresDialect(views))
    this.#pool = pool
    this.#switchPatienceMs = switchPatienceMs
  }

  async transaction<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T> {
    return this.#within(async (client) => {
      const tx = new PostgresTransaction(client, this.dialect)
      try {
        const result = await work(tx)
        await tx.finish()
        return result
      } catch (error) {
        await tx.giveUp()
        throw error
      }
    })
  }

  async rows(table: Table, query: Query = {}): Promise<Row[]> {
    return this.#seen(this.#select(table, Object.keys(table.columns), query))
  }

  async count(table: Table, where: Query['where'] = []): Promise<number> {
    const [row] = await this.#seen(this.#select(table, [], { where }))
    return Number(row?.count ?? 0)
  }

  /** By key in pages, so that nothing stays open between them and no switch has to wait; in any other order by a cursor. */
  async *scan(table: Table, query: Pick<Query, 'where' | 'order'> = {}): AsyncIterable<readonly Row[]> {
    const names = Object.keys(table.columns)
    if (!isByKey(table, query.order)) return yield* this.#cursor(this.#select(table, names, query))
    for (let after: After | undefined; ; ) {
      const rows = await this.#seen(this.#select(table, names, { ...query, page: { limit: PAGE }, ...(after ? { after } : {}) }))
      if (rows.length > 0) yield rows
      if (rows.length < PAGE) return
      const last = rows.at(-1)
      after = { columns: table.key, values: table.key.map((column) => last?.[column] as Value) }
    }
  }

  override async activate(slot: HeldLease & Readonly<{ slot: number }>, tables: readonly Table[], signal?: AbortSignal): Promise<void> {
    // Before readers come: a new table has no statistics yet.
    for (const table of tables) await this.#analyse(physical(table, slot.slot))
    await super.activate(slot, tables, signal)
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  protected look(query: Compiled): Promise<Record<string, unknown>[]> {
    return rowsOf(this.#pool, query)
  }

  protected write<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return this.#within((client) => work(dbOf(client)))
  }

  protected alone<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return work(dbOf(this.#pool))
  }

  /**
   * A switch waits for every query that reads the view, and whoever comes later waits behind the switch. So it gives up after a moment,
   * lets the readers pass, and comes again.
   */
  protected async switching<T>(model: string, work: (db: Db) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const until = Date.now() + this.#switchPatienceMs
    for (let pause = LOCK_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.write(async (db) => {
          await db.exec(`SET LOCAL lock_timeout = ${LOCK_MS}`)
          return work(db)
        })
      } catch (error) {
        const state = stateOf(error)
        if (state === DEPENDENT_OBJECTS) throw viewInUse(model)
        if (state !== LOCK_NOT_AVAILABLE && state !== DEADLOCK) throw error
        if (Date.now() >= until) throw cannotSwitch(model)
      }
      await sleep(pause, signal)
      stillWanted(signal)
    }
  }

  /** One that is gone meanwhile is found out by whoever asks for it next. */
  async #analyse(name: string): Promise<void> {
    await exec(this.#pool, `ANALYZE ${quoted(name)}`).catch((error: unknown) => {
      if (stateOf(error) !== UNDEFINED_TABLE) throw error
    })
  }

  #select(table: Table, columns: readonly string[], query: Query & { after?: After }): Compiled {
    return selectFrom(this.dialect, this.dialect.views, table.name, columns, query)
  }

  /** No view: no rows. */
  async #seen(query: Compiled): Promise<Row[]> {
    try {
      return await rowsOf(this.#pool, query)
    } catch (error) {
      if (stateOf(error) === UNDEFINED_TABLE) return []
      throw error
    }
  }

  async *#cursor(query: Compiled): AsyncIterable<readonly Row[]> {
    const client = await ours(() => this.#pool.connect())
    let broken: unknown
    try {
      await exec(client, 'BEGIN READ ONLY')
      yield* cursorOver(client, query)
    } catch (error) {
      if (stateOf(error) !== UNDEFINED_TABLE) throw (broken = error)
    } finally {
      await exec(client, 'ROLLBACK').catch((error: unknown) => (broken ??= error))
      client.release(broken instanceof Error)
    }
  }

  async #within<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await ours(() => this.#pool.connect())
    let broken = false
    try {
      await exec(client, 'BEGIN')
      const result = await work(client)
      await exec(client, 'COMMIT')
      return result
    } catch (error) {
      await exec(client, 'ROLLBACK').catch(() => (broken = true))
      throw error
    } finally {
      client.release(broken)
    }
  }
}

function dbOf(client: Pick<pg.ClientBase, 'query'>): Db {
  return { all: (query) => rowsOf(client, query), run: (query) => run(client, query), exec: (sql) => exec(client, sql) }
}
