import { existsSync, renameSync, rmSync } from 'node:fs'
import { quotable } from '@rural-tracker/domain'
import { unseal } from './cipher.ts'
import { DESTROYED } from './erasure.ts'
import { PersonsError } from './errors.ts'
import { closeFiles, type Files, makeFiles, openToRead, type Paths } from './files.ts'
import { inBoth } from './transaction.ts'

/** Both copies are of the same moment: nobody writes meanwhile. They take their places only when they were read back. */
export function backupFiles(from: Files, to: Paths): void {
  for (const path of [to.data, to.keys]) if (existsSync(path)) throw inTheWay(path)
  const unfinished = { data: `${to.data}.unfinished`, keys: `${to.keys}.unfinished` }
  const discard = () => {
    for (const path of [unfinished.data, unfinished.keys]) for (const end of ['', '-journal']) rmSync(path + end, { force: true })
  }
  discard()
  try {
    inBoth(from, () => {
      const copy = makeFiles(unfinished, from.register)
      try {
        inBoth(copy, () => copyInto(copy, from))
      } finally {
        closeFiles(copy)
      }
    })
    readThrough(unfinished)
    renameSync(unfinished.keys, to.keys)
    renameSync(unfinished.data, to.data)
  } catch (error) {
    discard()
    throw error
  }
}

/** What `from` holds, and the tombstones of both: whoever is erased in either has no key and no record afterwards. */
export function copyInto(into: Files, from: Files): void {
  const addTombstone = into.keys.prepare(
    'INSERT INTO erasure (person, erasedOn, keyHash, destroyed) VALUES (?, ?, ?, ?) ON CONFLICT (person) DO NOTHING',
  )
  for (const row of from.keys.prepare('SELECT person, erasedOn, keyHash, destroyed FROM erasure').iterate()) {
    addTombstone.run(...Object.values(row))
  }
  const tombstones = into.keys.prepare('SELECT person FROM erasure').all()
  const erased = new Set(tombstones.map((row) => row.person))
  const putKey = into.keys.prepare('INSERT INTO key (person, key) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET key = excluded.key')
  // The destroyed ones of the backup are never written, not even to be destroyed.
  for (const { person, key } of from.keys.prepare('SELECT person, key FROM key ORDER BY slot').iterate()) {
    putKey.run(person as string, erased.has(person) ? DESTROYED : (key as Uint8Array))
  }
  into.data.exec('DELETE FROM person')
  const putRecord = into.data.prepare('INSERT INTO person (person, sealed) VALUES (?, ?)')
  for (const { person, sealed } of from.data.prepare('SELECT person, sealed FROM person ORDER BY person').iterate()) {
    if (!erased.has(person)) putRecord.run(person as string, sealed as Uint8Array)
  }
}

/** Reads every record of a pair of files: a backup nobody has read is a hope. */
export function readThrough(paths: Paths): void {
  const files = openToRead(paths)
  try {
    for (const [path, db] of [
      [paths.keys, files.keys],
      [paths.data, files.data],
    ] as const) {
      const [answer] = Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})
      if (answer !== 'ok') throw damaged(path)
    }
    const keyOf = files.keys.prepare('SELECT key FROM key WHERE person = ?')
    for (const { person, sealed } of files.data.prepare('SELECT person, sealed FROM person').iterate()) {
      const key = keyOf.get(person as string)?.key as Uint8Array | undefined
      if (!key) throw damaged(paths.keys)
      unseal(key, person as string, sealed as Uint8Array)
    }
  } finally {
    closeFiles(files)
  }
}

function inTheWay(path: string): PersonsError {
  return new PersonsError(
    'persons.in-the-way',
    `文件 ${quotable(path)} 已存在，备份未进行；请另选位置。`,
    `There is a file ${quotable(path)} already and no backup was made; choose another place.`,
  )
}

function damaged(path: string): PersonsError {
  return new PersonsError(
    'persons.damaged',
    `文件 ${quotable(path)} 检查未通过；请改用另一份备份。`,
    `The file ${quotable(path)} did not pass its check; take another backup.`,
  )
}
