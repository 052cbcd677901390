import { quotable } from '@rural-tracker/domain'
import { backupFiles } from './backup.ts'
import { newKey, seal, unseal } from './cipher.ts'
import { certificateOf, type ErasureCertificate, eraseIn, type IsoDate, type Tombstone } from './erasure.ts'
import { malformedId, PersonsError, withFile } from './errors.ts'
import { closeFiles, type Files, openFiles, type Paths } from './files.ts'
import { isPersonId } from './person-id.ts'
import { checkedRecord, type PersonRecord } from './record.ts'
import { closed, inBoth } from './transaction.ts'

export type PersonEntry = Readonly<{ person: string; record: PersonRecord }>

/** `refused` are the persons that were erased; nothing of them was written. */
export type PutSummary = Readonly<{ written: number; unchanged: number; refused: readonly string[] }>

/**
 * Opens or makes the register of names, ID numbers, phones and accounts, apart from the log: one key per person, keys in their own file.
 * Destroying a key changes no figure. All calls are synchronous; several processes may have it open.
 *
 * What is destroyed is destroyed in the live files. Copies made before (backups, snapshots of the disk, blocks that the disk has given up)
 * are beyond its reach: keep the keys on an encrypted disk and their backups apart from those of the data.
 *
 * @throws PersonsError when a newer release wrote the files, one of them is missing, or the keys are those of another register.
 * @example
 * const register = openPersonsRegister('./data/persons.db', { keysPath: './data/persons-keys.db' })
 * register.put('P000001', { name: '张三' })
 */
export function openPersonsRegister(path: string, { keysPath }: { keysPath: string }): PersonsRegister {
  return new PersonsRegister(openFiles({ data: path, keys: keysPath }))
}

export class PersonsRegister {
  readonly #files: Files

  /** Use `openPersonsRegister`. */
  constructor(files: Files) {
    this.#files = files
  }

  /**
   * Writes a record in the place of the person's former one.
   *
   * @throws PersonsError for a malformed record or an erased person.
   * @example register.put('P000001', { name: '张三', phone: '13900000000' })
   */
  put(person: string, record: PersonRecord): void {
    if (this.putMany([{ person, record }]).refused.length > 0) {
      throw new PersonsError(
        'persons.erased',
        `${quotable(person)} 已依法删除，不能再登记。`,
        `${quotable(person)} was erased and cannot be registered again.`,
      )
    }
  }

  /**
   * Writes many records in one transaction: all, or none when one is malformed. A load that is repeated goes on past erased persons and
   * names them; the same record again is no write.
   *
   * @example const { refused } = register.putMany([{ person: 'P000001', record: { name: '张三' } }])
   * @throws PersonsError for the first malformed record.
   */
  putMany(entries: Iterable<PersonEntry>): PutSummary {
    // Read to the end before anything is locked: nobody knows how long the caller's source takes.
    const checked = Array.from(entries, ({ person, record }) => {
      if (!isPersonId(person)) throw malformedId()
      return { person, record: checkedRecord(person, record) }
    })
    return inBoth(this.#files, () => this.#write(checked))
  }

  /**
   * Reads a record.
   *
   * @throws PersonsError when it was changed by other hands.
   * @example const record = register.get('P000001') // { name: '张三' }, 'erased', or undefined
   */
  get(person: string): PersonRecord | 'erased' | undefined {
    const { data, paths } = this.#open()
    // The record before the key: whoever erases in between is seen.
    const sealed = withFile(paths.data, () => data.prepare('SELECT sealed FROM person WHERE person = ?').get(person))?.sealed
    if (this.isErased(person)) return 'erased'
    if (!sealed) return undefined
    const key = withFile(paths.keys, () => this.#keyOf(person))
    if (!key) throw keyMissing(person)
    return unseal(key, person, sealed as Uint8Array)
  }

  /**
   * Destroys the person's key, here and for every backup of the data alone, and looks that none of it is left. The person can never be
   * registered again. A second time answers like the first.
   *
   * @throws PersonsError when the register does not know the person.
   * @example const certificate = register.erase('P000001', { on: '2026-03-01' })
   */
  erase(person: string, { on }: { on: IsoDate }): ErasureCertificate {
    if (!isPersonId(person)) throw malformedId()
    return eraseIn(this.#open(), person, on)
  }

  isErased(person: string): boolean {
    const files = this.#open()
    return withFile(files.paths.keys, () => certificateOf(files, person)) !== undefined
  }

  /** Who was erased, by person. */
  tombstones(): readonly Tombstone[] {
    const { keys, paths } = this.#open()
    const rows = withFile(paths.keys, () => keys.prepare('SELECT person, erasedOn FROM erasure ORDER BY person').all())
    return rows.map(({ person, erasedOn }) => ({ person: String(person), erasedOn: String(erasedOn) }))
  }

  /**
   * Copies data and keys to two new files while the register is in use, and reads the copies back. Keep the two places apart: who has both
   * has the names.
   *
   * @throws PersonsError when a file is in the way, or a copy does not pass its check; no file is left then.
   * @example register.backup({ data: '/backup/persons.db', keys: '/vault/persons-keys.db' })
   */
  backup(to: Paths): void {
    backupFiles(this.#open(), to)
  }

  close(): void {
    closeFiles(this.#files)
  }

  #open(): Files {
    if (!this.#files.data.isOpen) throw closed()
    return this.#files
  }

  #keyOf(person: string): Uint8Array | undefined {
    return this.#files.keys.prepare('SELECT key FROM key WHERE person = ?').get(person)?.key as Uint8Array | undefined
  }

  #write(entries: readonly PersonEntry[]): PutSummary {
    const { keys, data } = this.#files
    const tombstone = keys.prepare('SELECT 1 FROM erasure WHERE person = ?')
    const getKey = keys.prepare('SELECT key FROM key WHERE person = ?')
    const addKey = keys.prepare('INSERT INTO key (person, key) VALUES (?, ?)')
    const getSealed = data.prepare('SELECT sealed FROM person WHERE person = ?')
    const put = data.prepare('INSERT INTO person (person, sealed) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed')
    const refused = new Set<string>()
    let written = 0
    let unchanged = 0
    for (const { person, record } of entries) {
      if (tombstone.get(person)) {
        refused.add(person)
        continue
      }
      let key = getKey.get(person)?.key as Uint8Array | undefined
      const before = getSealed.get(person)?.sealed as Uint8Array | undefined
      // Under a new key the old record would be lost without a word.
      if (!key && before) throw keyMissing(person)
      if (!key) addKey.run(person, (key = newKey()))
      if (before && sameRecord(key, person, before, record)) {
        unchanged++
        continue
      }
      put.run(person, seal(key, person, record))
      written++
    }
    return { written, unchanged, refused: [...refused] }
  }
}

/** A record that cannot be read any more is not the same: putting it again mends it. */
function sameRecord(key: Uint8Array, person: string, sealed: Uint8Array, record: PersonRecord): boolean {
  try {
    return JSON.stringify(unseal(key, person, sealed)) === JSON.stringify(record)
  } catch {
    return false
  }
}

function keyMissing(person: string): PersonsError {
  return new PersonsError(
    'persons.key-missing',
    `密钥文件中没有 ${quotable(person)} 的密钥，登记内容无法读取；请核对密钥文件是否为旧的副本。`,
    `The keys file has no key of ${quotable(person)}, so the record cannot be read; check whether the keys are an old copy.`,
  )
}
