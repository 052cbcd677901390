import { basename, dirname } from 'node:path'
import { quotable } from '@rural-tracker/domain'
import type { RowStore } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { makeFolder, type rowsAddress, TrackerError } from './config.ts'

/**
 * The store of read models at an address. What PostgreSQL needs is loaded only for an address of it.
 *
 * @throws TrackerError for an engine that is not installed, and for a file that is no database or damaged.
 */
export async function openRows(address: ReturnType<typeof rowsAddress>): Promise<RowStore> {
  if (address.engine === 'postgres') {
    const { openPostgresRows } = await postgres()
    return openPostgresRows(address.url)
  }
  makeFolder(dirname(address.path))
  try {
    return openSqliteRows(address.path)
  } catch (error) {
    if (UNREADABLE.has(Number((error as { errcode?: unknown }).errcode) & 0xff)) throw unreadable(address.path)
    throw error
  }
}

/** SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB. */
const UNREADABLE: ReadonlySet<number> = new Set([11, 14, 26])

function unreadable(path: string): TrackerError {
  const file = quotable(basename(path))
  return new TrackerError(
    'rows.unreadable',
    `文件 ${file} 无法打开或已损坏；读模型的文件可以移走，会自动重建，反应的文件请从备份恢复。`,
    `The file ${file} cannot be opened or is damaged; a file of read models may be moved away and is built anew, one of reactions is to be restored from a backup.`,
  )
}

/** What PostgreSQL needs. @throws TrackerError where it is not installed. */
export async function postgres() {
  try {
    return await import('@rural-tracker/projections/postgres')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new TrackerError(
      'config.not-installed',
      '读模型地址是 PostgreSQL，但没有安装所需的包，请安装 pg 和 pg-copy-streams。',
      'The read models are to lie in PostgreSQL and what that needs is not installed; install the packages pg and pg-copy-streams.',
    )
  }
}
