import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { describeEventStore, inAFile, logEvents, newEvents } from '../testing/index.ts'
import type { SqliteDriver, SqliteRow, SqliteStatement, SqliteValue } from './driver.ts'
import { backupSqliteStore, openSqliteStore } from './index.ts'

// The port `driver.ts` over another binding: nothing else of the store may know which one it is.
vi.mock('./driver.ts', () => ({ openDriver, isBusy: is('SQLITE_BUSY', 'SQLITE_LOCKED'), isNoDatabase: is('SQLITE_NOTADB') }))

const folder = mkdtempSync(join(tmpdir(), 'better-sqlite3-'))
let files = 0
const freshPath = () => join(folder, `${++files}.db`)
afterAll(() => rmSync(folder, { recursive: true }))

describeEventStore('better-sqlite3', inAFile(freshPath, openSqliteStore), { durable: true, multiProcess: true })

describe('the SQLite log over another binding', () => {
  it('given a log of one binding, when the other opens it, then it reads and writes the same log', async () => {
    const { openSqliteStore: openWithNode } = await vi.importActual<typeof import('./index.ts')>('./index.ts')
    const path = freshPath()
    const first = openSqliteStore(path)
    await first.append('household-431224105201-H00001', 'no_stream', newEvents(3))
    const second = openWithNode(path)
    await second.append('household-431224105201-H00001', 2n, newEvents(2))
    const [here, there] = [await logEvents(first, {}), await logEvents(second, {})]
    expect(here).toHaveLength(5)
    expect(there).toEqual(here)
    await first.close()
    await second.close()
  })

  it('given a log that is written to, when it is backed up, then the copy is the log as it was at one moment', async () => {
    const path = freshPath()
    const store = openSqliteStore(path)
    await store.append('household-431224105201-H00001', 'no_stream', newEvents(50))
    const copy = freshPath()
    await backupSqliteStore(path, copy)
    const restored = openSqliteStore(copy)
    expect(await logEvents(restored, {})).toEqual(await logEvents(store, {}))
    await restored.close()
    await store.close()
  })
})

function openDriver(path: string, how: { busyTimeoutMs: number; readOnly?: boolean }): SqliteDriver {
  const database = new Database(path, { timeout: how.busyTimeoutMs, readonly: how.readOnly ?? false })
  return {
    exec: (sql) => void database.exec(sql),
    prepare: (sql) => statement(database.prepare(sql)),
    inTransaction: () => database.inTransaction,
    backup: async (to) => void (await database.backup(to, { progress: () => 0x7f_ff_ff_ff })),
    close: () => void database.close(),
  }
}

/** Only statements that give rows can be told to give them as arrays. */
function statement(prepared: Database.Statement): SqliteStatement {
  if (prepared.reader) prepared.raw()
  return {
    all: (...values: SqliteValue[]) => prepared.all(...values) as unknown as SqliteRow[],
    get: (...values: SqliteValue[]) => prepared.get(...values) as SqliteRow | undefined,
    run: (...values: SqliteValue[]) => Number(prepared.run(...values).lastInsertRowid),
  }
}

function is(...codes: readonly string[]): (error: unknown) => boolean {
  return (error) => error instanceof Error && 'code' in error && codes.some((code) => String(error.code).startsWith(code))
}
