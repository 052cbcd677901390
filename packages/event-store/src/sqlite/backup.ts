import { rename, rm } from 'node:fs/promises'
import { quotable } from '@rural-tracker/domain'
import { EventStoreError } from '../errors.ts'
import { openDriver } from './driver.ts'
import { cannotOpen, notALog } from './errors.ts'
import type { Position } from '../port.ts'
import { openHead } from './reading.ts'
import { logIdOf } from './schema.ts'
import type { SqliteEventStore } from './store.ts'

/** Which log a copy is of, and up to where. */
export type LogCopy = Readonly<{ logId: string; head: Position | undefined }>

/**
 * Copies a log to a new file, as it is at one moment, while others read and write it. The copy keeps the identity of the log. It is written beside its place and
 * checked before it takes it, so `to` is never half a log.
 *
 * @example
 * await backupSqliteStore('./data/events.db', './backup/events.db')
 * @throws `store.backup-failed`
 */
export async function backupSqliteStore(from: SqliteEventStore | string, to: string): Promise<LogCopy> {
  const unfinished = `${to}.unfinished`
  try {
    await rm(unfinished, { force: true })
    await copy(typeof from === 'string' ? from : from.path, unfinished)
    const copied = checkCopy(unfinished)
    await rename(unfinished, to)
    return copied
  } catch (error) {
    await rm(unfinished, { force: true })
    if (error instanceof EventStoreError) throw error
    throw new EventStoreError(
      'store.backup-failed',
      `日志备份到 ${quotable(to)} 失败，未留下文件；请检查目标目录和磁盘空间。`,
      `The backup of the log to ${quotable(to)} failed and left no file; check the folder and the space on the disk.`,
      error,
    )
  }
}

/** Through a connection of its own, so that appends of this process go on meanwhile. */
async function copy(path: string, to: string): Promise<void> {
  let driver: ReturnType<typeof openDriver>
  try {
    driver = openDriver(path, { busyTimeoutMs: 10_000, readOnly: true })
  } catch (error) {
    throw cannotOpen(path, error)
  }
  try {
    if (!logIdOf(driver, path)) throw notALog(path)
    await driver.backup(to)
  } finally {
    driver.close()
  }
}

/** Reads the copy back from the disk: a backup nobody has read is a hope. */
function checkCopy(path: string): LogCopy {
  const driver = openDriver(path, { busyTimeoutMs: 0 })
  try {
    // The copy inherits WAL; as one plain file it can be moved and kept.
    driver.exec('pragma journal_mode = delete')
    const logId = logIdOf(driver, path)
    if (!logId) throw notALog(path)
    const [answer] = driver.prepare('pragma integrity_check').get() ?? []
    if (answer !== 'ok') throw notALog(path)
    return { logId, head: openHead(driver)() }
  } finally {
    driver.close()
  }
}
