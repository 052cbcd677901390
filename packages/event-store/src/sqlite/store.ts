import { randomUUID } from 'node:crypto'
import { serialise } from '../envelope.ts'
import { EventStoreError } from '../errors.ts'
import { judge } from '../expected.ts'
import type { AppendResult, EventStore, Expected, NewEvent, Page, Position, ReadAll, ReadStream, StoredEvent } from '../port.ts'
import { pagesOf } from '../read-all.ts'
import { Wake } from '../wake.ts'
import { openNodeSqlite, type SqliteDriver, type SqliteStatement, type SqliteValue } from './driver.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'
import { COLUMNS, StoredRow } from './stored-row.ts'

export type SqliteStoreOptions = Readonly<{
  /** FULL: an acknowledged event survives a power cut. NORMAL: it survives a crash of the process. */
  synchronous?: 'FULL' | 'NORMAL'
  busyTimeoutMs?: number
}>

type Waiting = Readonly<{
  stream: string
  expected: Expected
  events: readonly NewEvent[]
  texts: readonly { data: string; metadata: string }[]
  done: (result: AppendResult) => void
  failed: (error: unknown) => void
}>

/**
 * A log in one SQLite file: the default, nothing to install. Several processes may open it at once.
 *
 * @throws EventStoreError when a newer release wrote the file; nothing is changed.
 * @example const store = openSqliteStore('./data/events.db')
 */
