import type { Json } from '@rural-tracker/domain'
import type { Metadata, Position, Revision, StoredEvent } from '../port.ts'
import type { SqliteValue } from './driver.ts'

export const COLUMNS = 'position, stream, revision, id, type, data, metadata, recordedAt'

/** One row as an event. Data and metadata are parsed when somebody looks: a fold rarely looks at both. */
export class StoredRow implements StoredEvent {
  readonly #row: SqliteValue[]
  #data: Json | undefined
  #metadata: Metadata | undefined

  constructor(row: SqliteValue[]) {
    this.#row = row
  }
  get position(): Position {
    return BigInt(this.#row[0] as number) as Position
  }
  get stream(): string {
    return this.#row[1] as string
  }
  get revision(): Revision {
    return BigInt(this.#row[2] as number)
  }
  get id(): string {
    return this.#row[3] as string
  }
  get type(): string {
    return this.#row[4] as string
  }
  get data(): Json {
    this.#data ??= JSON.parse(this.#row[5] as string) as Json
    return this.#data
  }
  get metadata(): Metadata {
    this.#metadata ??= JSON.parse(this.#row[6] as string) as Metadata
    return this.#metadata
  }
  get recordedAt(): string {
    return new Date(this.#row[7] as number).toISOString()
  }
}
