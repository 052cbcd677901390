import { randomUUID } from 'node:crypto'
import type { SqliteDriver } from './driver.ts'
import { newerSchema, notALog } from './errors.ts'

/** The storage format of the file. It grows by steps that older releases refuse to open. */
export const SCHEMA_VERSION = 1

// No unique index on the id: it would halve imports, and the repeat rule does not need it.
// The category is the beginning of the stream's name, so it has no column.
const CREATE = `
  create table meta (key text primary key, value text not null) strict, without rowid;
  create table events (
    position    integer primary key autoincrement,
    stream      text not null,
    revision    integer not null,
    id          text not null,
    type        text not null,
    data        text not null,
    metadata    text not null,
    recorded_at integer not null, -- UTC, in milliseconds
    unique (stream, revision)
  ) strict;
  create trigger events_never_change before update on events
    begin select raise(abort, 'events are immutable: append a correction'); end;
  create trigger events_never_go before delete on events
    begin select raise(abort, 'events are immutable: append a reversal'); end;
`

/**
 * Makes the tables of a new log, or checks those of an old one. Two processes may open a new file at once: the first makes the tables.
 *
 * @returns the identity of the log.
 * @throws `store.newer-format` or `store.not-a-log`.
 */
export function prepareSchema(driver: SqliteDriver, path: string): string {
  const found = logIdOf(driver, path)
  if (found) return found
  driver.exec('begin immediate')
  try {
    const made = logIdOf(driver, path) ?? create(driver)
    driver.exec('commit')
    return made
  } catch (error) {
    if (driver.inTransaction()) driver.exec('rollback')
    throw error
  }
}

function create(driver: SqliteDriver): string {
  driver.exec(CREATE)
  const logId = randomUUID()
  const insert = driver.prepare('insert into meta (key, value) values (?, ?)')
  insert.run('schema_version', String(SCHEMA_VERSION))
  insert.run('log_id', logId)
  return logId
}

/** The identity of the log in this file, or undefined when the file is new. */
export function logIdOf(driver: SqliteDriver, path: string): string | undefined {
  const tables = new Set(
    driver
      .prepare(`select name from sqlite_schema where type = 'table'`)
      .all()
      .map(([name]) => name),
  )
  if (tables.size === 0) return undefined
  if (!tables.has('meta')) throw notALog(path)
  const meta = new Map(driver.prepare('select key, value from meta').all() as [string, string][])
  const version = Number(meta.get('schema_version'))
  const logId = meta.get('log_id')
  if (version > SCHEMA_VERSION) throw newerSchema(path, version, SCHEMA_VERSION)
  if (!logId || !tables.has('events')) throw notALog(path)
  return logId
}
