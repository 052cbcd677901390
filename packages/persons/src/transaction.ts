import { PersonsError, withFile } from './errors.ts'
import type { Files } from './files.ts'

/**
 * One transaction over both files, always keys before data. Both are locked until the end, so nobody erases between a key and its record;
 * the keys are committed first, so a crash leaves a key without a record and never a record without a key.
 */
export function inBoth<T>({ paths, keys, data }: Files, work: () => T): T {
  if (!keys.isOpen) throw closed()
  return withFile(paths.keys, () => {
    try {
      keys.exec('BEGIN IMMEDIATE')
      withFile(paths.data, () => data.exec('BEGIN IMMEDIATE'))
      const result = work()
      keys.exec('COMMIT')
      withFile(paths.data, () => data.exec('COMMIT'))
      return result
    } finally {
      for (const db of [keys, data]) if (db.isTransaction) db.exec('ROLLBACK')
    }
  })
}

export function closed(): PersonsError {
  return new PersonsError('persons.closed', '登记簿已关闭，请重新打开后再试。', 'The register is closed; open it again and repeat.')
}
