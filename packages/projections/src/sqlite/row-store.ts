import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Position } from '@rural-tracker/event-store'
import {
  type ColumnType,
  type Lease,
  type Query,
  type Row,
  type RowStore,
  type RowTransaction,
  type Slot,
  type SlotState,
  type Table,
} from '../rows.ts'
import { ProjectionError } from '../projection-error.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'
import { read, scanRows } from './read.ts'
import { quoted, selectFrom } from './sql.ts'
import { Statements } from './statements.ts'
import { physical, SqliteTransaction } from './transaction.ts'
import { ownerIsGone } from './owner.ts'

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
    throw new ProjectionError(
      'projection.newer-format',
      `读模型文件由更新的版本写成（格式 ${version}），请升级程序。`,
      `The read models were written by a newer release (format ${version}); upgrade this program.`,
    )
  }
  if (version < SCHEMA_VERSION) db.exec(SCHEMA)
  return new SqliteRows(db)
}

class SqliteRows implements RowStore {
  readonly #db: DatabaseSync
  readonly #statements: Statements
  /** Writers of this process take turns: one connection, one transaction at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(db: DatabaseSync) {
    this.#db = db
    this.#statements = new Statements(db)
  }

  async slots(model?: string): Promise<readonly Slot[]> {
    const setAside = '(SELECT count(*) FROM dead_letter WHERE dead_letter.model = slot.model AND dead_letter.slot = slot.slot) AS setAside'
    return this.#all(`SELECT *, ${setAside} FROM slot WHERE ? IS NULL OR model = ? ORDER BY model, slot`, model ?? null, model ?? null).map(slotOf)
  }

  async lease(model: string, owner: string, forMs: number): Promise<Lease> {
    return this.#write(() => {
      const now = Date.now()
      const held = this.#all('SELECT epoch, owner, until FROM lease WHERE model = ?', model)[0]
      const free = !held || held.owner === null || held.owner === owner || Number(held.until) < now || ownerIsGone(String(held.owner))
      if (!free) return { held: false, by: String(held.owner), until: new Date(Number(held.until)).toISOString() }
      const epoch = Number(held?.epoch ?? 0) + 1
      this.#run(
        'INSERT INTO lease (model, epoch, owner, until) VALUES (?, ?, ?, ?) ON CONFLICT (model) DO UPDATE SET epoch = excluded.epoch, owner = excluded.owner, until = excluded.until',
        model,
        epoch,
        owner,
        now + forMs,
      )
      return { held: true, epoch }
    })
  }

  async renew(model: string, epoch: number, forMs: number): Promise<boolean> {
    const renewed = await this.#write(() =>
      this.#db.prepare('UPDATE lease SET until = ? WHERE model = ? AND epoch = ? AND owner IS NOT NULL').run(Date.now() + forMs, model, epoch),
    )
    return renewed.changes === 1
  }

  async release(model: string, epoch: number): Promise<void> {
    await this.#write(() => this.#run('UPDATE lease SET owner = NULL, until = 0 WHERE model = ? AND epoch = ?', model, epoch))
  }

  async createSlot(slot: { model: string; version: number; hash: string; logId: string; tables: readonly Table[] }): Promise<number> {
    return this.#write(() => {
      const number = Number(this.#all('SELECT coalesce(max(slot), 0) + 1 AS next FROM slot_number')[0]?.next)
      this.#run('INSERT INTO slot_number (slot) VALUES (?)', number)
      this.#run(
        "INSERT INTO slot (model, slot, version, hash, logId, state, updatedAt) VALUES (?, ?, ?, ?, ?, 'building', ?)",
        slot.model,
        number,
        slot.version,
        slot.hash,
        slot.logId,
        new Date().toISOString(),
      )
      for (const table of slot.tables) {
        const columns = Object.entries(table.columns).map(([name, type]) => `${quoted(name)} ${sqlType(type)}`)
        this.#db.exec(`CREATE TABLE ${quoted(physical(table, number))} (${columns.join(', ')})`)
      }
      return number
    })
  }

  async index(slot: number, tables: readonly Table[]): Promise<void> {
    await this.#write(() => {
      for (const table of tables) {
        const name = physical(table, slot)
        this.#db.exec(`CREATE UNIQUE INDEX IF NOT EXISTS ${quoted(`${name}_key`)} ON ${quoted(name)} (${table.key.map(quoted).join(', ')})`)
        for (const columns of table.indexes ?? []) {
          this.#db.exec(`CREATE INDEX IF NOT EXISTS ${quoted(`${name}_${columns.join('_')}`)} ON ${quoted(name)} (${columns.map(quoted).join(', ')})`)
        }
      }
    })
  }

  async setState(model: string, slot: number, state: SlotState): Promise<void> {
    await this.#write(() =>
      this.#run('UPDATE slot SET state = ?, updatedAt = ? WHERE model = ? AND slot = ?', state, new Date().toISOString(), model, slot),
    )
  }

  async setFailure(model: string, slot: number, failure: Slot['failure']): Promise<void> {
    await this.#write(() =>
      this.#run('UPDATE slot SET failure = ? WHERE model = ? AND slot = ?', failure ? JSON.stringify(failure) : null, model, slot),
    )
  }

  async setAsideStreams(model: string, slot: number): Promise<ReadonlySet<string>> {
    return new Set(this.#all('SELECT DISTINCT stream FROM dead_letter WHERE model = ? AND slot = ?', model, slot).map((row) => String(row.stream)))
  }

  async setAside(model: string, slot: number, event: { position: string; eventId: string; stream: string; reason: string }): Promise<void> {
    await this.#write(() => {
      this.#run(
        'INSERT OR IGNORE INTO dead_letter (model, slot, position, eventId, stream, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        model,
        slot,
        Number(event.position),
        event.eventId,
        event.stream,
        event.reason,
        new Date().toISOString(),
      )
    })
  }

  async activate(model: string, slot: number, tables: readonly Table[]): Promise<void> {
    await this.#write(() => {
      const now = new Date().toISOString()
      for (const old of this.#all("SELECT slot FROM slot WHERE model = ? AND state = 'retired' AND slot <> ?", model, slot))
        this.#drop(model, Number(old.slot))
      this.#run("UPDATE slot SET state = 'retired', updatedAt = ? WHERE model = ? AND state = 'active' AND slot <> ?", now, model, slot)
      this.#run("UPDATE slot SET state = 'active', updatedAt = ? WHERE model = ? AND slot = ?", now, model, slot)
      for (const table of tables) {
        this.#db.exec(
          `DROP VIEW IF EXISTS ${quoted(table.name)}; CREATE VIEW ${quoted(table.name)} AS SELECT * FROM ${quoted(physical(table, slot))}`,
        )
      }
    })
    this.#statements.clear()
  }

  async dropSlot(model: string, slot: number): Promise<void> {
    await this.#write(() => this.#drop(model, slot))
    this.#statements.clear()
  }

  async transaction<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T> {
    return this.#write(() => work(new SqliteTransaction(this.#statements)))
  }

  async rows(table: Table, query: Query = {}): Promise<Row[]> {
    if (!this.#has(table)) return []
    return read(table, this.#statements, selectFrom(table.name, Object.keys(table.columns), query))
  }

  async count(table: Table, where: Query['where'] = []): Promise<number> {
    if (!this.#has(table)) return 0
    const { sql, values } = selectFrom(table.name, [], { where })
    return Number(this.#statements.prepare(sql).get(...(values as SQLInputValue[]))?.count)
  }

  async *scan(table: Table, query: Pick<Query, 'where' | 'order'> = {}): AsyncIterable<readonly Row[]> {
    if (this.#has(table)) yield* scanRows(this.#statements, table.name, table, query)
  }

  async difference(table: Table, slot: number, other: number): Promise<{ missing: number; added: number; keys: readonly string[] }> {
    const columns = Object.keys(table.columns).map(quoted).join(', ')
    const except = (a: number, b: number) =>
      `SELECT ${columns} FROM ${quoted(physical(table, a))} EXCEPT SELECT ${columns} FROM ${quoted(physical(table, b))}`
    const count = (sql: string) => Number(this.#all(`SELECT count(*) AS n FROM (${sql})`)[0]?.n)
    const key = quoted(table.key[0] ?? '')
    const differing = `SELECT DISTINCT ${key} AS k FROM (SELECT * FROM (${except(slot, other)}) UNION ALL SELECT * FROM (${except(other, slot)})) ORDER BY 1 LIMIT 20`
    return { added: count(except(slot, other)), missing: count(except(other, slot)), keys: this.#all(differing).map((row) => String(row.k)) }
  }

  async close(): Promise<void> {
    await this.#turn
    this.#db.close()
  }

  #has(table: Table): boolean {
    return this.#statements.prepare("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?").get(table.name) !== undefined
  }

  #drop(model: string, slot: number): void {
    const tables = this.#all("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ? ESCAPE '\\'", `%\\_\\_${slot}`)
    for (const table of tables) this.#db.exec(`DROP TABLE ${quoted(String(table.name))}`)
    this.#run('DELETE FROM dead_letter WHERE model = ? AND slot = ?', model, slot)
    this.#run('DELETE FROM slot WHERE model = ? AND slot = ?', model, slot)
  }

  async #write<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      this.#db.exec('BEGIN IMMEDIATE')
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

  #all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#db.prepare(sql).all(...values)
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#db.prepare(sql).run(...values)
  }
}

function sqlType(type: ColumnType): string {
  return type === 'integer' ? 'INTEGER' : 'TEXT'
}

function slotOf(row: Record<string, unknown>): Slot {
  const { failure, position, lastEvent, derivedFor, setAside } = row
  return {
    ...(row as unknown as Slot),
    position: position === null ? undefined : (BigInt(Number(position)) as Position),
    lastEvent: lastEvent === null ? undefined : JSON.parse(String(lastEvent)),
    derivedFor: derivedFor === null ? undefined : String(derivedFor),
    failure: failure === null ? undefined : JSON.parse(String(failure)),
    setAside: Number(setAside ?? 0),
  }
}
