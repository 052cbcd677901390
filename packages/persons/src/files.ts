import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { PersonsError } from './errors.ts'

export const FORMAT = 1

/**
 * `secure_delete` overwrites what is deleted, and a journal that is deleted with its transaction leaves no older page behind. With a
 * write-ahead log a destroyed key would live on in the log.
 */
const PRAGMAS =
  'PRAGMA busy_timeout = 10000; PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY'

const DATA = 'CREATE TABLE person (person TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID; CREATE TABLE register (id TEXT NOT NULL)'
const KEYS = `CREATE TABLE key (person TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE tombstone (person TEXT PRIMARY KEY, erasedOn TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE register (id TEXT NOT NULL)`

function open(path: string, schema: string, id: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec(PRAGMAS)
  const format = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (format > FORMAT) {
    db.close()
    throw new PersonsError(
      'persons.newer-format',
      `登记簿由更新的版本写成（格式 ${format}），请升级程序。`,
      `The register was written by a newer release (format ${format}); upgrade this program.`,
    )
  }
  if (format === 0) {
    db.exec(`BEGIN IMMEDIATE; ${schema}`)
    db.prepare('INSERT INTO register (id) VALUES (?)').run(id)
    db.exec(`PRAGMA user_version = ${FORMAT}; COMMIT`)
  }
  return db
}

function registerId(db: DatabaseSync): string {
  return String(db.prepare('SELECT id FROM register').get()?.id)
}

/** Data and keys as two files that know each other. */
export function openFiles(dataPath: string, keysPath: string): { data: DatabaseSync; keys: DatabaseSync } {
  const data = open(dataPath, DATA, randomUUID())
  let keys: DatabaseSync
  try {
    keys = open(keysPath, KEYS, registerId(data))
  } catch (error) {
    data.close()
    throw error
  }
  if (registerId(keys) === registerId(data)) return { data, keys }
  data.close()
  keys.close()
  throw new PersonsError('persons.other-keys', '密钥文件不属于该登记簿，请核对文件。', 'The key file belongs to another register; check the files.')
}
