import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { quotable } from '@rural-tracker/domain'
import { KEY_BYTES } from './cipher.ts'
import { notARegister, PersonsError, withFile } from './errors.ts'

/** The storage format of both files. It grows by steps that older releases refuse to open. */
export const FORMAT = 1

export type Paths = Readonly<{ data: string; keys: string }>
/** Data and keys, open, of the same register. */
export type Files = Readonly<{ paths: Paths; data: DatabaseSync; keys: DatabaseSync; register: string }>
type Kind = 'data' | 'keys'

/**
 * EXTRA: with less a power cut may bring a deleted journal back, and with it a destroyed key. Temporary tables and pages of an open
 * transaction stay in memory, so nothing lands in files that nobody looks after.
 */
const CONNECTION =
  'PRAGMA secure_delete = ON; PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY; PRAGMA cache_spill = OFF; PRAGMA trusted_schema = OFF'

const REGISTER = 'CREATE TABLE register (id TEXT NOT NULL) STRICT;'
const TABLES: Readonly<Record<Kind, string>> = {
  data: `${REGISTER} CREATE TABLE person (person TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID`,
  // Slots are only added at the end, and a destroyed key is overwritten where it lies: when SQLite moves rows between pages it leaves copies
  // behind, secure_delete or not (measured: up to 9 of 1,600 deleted keys).
  keys: `${REGISTER}
    CREATE TABLE key (slot INTEGER PRIMARY KEY, person TEXT NOT NULL UNIQUE, key BLOB NOT NULL CHECK (length(key) = ${KEY_BYTES})) STRICT;
    CREATE TABLE erasure (person TEXT PRIMARY KEY, erasedOn TEXT NOT NULL, keyHash TEXT NOT NULL, destroyed INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
}
const OWN_TABLES: Readonly<Record<Kind, readonly string[]>> = { data: ['register', 'person'], keys: ['register', 'key', 'erasure'] }

/**
 * Opens both files, or makes both. A mistyped path must not start an empty keys file beside records, nor the other way round: either one
 * missing is refused, except in a restore, which names the register it brings.
 */
export function openFiles(paths: Paths, restoring?: string): Files {
  if (resolve(paths.data) === resolve(paths.keys)) {
    throw new PersonsError('persons.same-file', '登记簿与密钥必须是两个文件。', 'The records and their keys must be two files.')
  }
  const found = { data: identityOf(paths.data, 'data'), keys: identityOf(paths.keys, 'keys') }
  if (restoring === undefined) refuseHalf(paths, found)
  const expected = restoring ?? found.keys?.register
  for (const file of [found.keys, found.data]) if (file && expected && file.register !== expected) throw otherKeys()
  const keys = openFile(paths.keys, 'keys', expected ?? randomUUID())
  try {
    // Whoever made the keys file first has named the register.
    const { register } = identity(keys, paths.keys, 'keys') as Identity
    const files = { paths, keys, data: openFile(paths.data, 'data', register), register }
    if (identity(files.data, paths.data, 'data')?.register === (restoring ?? register)) return files
    files.data.close()
    throw otherKeys()
  } catch (error) {
    keys.close()
    throw error
  }
}

/** Opens both files of a backup, which may lie on a medium that cannot be written. */
export function openToRead(paths: Paths): Files {
  const found = { data: identityOf(paths.data, 'data', true), keys: identityOf(paths.keys, 'keys', true) }
  if (!found.data || !found.keys) throw found.data ? keysMissing(paths.keys) : dataMissing(paths.data)
  if (found.data.register !== found.keys.register) throw otherKeys()
  const keys = connect(paths.keys, true)
  try {
    return { paths, keys, data: connect(paths.data, true), register: found.keys.register }
  } catch (error) {
    keys.close()
    throw error
  }
}

export function closeFiles({ data, keys }: Files): void {
  for (const db of [data, keys]) if (db.isOpen) db.close()
}

/** Makes an empty pair for a copy of a register. */
export function makeFiles(paths: Paths, register: string): Files {
  return openFiles(paths, register)
}

function refuseHalf(paths: Paths, found: Readonly<{ data: Identity | undefined; keys: Identity | undefined }>): void {
  if (found.data && !found.keys) throw keysMissing(paths.keys)
  if (!found.data && found.keys?.used) throw dataMissing(paths.data)
}

type Identity = Readonly<{ register: string; used: boolean }>

/** Looks before anything is changed: a file that is not ours stays as it is. Undefined when the file is new. */
function identityOf(path: string, kind: Kind, readOnly = false): Identity | undefined {
  if (!existsSync(path)) return undefined
  const db = connect(path, readOnly)
  try {
    return withFile(path, () => identity(db, path, kind))
  } finally {
    db.close()
  }
}

function identity(db: DatabaseSync, path: string, kind: Kind): Identity | undefined {
  const format = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  const rows = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all()
  const tables = new Set(rows.map((row) => row.name))
  if (format === 0 && tables.size === 0) return undefined
  if (!tables.has('register')) throw notARegister(path)
  if (format > FORMAT) {
    throw new PersonsError(
      'persons.newer-format',
      `登记簿文件 ${quotable(path)} 由更新的版本写成（格式 ${format}，本程序只认识 ${FORMAT}）；请升级程序后再打开。`,
      `The register's file ${quotable(path)} was written by a newer release (format ${format}, this one knows ${FORMAT}); upgrade this program and open it again.`,
    )
  }
  if (!OWN_TABLES[kind].every((table) => tables.has(table))) throw notARegister(path)
  const used = kind === 'keys' && db.prepare('SELECT 1 FROM key LIMIT 1').get() !== undefined
  return { register: String(db.prepare('SELECT id FROM register').get()?.id), used }
}

