import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { quotable } from '@rural-tracker/domain'
import { PersonsError } from './errors.ts'
import type { PersonRecord } from './record.ts'

const NONCE = 12
const TAG = 16
/** Without it the length of a row would tell a disability certificate from an ID number. */
const BLOCK = 256
const SPACE = 0x20

export const KEY_BYTES = 32

export function newKey(): Uint8Array {
  return randomBytes(KEY_BYTES)
}

/** AES-256-GCM: nonce, tag, ciphertext. The person's id is authenticated with it, so a record cannot be moved to another person. */
export function seal(key: Uint8Array, person: string, record: PersonRecord): Uint8Array {
  const json = Buffer.from(JSON.stringify(record))
  const plain = Buffer.alloc(Math.ceil(json.length / BLOCK) * BLOCK, SPACE)
  json.copy(plain)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(person))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** @throws PersonsError when the record was changed, or belongs to another person or key. */
export function unseal(key: Uint8Array, person: string, sealed: Uint8Array): PersonRecord {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG })
      .setAAD(Buffer.from(person))
      .setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
    const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()])
    return JSON.parse(plain.toString()) as PersonRecord
  } catch {
    // No cause: what a parser complains about is the text itself.
    throw new PersonsError(
      'persons.tampered',
      `${quotable(person)} 的登记内容已被改动，或不属于此人，无法读取；请从备份恢复。`,
      `The record of ${quotable(person)} was changed or belongs to somebody else and cannot be read; restore it from a backup.`,
    )
  }
}
