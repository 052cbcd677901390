import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { quotable } from '@rural-tracker/domain'
import { makeFolder, TrackerError } from '../config.ts'

/** Where to: a mail address, or the URL of a robot or webhook; and the robot's secret for its signature. */
export type Address = Readonly<{ to: string; secret?: string }>

/**
 * Where receivers are reached, by the receiver's stream: apart from the log, each address sealed with the key of the installation. Forgotten
 * with the file or the key, and with `remove`.
 */
export class AddressBook {
  readonly #path: string
  readonly #masterKey: () => Buffer

  constructor(path: string, masterKey: () => Buffer) {
    this.#path = path
    this.#masterKey = masterKey
  }

  /** @throws TrackerError when the file cannot be read, or is of another key. */
  get(receiver: string): Address | undefined {
    const sealed = this.#all()[receiver]
    return sealed === undefined ? undefined : this.#unseal(receiver, sealed)
  }

  set(receiver: string, address: Address): void {
    this.#write({ ...this.#all(), [receiver]: this.#seal(receiver, address) })
  }

  remove(receiver: string): void {
    const { [receiver]: gone, ...rest } = this.#all()
    if (gone !== undefined) this.#write(rest)
  }

  #all(): Record<string, string> {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as Record<string, string>
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
      throw this.#unreadable()
    }
  }

  #write(all: Record<string, string>): void {
    makeFolder(dirname(this.#path))
    const draft = `${this.#path}.${process.pid}.new`
    writeFileSync(draft, `${JSON.stringify(all, null, 1)}\n`, { mode: 0o600 })
    renameSync(draft, this.#path)
  }

  #seal(receiver: string, address: Address): string {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key(), iv).setAAD(Buffer.from(receiver))
    return Buffer.concat([iv, cipher.update(JSON.stringify(address), 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
  }

  #unseal(receiver: string, text: string): Address {
    try {
      const bytes = Buffer.from(text, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', this.#key(), bytes.subarray(0, 12)).setAAD(Buffer.from(receiver))
      decipher.setAuthTag(bytes.subarray(-16))
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')) as Address
    } catch {
      throw this.#unreadable()
    }
  }

  #key(): Buffer {
    return createHmac('sha256', this.#masterKey()).update('addresses of receivers').digest()
  }

  #unreadable(): TrackerError {
    return new TrackerError(
      'receivers.addresses-unreadable',
      `地址簿 ${quotable(this.#path)} 无法读取，或与密钥文件不符；请恢复一同备份的两个文件，或重新登记地址。`,
      `The address book ${quotable(this.#path)} cannot be read, or is of another key; put back the two files of one backup, or enter the addresses again.`,
    )
  }
}
