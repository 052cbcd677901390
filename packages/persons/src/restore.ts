import { copyInto, readThrough } from './backup.ts'
import { withFile } from './errors.ts'
import { closeFiles, openFiles, openToRead, type Paths } from './files.ts'
import { inBoth } from './transaction.ts'

/** `erased` counts the tombstones in force afterwards. */
export type RestoreSummary = Readonly<{ records: number; erased: number }>

/**
 * Puts a backup in place, into new files or those of the same register, which may be open elsewhere meanwhile. Whoever the present keys file
 * says was erased stays erased, also when the backup is older; without a present keys file nobody can know of those.
 *
 * @throws PersonsError when the backup is damaged or of another register, or a file in its place is no register; nothing is changed then.
 * @example restoreRegister({ data: '/backup/persons.db', keys: '/vault/persons-keys.db' }, { data: './data/persons.db', keys: './data/persons-keys.db' })
 */
export function restoreRegister(from: Paths, into: Paths): RestoreSummary {
  readThrough(from)
  const backup = openToRead(from)
  try {
    const present = openFiles(into, backup.register)
    try {
      inBoth(present, () => copyInto(present, backup))
      return withFile(into.data, () => ({ records: count(present.data, 'person'), erased: count(present.keys, 'erasure') }))
    } finally {
      closeFiles(present)
    }
  } finally {
    closeFiles(backup)
  }
}

function count(db: ReturnType<typeof openFiles>['data'], table: 'person' | 'erasure'): number {
  return Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
}
