import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Position } from '@rural-tracker/event-store'
import {
  type Checkpoint,
  type ColumnType,
  Fenced,
  type Lease,
  type Query,
  type Row,
  type RowStore,
  type RowTransaction,
  type Slot,
  type SlotState,
  type Table,
  type Value,
} from '../rows.ts'
import { ProjectionError } from '../projector.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'
import { deleteIn, quoted, selectFrom } from './sql.ts'
import { ownerIsGone } from './owner.ts'

const SCAN_BATCH = 2_000

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
  readonly #prepared = new Map<string, StatementSync>()
  /** Writers of this process take turns: one connection, one transaction at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(db: DatabaseSync) {
    this.#db = db
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
    this.#prepared.clear()
  }

  async dropSlot(model: string, slot: number): Promise<void> {
    await this.#write(() => this.#drop(model, slot))
    this.#prepared.clear()
  }

  async transaction<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T> {
    return this.#write(() => work(new SqliteTransaction(this.#db, (sql) => this.#prepare(sql))))
  }

  async rows(table: Table, query: Query = {}): Promise<Row[]> {
    if (!this.#has(table)) return []
    return read(table, this.#prepare.bind(this), selectFrom(table.name, Object.keys(table.columns), query))
  }

  async count(table: Table, where: Query['where'] = []): Promise<number> {
    if (!this.#has(table)) return 0
    const { sql, values } = selectFrom(table.name, [], { where })
    return Number(this.#prepare(sql).get(...(values as SQLInputValue[]))?.count)
  }

  async *scan(table: Table, query: Pick<Query, 'where' | 'order'> = {}): AsyncIterable<readonly Row[]> {
    if (this.#has(table)) yield* scanRows((sql) => this.#db.prepare(sql), table.name, table, query)
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
    return this.#prepare("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?").get(table.name) !== undefined
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

  #prepare(sql: string): StatementSync {
    let statement = this.#prepared.get(sql)
    if (!statement) {
      statement = this.#db.prepare(sql)
      this.#prepared.set(sql, statement)
    }
    return statement
  }

  #all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#db.prepare(sql).all(...values)
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#db.prepare(sql).run(...values)
  }
}

class SqliteTransaction implements RowTransaction {
  readonly #db: DatabaseSync
  readonly #prepare: (sql: string) => StatementSync
  constructor(db: DatabaseSync, prepare: (sql: string) => StatementSync) {
    this.#db = db
    this.#prepare = prepare
  }

  async insert(slot: number, table: Table, rows: readonly Row[]): Promise<void> {
    this.#put(slot, table, rows, '')
  }

  async upsert(slot: number, table: Table, rows: readonly Row[]): Promise<void> {
    const columns = Object.keys(table.columns)
    const set = columns.filter((column) => !table.key.includes(column)).map((column) => `${quoted(column)} = excluded.${quoted(column)}`)
    this.#put(slot, table, rows, ` ON CONFLICT (${table.key.map(quoted).join(', ')}) DO UPDATE SET ${set.join(', ')}`)
  }

  #put(slot: number, table: Table, rows: readonly Row[], conflict: string): void {
    if (rows.length === 0) return
    const columns = Object.entries(table.columns)
    const insert = this.#prepare(
      `INSERT INTO ${quoted(physical(table, slot))} (${columns.map(([name]) => quoted(name)).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})${conflict}`,
    )
    const names = columns.map(([name]) => name)
    const json = columns.map(([, type]) => type === 'json')
    // One array for all rows, filled by index: a rebuild puts millions, and what each row leaves behind has to be collected.
    const values: SQLInputValue[] = names.map(() => null)
    for (const row of rows) {
      for (let i = 0; i < names.length; i++) {
        const value = row[names[i] as string] ?? null
        values[i] = json[i] ? JSON.stringify(value) : (value as SQLInputValue)
      }
      insert.run(...values)
    }
  }

  async remove(slot: number, table: Table, column: string, values: readonly Value[]): Promise<void> {
    if (values.length === 0) return
    this.#prepare(deleteIn(physical(table, slot), column)).run(JSON.stringify(values))
  }

  async find(slot: number, table: Table, column: string, values: readonly Value[]): Promise<Row[]> {
    return values.length === 0 ? [] : this.query(slot, table, { where: [[column, 'in', values]] })
  }

  async query(slot: number, table: Table, query: Query): Promise<Row[]> {
    return read(table, this.#prepare, selectFrom(physical(table, slot), Object.keys(table.columns), query))
  }

  async *scan(slot: number, table: Table, order: readonly string[]): AsyncIterable<readonly Row[]> {
    const query: Query = { order: order.map((column) => [column, 'asc']) }
    yield* scanRows((sql) => this.#db.prepare(sql), physical(table, slot), table, query)
  }

  async checkpoint({ model, slot, epoch, from, to, lastEvent, derivedFor }: Checkpoint): Promise<void> {
    const moved = this.#prepare(
      `UPDATE slot SET position = ?, lastEvent = coalesce(?, lastEvent), derivedFor = coalesce(?, derivedFor), updatedAt = ?
       WHERE model = ? AND slot = ? AND position IS ? AND (SELECT epoch FROM lease WHERE model = slot.model AND owner IS NOT NULL) = ?`,
    ).run(stored(to), lastEvent ? JSON.stringify(lastEvent) : null, derivedFor ?? null, new Date().toISOString(), model, slot, stored(from), epoch)
    if (moved.changes !== 1) throw new Fenced(model)
  }
}

function physical(table: Table, slot: number): string {
  return `${table.name}__${slot}`
}

function sqlType(type: ColumnType): string {
  return type === 'integer' ? 'INTEGER' : 'TEXT'
}

function stored(position: Position | undefined): number | null {
  return position === undefined ? null : Number(position)
}

function withJson(table: Table): (row: Record<string, unknown>) => Row {
  const json = Object.entries(table.columns)
    .filter(([, type]) => type === 'json')
    .map(([name]) => name)
  return (row) => {
    for (const name of json) row[name] = JSON.parse(String(row[name]))
    return row
  }
}

function read(table: Table, prepare: (sql: string) => StatementSync, { sql, values }: { sql: string; values: readonly unknown[] }): Row[] {
  return prepare(sql)
    .all(...(values as SQLInputValue[]))
    .map(withJson(table))
}

/**
 * In pages that each begin after the last key, so that no statement stays open and no row is sorted: the order is that of the table's key,
 * which has an index. Any other order is sorted by SQLite. Arrays from SQLite, objects from us: half the time of the objects SQLite makes.
 */
