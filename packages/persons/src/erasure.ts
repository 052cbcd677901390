import { createHash } from 'node:crypto'
import { quotable } from '@rural-tracker/domain'
import { z } from 'zod'
import { positionInFile, withCompanions } from './byte-search.ts'
import { KEY_BYTES } from './cipher.ts'
import { PersonsError, withFile } from './errors.ts'
import type { Files } from './files.ts'
import { inBoth } from './transaction.ts'

/** A business date in Asia/Shanghai, `YYYY-MM-DD`. */
export const IsoDate = z.iso.date()
export type IsoDate = z.infer<typeof IsoDate>

export type Tombstone = Readonly<{ person: string; erasedOn: IsoDate }>

/** What an erasure leaves behind, and can be shown to who asked for it. */
export type ErasureCertificate = Readonly<{
  person: string
  erasedOn: IsoDate
  /** The register's own id. */
  register: string
  /** SHA-256 of the key that was: shows of an old copy of the keys whether it still holds this one. The key cannot be had from it. */
  keyHash: string
  /** After the erasure the bytes of the key were looked for in the keys file and its journals, and were not there. False when that was not shown. */
  keyDestroyed: boolean
}>

export const DESTROYED = new Uint8Array(KEY_BYTES)

export function certificateOf({ keys, register }: Files, person: string): ErasureCertificate | undefined {
  const row = keys.prepare('SELECT erasedOn, keyHash, destroyed FROM erasure WHERE person = ?').get(person)
  if (!row) return undefined
  return { person, erasedOn: String(row.erasedOn), register, keyHash: String(row.keyHash), keyDestroyed: row.destroyed === 1 }
}

/** @throws PersonsError when the register does not know the person, or bytes of the key remain. */
export function eraseIn(files: Files, person: string, on: IsoDate): ErasureCertificate {
  if (!IsoDate.safeParse(on).success) throw badDate()
  const key = inBoth(files, () => destroy(files, person, on))
  if (key) {
    try {
      search(files, person, key)
    } finally {
      key.fill(0)
    }
  }
  return certificateOf(files, person) as ErasureCertificate
}

function destroy({ keys, data }: Files, person: string, on: IsoDate): Uint8Array | undefined {
  if (keys.prepare('SELECT 1 FROM erasure WHERE person = ?').get(person)) return undefined
  const key = keys.prepare('SELECT key FROM key WHERE person = ?').get(person)?.key as Uint8Array | undefined
  if (!key)
    throw new PersonsError(
      'persons.unknown',
      `登记簿中没有 ${quotable(person)}，请核对编号。`,
      `The register has no ${quotable(person)}; check the id.`,
    )
  const hash = createHash('sha256').update(key).digest('hex')
  keys.prepare('INSERT INTO erasure (person, erasedOn, keyHash, destroyed) VALUES (?, ?, ?, 0)').run(person, on, hash)
  keys.prepare('UPDATE key SET key = ? WHERE person = ?').run(DESTROYED, person)
  data.prepare('DELETE FROM person WHERE person = ?').run(person)
  return key
}

function search({ keys, paths }: Files, person: string, key: Uint8Array): void {
  withFile(paths.keys, () => {
    if (remains(keys, paths.keys, key)) {
      // Some other program may have touched the file without secure_delete; this writes it anew without what is free.
      keys.exec('VACUUM')
      if (remains(keys, paths.keys, key)) throw keyRemains(person, paths.keys)
    }
    keys.prepare('UPDATE erasure SET destroyed = 1 WHERE person = ?').run(person)
  })
}

function remains(keys: Files['keys'], path: string, key: Uint8Array): boolean {
  // Closing any handle on a file drops every lock this process has on it. While this connection holds the only one, no other loses its own.
  keys.exec('BEGIN EXCLUSIVE')
  try {
    return withCompanions(path).some((file) => positionInFile(file, key) >= 0)
  } finally {
    keys.exec('ROLLBACK')
  }
}

function keyRemains(person: string, path: string): PersonsError {
  return new PersonsError(
    'persons.key-remains',
    `${quotable(person)} 的密钥已作废，但文件 ${quotable(path)} 中仍有其副本；请删除该副本。`,
    `The key of ${quotable(person)} is destroyed, but a copy of it remains in ${quotable(path)}; remove what holds it.`,
  )
}

function badDate(): PersonsError {
  return new PersonsError('persons.malformed-date', '删除日期应为 YYYY-MM-DD 的有效日期。', 'The date of an erasure is a valid YYYY-MM-DD.')
}
