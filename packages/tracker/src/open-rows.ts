import { dirname } from 'node:path'
import type { RowStore } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { makeFolder, type rowsAddress, TrackerError } from './config.ts'

/**
 * The store of read models at an address. What PostgreSQL needs is loaded only for an address of it.
 *
 * @throws TrackerError for an engine that is not installed.
 */
export async function openRows(address: ReturnType<typeof rowsAddress>): Promise<RowStore> {
  if (address.engine === 'postgres') {
    const { openPostgresRows } = await postgres()
    return openPostgresRows(address.url)
  }
  makeFolder(dirname(address.path))
  return openSqliteRows(address.path)
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
