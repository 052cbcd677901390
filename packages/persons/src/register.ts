import type { DatabaseSync } from 'node:sqlite'
import { newKey, seal, unseal } from './cipher.ts'
import { PersonsError } from './errors.ts'
import { openFiles } from './files.ts'
import { PersonRecord } from './record.ts'

export type ErasureCertificate = Readonly<{ person: string; erasedOn: string; keyDestroyed: boolean }>
export type PersonEntry = Readonly<{ person: string; record: PersonRecord }>

const BATCH = 5_000

/**
 * The register of names, ID numbers, phones and accounts, apart from the log: one key per person, keys in their own file.
 * Destroying a key changes no figure. All calls are synchronous.
 *
 * @throws PersonsError when a newer release wrote the files, or the keys are those of another register.
 * @example
 * const register = openPersonsRegister('./data/persons.db', { keysPath: './data/persons-keys.db' })
 * register.put('P000001', { name: '…' })
 */
export function openPersonsRegister(path: string, { keysPath }: { keysPath: string }): PersonsRegister {
  return new PersonsRegister(openFiles(path, keysPath))
}

export class PersonsRegister {
  readonly #data: DatabaseSync
  readonly #keys: DatabaseSync

  /** Use `openPersonsRegister`. */
  constructor({ data, keys }: { data: DatabaseSync; keys: DatabaseSync }) {
    this.#data = data
    this.#keys = keys
  }

  /** Writes a record, under the person's key. @throws PersonsError for a malformed record or an erased person. */
  put(person: string, record: PersonRecord): void {
    this.putMany([{ person, record }])
  }

  /** Many records, thousands in a transaction. The same record again is no write. */
  putMany(entries: Iterable<PersonEntry>): void {
    let batch: PersonEntry[] = []
    for (const entry of entries) {
      batch.push(entry)
      if (batch.length === BATCH) {
        this.#write(batch)
        batch = []
      }
    }
    this.#write(batch)
  }

  /** Reads a record. @throws PersonsError when it was changed by other hands. */
  get(person: string): PersonRecord | 'erased' | undefined {
    const key = this.#keyOf(person)
    if (!key) return this.isErased(person) ? 'erased' : undefined
    const row = this.#data.prepare('SELECT sealed FROM person WHERE person = ?').get(person)
    if (!row) return undefined
    try {
      return PersonRecord.parse(JSON.parse(unseal(key, person, row.sealed as Uint8Array)))
    } catch {
      throw new PersonsError(
        'persons.tampered',
        `${person} 的登记内容已被改动，无法读取。`,
        `The record of ${person} was changed and cannot be read.`,
      )
    }
  }

  /** Destroys the person's key: the record cannot be read again, here or in a backup of the data. A second time answers like the first. */
  erase(person: string, { on }: { on: string }): ErasureCertificate {
    const before = this.#keys.prepare('SELECT erasedOn FROM tombstone WHERE person = ?').get(person)
    if (before) return { person, erasedOn: String(before.erasedOn), keyDestroyed: true }
    if (!this.#keyOf(person))
      throw new PersonsError('persons.unknown', `登记簿中没有 ${person}，请核对编号。`, `The register has no ${person}; check the id.`)
    transaction(this.#keys, () => {
      this.#keys.prepare('INSERT INTO tombstone (person, erasedOn) VALUES (?, ?)').run(person, on)
      this.#keys.prepare('DELETE FROM key WHERE person = ?').run(person)
    })
    this.#data.prepare('DELETE FROM person WHERE person = ?').run(person)
    return { person, erasedOn: on, keyDestroyed: true }
  }

  isErased(person: string): boolean {
    return this.#keys.prepare('SELECT 1 FROM tombstone WHERE person = ?').get(person) !== undefined
  }

  tombstones(): readonly Readonly<{ person: string; erasedOn: string }>[] {
    return this.#keys.prepare('SELECT person, erasedOn FROM tombstone ORDER BY person').all() as { person: string; erasedOn: string }[]
  }

  /** Copies data and keys to two places of the caller's choice: keep them apart. Keys first, so that every record copied has its key. */
  backup({ data, keys }: { data: string; keys: string }): void {
    this.#data.prepare('VACUUM INTO ?').run(data)
    this.#keys.prepare('VACUUM INTO ?').run(keys)
  }

  close(): void {
    this.#data.close()
    this.#keys.close()
  }

  #keyOf(person: string): Uint8Array | undefined {
    return this.#keys.prepare('SELECT key FROM key WHERE person = ?').get(person)?.key as Uint8Array | undefined
  }

  #write(entries: readonly PersonEntry[]): void {
    if (entries.length === 0) return
    const [getKey, putKey] = [
      this.#keys.prepare('SELECT key FROM key WHERE person = ?'),
      this.#keys.prepare('INSERT INTO key (person, key) VALUES (?, ?)'),
    ]
    const getTombstone = this.#keys.prepare('SELECT 1 FROM tombstone WHERE person = ?')
    const getSealed = this.#data.prepare('SELECT sealed FROM person WHERE person = ?')
    const put = this.#data.prepare('INSERT INTO person (person, sealed) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed')
    const erased = getTombstone.get.bind(getTombstone)
    const records = entries.map(({ person, record }) => {
      const parsed = PersonRecord.safeParse(record)
      if (!parsed.success) {
        const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'record'))].join(', ')
        throw new PersonsError(
          'persons.malformed',
          `${person} 的登记内容有误（${fields}），请更正。`,
          `The record of ${person} has fields at fault (${fields}); correct them.`,
        )
      }
      if (entries.length === 1 && erased(person))
        throw new PersonsError('persons.erased', `${person} 已依法删除，不能再登记。`, `${person} was erased and cannot be registered again.`)
      return { person, plain: JSON.stringify(parsed.data) }
    })
    // Keys are safe on disk before the first record that needs one.
    const keys = new Map<string, Uint8Array>()
    transaction(this.#keys, () => {
      for (const { person } of records) {
        if (erased(person)) continue
        const key = (getKey.get(person)?.key as Uint8Array | undefined) ?? newKey()
        if (!getKey.get(person)) putKey.run(person, key)
        keys.set(person, key)
      }
    })
    transaction(this.#data, () => {
      for (const { person, plain } of records) {
        const key = keys.get(person)
        if (!key) continue
        const before = getSealed.get(person)?.sealed as Uint8Array | undefined
        if (before === undefined || !same(key, person, before, plain)) put.run(person, seal(key, person, plain))
      }
    })
  }
}

function same(key: Uint8Array, person: string, sealed: Uint8Array, plain: string): boolean {
  try {
    return unseal(key, person, sealed) === plain
  } catch {
    return false
  }
}

function transaction(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}