function* scanRows(prepare: (sql: string) => StatementSync, name: string, table: Table, query: Query): Iterable<readonly Row[]> {
  const names = Object.keys(table.columns)
  const json = Object.values(table.columns).map((type) => type === 'json')
  const order = (query.order ?? []).map(([column]) => column)
  const byKey = order.join() === table.key.join() && (query.order ?? []).every(([, direction]) => direction === 'asc')
  const page = { limit: SCAN_BATCH }
  for (let offset = 0, last: Row | undefined; ; offset += SCAN_BATCH) {
    const after = last === undefined ? undefined : { columns: order, values: order.map((column) => last?.[column] as Value) }
    const { sql, values } = selectFrom(
      name,
      Object.keys(table.columns),
      byKey ? { ...query, page, ...(after ? { after } : {}) } : { ...query, page: { ...page, offset } },
    )
    const select = prepare(sql)
    select.setReturnArrays(true)
    const stored = select.all(...(values as SQLInputValue[])) as unknown as readonly (readonly unknown[])[]
    const rows = stored.map((cells) => {
      const row: Record<string, unknown> = {}
      for (let i = 0; i < names.length; i++) row[names[i] as string] = json[i] ? JSON.parse(String(cells[i])) : cells[i]
      return row
    })
    if (rows.length > 0) yield rows
    if (rows.length < SCAN_BATCH) return
    last = rows.at(-1)
  }
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