export function openSqliteStore(path: string, { synchronous = 'FULL', busyTimeoutMs = 10_000 }: SqliteStoreOptions = {}): EventStore {
  const db = openNodeSqlite(path)
  db.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -65536`)
  try {
    migrate(db)
  } catch (error) {
    db.close()
    throw error
  }
  return new SqliteStore(db)
}

function migrate(db: SqliteDriver): void {
  const version = () => Number(db.prepare('PRAGMA user_version').first()?.[0])
  if (version() > SCHEMA_VERSION) {
    throw new EventStoreError(
      'store.newer-format',
      `事件文件由更新的版本写成（格式 ${version()}，本程序识别到 ${SCHEMA_VERSION}），请升级程序。`,
      `The event file was written by a newer release (format ${version()}, this program knows ${SCHEMA_VERSION}); upgrade it.`,
    )
  }
  if (version() === SCHEMA_VERSION) return
  db.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have made it while this one waited.
    if (version() < SCHEMA_VERSION) {
      db.exec(SCHEMA)
      db.prepare('INSERT INTO log (id) VALUES (?)').run(randomUUID())
      db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
    }
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

class SqliteStore implements EventStore {
  readonly #db: SqliteDriver
  readonly #wake = new Wake()
  readonly #insert: SqliteStatement
  readonly #lastOf: SqliteStatement
  readonly #idsFrom: SqliteStatement
  readonly #last: SqliteStatement
  #queue: Waiting[] = []
  #scheduled = false
  #closed = false

  constructor(db: SqliteDriver) {
    this.#db = db
    this.#insert = db.prepare('INSERT INTO event (stream, revision, id, type, data, metadata, recordedAt) VALUES (?, ?, ?, ?, ?, ?, ?)')
    this.#lastOf = db.prepare('SELECT max(revision) FROM event WHERE stream = ?')
    this.#idsFrom = db.prepare('SELECT id, position FROM event WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?')
    this.#last = db.prepare('SELECT position, recordedAt FROM event ORDER BY position DESC LIMIT 1')
  }

  async append(stream: string, expected: Expected, events: readonly NewEvent[]): Promise<AppendResult> {
    const texts = events.map(serialise)
    return new Promise((done, failed) => {
      this.#queue.push({ stream, expected, events, texts, done, failed })
      if (!this.#scheduled) {
        this.#scheduled = true
        setImmediate(() => this.#commit())
      }
    })
  }

  /** All calls that wait at this moment, in one transaction, in call order: one fsync for all of them, an answer for each. */
  #commit(): void {
    this.#scheduled = false
    const calls = this.#queue
    this.#queue = []
    if (calls.length === 0) return
    let results: AppendResult[]
    try {
      if (this.#closed) throw new EventStoreError('store.closed', '事件库已关闭。', 'The event store is closed.')
      this.#db.exec('BEGIN IMMEDIATE')
      try {
        results = this.#write(calls)
        this.#db.exec('COMMIT')
      } catch (error) {
        this.#db.exec('ROLLBACK')
        throw error
      }
    } catch (error) {
      for (const { failed } of calls) failed(error)
      return
    }
    for (const [i, { done }] of calls.entries()) done(results[i] as AppendResult)
    this.#wake.now()
  }

  #write(calls: readonly Waiting[]): AppendResult[] {
    const now = Math.max(Date.now(), Number(this.#last.first()?.[1] ?? 0))
    const lastRevisions = new Map<string, number>()
    return calls.map(({ stream, expected, events, texts }) => {
      let last = lastRevisions.get(stream)
      if (last === undefined) {
        last = Number(this.#lastOf.first(stream)?.[0] ?? -1)
        lastRevisions.set(stream, last)
      }
      const verdict = judge(stream, expected, events, {
        last: last < 0 ? undefined : BigInt(last),
        idsFrom: (revision, count) => this.#idsFrom.all(stream, revision, count).map(([id, position]) => ({ id: String(id), position: BigInt(Number(position)) as Position })),
      })
      if (verdict !== 'write') return verdict
      let position = 0
      for (const [i, event] of events.entries()) {
        const text = texts[i] as { data: string; metadata: string }
        last += 1
        position = this.#insert.run(stream, last, event.id, event.type, text.data, text.metadata, now).lastInsertRowid
      }
      lastRevisions.set(stream, last)
      return { ok: true, revision: BigInt(last), position: events.length > 0 ? (BigInt(position) as Position) : undefined }
    })
  }

  async *readStream(stream: string, { from, to, backwards, limit }: ReadStream = {}): AsyncIterable<StoredEvent> {
    const order = backwards ? 'DESC' : 'ASC'
    const page = this.#db.prepare(`SELECT ${COLUMNS} FROM event WHERE stream = ? AND revision >= ? AND revision <= ? ORDER BY revision ${order} LIMIT ?`)
    let [low, high] = [from ?? 0n, to ?? BigInt(Number.MAX_SAFE_INTEGER)]
    let left = limit ?? Number.MAX_SAFE_INTEGER
    while (left > 0) {
      const size = Math.min(left, 1_000)
      const rows = page.all(stream, low, high, size)
      for (const row of rows) yield new StoredRow(row)
      if (rows.length < size) return
      left -= rows.length
      const reached = BigInt(rows.at(-1)?.[2] as number)
      if (backwards) high = reached - 1n
      else low = reached + 1n
    }
  }

  readAll(how: ReadAll = {}): AsyncIterable<Page> {
    const conditions = ['position > ?', 'position <= ?']
    const values: SqliteValue[] = []
    if (how.filter?.types) {
      conditions.push('type IN (SELECT value FROM json_each(?))')
      values.push(JSON.stringify(how.filter.types))
    }
    if (how.filter?.categories) {
      conditions.push("substr(stream, 1, instr(stream || '-', '-') - 1) IN (SELECT value FROM json_each(?))")
      values.push(JSON.stringify(how.filter.categories))
    }
    const page = this.#db.prepare(`SELECT ${COLUMNS} FROM event WHERE ${conditions.join(' AND ')} ORDER BY position LIMIT ?`)
    return pagesOf(how, this.#wake, () => this.#headNow(), (after, upTo, limit) =>
      page.all(after ?? -1n, upTo ?? -1n, ...values, limit).map((row) => new StoredRow(row)),
    )
  }

  async head(): Promise<Position | undefined> {
    return this.#headNow()
  }

  #headNow(): Position | undefined {
    const last = this.#last.first()
    return last ? (BigInt(last[0] as number) as Position) : undefined
  }

  async logId(): Promise<string> {
    return String(this.#db.prepare('SELECT id FROM log').first()?.[0])
  }

  async close(): Promise<void> {
    this.#commit()
    this.#closed = true
    this.#db.close()
  }
}