function connect(path: string, readOnly: boolean): DatabaseSync {
  return withFile(path, () => {
    const db = new DatabaseSync(path, { readOnly, timeout: 10_000 })
    db.exec(CONNECTION)
    return db
  })
}

function openFile(path: string, kind: Kind, register: string): DatabaseSync {
  return withFile(path, () => {
    makeForOwnerOnly(path)
    const db = connect(path, false)
    try {
      // With a write-ahead log a destroyed key would live on in the log; a journal goes with its transaction.
      const mode = db.prepare('PRAGMA journal_mode = DELETE').get()?.journal_mode
      if (mode !== 'delete') throw new Error(`journal mode ${String(mode)}`)
      create(db, path, kind, register)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

/** Two processes may open new files at once: the first makes the tables. */
function create(db: DatabaseSync, path: string, kind: Kind, register: string): void {
  if (identity(db, path, kind)) return
  db.exec('BEGIN IMMEDIATE')
  try {
    if (!identity(db, path, kind)) {
      db.exec(TABLES[kind])
      db.prepare('INSERT INTO register (id) VALUES (?)').run(register)
      db.exec(`PRAGMA user_version = ${FORMAT}`)
    }
    db.exec('COMMIT')
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK')
  }
}

/** SQLite gives its journals the rights of the file. */
function makeForOwnerOnly(path: string): void {
  if (existsSync(path)) return
  mkdirSync(dirname(resolve(path)), { recursive: true })
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

function otherKeys(): PersonsError {
  return new PersonsError(
    'persons.other-keys',
    '密钥文件与登记簿不是同一套，未作改动；请核对文件。',
    'The keys and the records are not of the same register, and nothing was changed; check the files.',
  )
}

function keysMissing(path: string): PersonsError {
  return new PersonsError(
    'persons.keys-missing',
    `登记簿已有内容，但找不到密钥文件 ${quotable(path)}；请核对路径，或从备份恢复。`,
    `The register exists, but there is no keys file ${quotable(path)}; check the path or restore a backup.`,
  )
}

function dataMissing(path: string): PersonsError {
  return new PersonsError(
    'persons.data-missing',
    `密钥文件已在使用，但找不到登记簿文件 ${quotable(path)}；请核对路径，或从备份恢复。`,
    `The keys are in use, but there is no file of records ${quotable(path)}; check the path or restore a backup.`,
  )
}
