import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { newerFormat } from '../projection-error.ts'
import { type Query, type Row, type RowStore, RowsUnavailable, type RowTransaction, type Table } from '../rows.ts'
import type { Compiled } from '../sql/dialect.ts'
import { type Db, SqlRows } from '../sql/row-store.ts'
import { SCHEMA_VERSION } from '../sql/schema.ts'
import { selectFrom } from '../sql/select.ts'
import { sqlite } from './dialect.ts'
import { read, scanRows } from './read.ts'
import { SCHEMA } from './schema.ts'
import { Statements } from './statements.ts'
import { SqliteTransaction } from './transaction.ts'

/**
 * Read models in one SQLite file.
 *
 * @throws when the file was written by a newer release; nothing is changed.
 * @example const rows = openSqliteRows('./data/read-models.db')
 */
export function openSqliteRows(path: string): RowStore {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE')
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (version > SCHEMA_VERSION) {
    db.close()
    throw newerFormat(version)
  }
  if (version < SCHEMA_VERSION) db.exec(SCHEMA)
  return new SqliteRows(db)
}

const SQLITE_BUSY = 5

class SqliteRows extends SqlRows {
  readonly #db: DatabaseSync
  readonly #statements: Statements
  /** Views that were there: a switch takes none away. */
  readonly #there = new Set<string>()
  /** Writers of this process take turns: one connection, one transaction at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(db: DatabaseSync) {
    super(sqlite)
    this.#db = db
    this.#statements = new Statements(db)
  }

  async transaction<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T> {
    return this.#inTurn(() => work(new SqliteTransaction(this.#statements)))
  }

  async rows(table: Table, query: Query = {}): Promise<Row[]> {
    if (!this.#has(table)) return []
    return read(table, this.#statements, selectFrom(sqlite, sqlite.views, table.name, Object.keys(table.columns), query))
  }

  async count(table: Table, where: Query['where'] = []): Promise<number> {
    if (!this.#has(table)) return 0
    const { sql, values } = selectFrom(sqlite, sqlite.views, table.name, [], { where })
    return Number(this.#statements.prepare(sql).get(...(values as SQLInputValue[]))?.count)
  }

  async *scan(table: Table, query: Pick<Query, 'where' | 'order'> = {}): AsyncIterable<readonly Row[]> {
    if (this.#has(table)) yield* scanRows(this.#statements, table.name, table, query)
  }

  async close(): Promise<void> {
    await this.#turn
    this.#db.close()
  }

  protected async look({ sql, values }: Compiled): Promise<Record<string, unknown>[]> {
    return this.#statements.prepare(sql).all(...(values as SQLInputValue[]))
  }

  protected write<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return this.#inTurn(() =>
      work({
        // These have the moment in their text: kept, they would be ever more.
        all: async ({ sql, values }) => this.#db.prepare(sql).all(...(values as SQLInputValue[])),
        run: async ({ sql, values }) => Number(this.#db.prepare(sql).run(...(values as SQLInputValue[])).changes),
        exec: async (sql) => this.#db.exec(sql),
      }),
    )
  }

  protected alone<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return this.write(work)
  }

  /** Readers of this file see either the old view or the new one and never wait. */
  protected async switching<T>(_model: string, work: (db: Db) => Promise<T>): Promise<T> {
    const done = await this.write(work)
    this.#statements.clear()
    return done
  }

  #has(table: Table): boolean {
    if (this.#there.has(table.name)) return true
    const there = this.#statements.prepare("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?").get(table.name) !== undefined
    if (there) this.#there.add(table.name)
    return there
  }

  /** Another process that writes for longer than we wait is not an error of ours: it will be done. */
  #begin(): void {
    try {
      this.#db.exec('BEGIN IMMEDIATE')
    } catch (error) {
      const busy = (error as { errcode?: unknown }).errcode === SQLITE_BUSY
      throw busy ? new RowsUnavailable('SQLITE_BUSY', error, true) : error
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      this.#begin()
      try {
        const result = await work()
        this.#db.exec('COMMIT')
        return result
      } catch (error) {
        this.#db.exec('ROLLBACK')
        throw error
      }
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}
