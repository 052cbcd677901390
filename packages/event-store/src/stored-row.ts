import type { Json } from '@rural-tracker/domain'
import { EventTooLarge, notJson } from './errors.ts'
import { MAX_EVENT_BYTES, type Metadata, type NewEvent, type Position, type Revision, type StoredEvent } from './port.ts'

/** An event ready to be written: its JSON is made once, when it is given to the store, so that later changes of the object change nothing. */
export type WrittenEvent = Readonly<{ id: string; type: string; data: string; metadata: string }>

/** @throws EventTooLarge, or `event.not-json`. */
export function written(event: NewEvent): WrittenEvent {
  const data = json(event.type, event.data)
  const metadata = json(event.type, event.metadata)
  // A UTF-16 unit is at most three bytes of UTF-8, so most events need no count.
  if ((data.length + metadata.length) * 3 > MAX_EVENT_BYTES) {
    const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata)
    if (bytes > MAX_EVENT_BYTES) throw new EventTooLarge(event.type, bytes)
  }
  return { id: event.id, type: event.type, data, metadata }
}

function json(type: string, value: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw notJson(type, cause)
  }
  if (text === undefined) throw notJson(type)
  return text
}

/**
 * An event as it was read. Its JSON is parsed when somebody looks, once: most readers of the log skip most events.
 * Most fields are getters, so copy them by name: a spread loses them.
 */
export class StoredRow implements StoredEvent {
  readonly stream: string
  readonly id: string
  readonly type: string
  readonly #position: number
  readonly #revision: number
  readonly #recordedAt: number
  #data: string
  #metadata: string
  #parsedData: Json | undefined
  #parsedMetadata: Metadata | undefined

  constructor(position: number, stream: string, revision: number, id: string, type: string, data: string, metadata: string, recordedAt: number) {
    this.stream = stream
    this.id = id
    this.type = type
    this.#position = position
    this.#revision = revision
    this.#recordedAt = recordedAt
    this.#data = data
    this.#metadata = metadata
  }

  get position(): Position {
    return BigInt(this.#position) as Position
  }
  get revision(): Revision {
    return BigInt(this.#revision)
  }
  get recordedAt(): string {
    return new Date(this.#recordedAt).toISOString()
  }
  get data(): Json {
    if (this.#parsedData === undefined) {
      this.#parsedData = JSON.parse(this.#data) as Json
      this.#data = ''
    }
    return this.#parsedData
  }
  get metadata(): Metadata {
    if (this.#parsedMetadata === undefined) {
      this.#parsedMetadata = JSON.parse(this.#metadata) as Metadata
      this.#metadata = ''
    }
    return this.#parsedMetadata
  }

  toJSON(): Json {
    const { id, type, stream, recordedAt } = this
    return {
      position: String(this.position),
      stream,
      revision: Number(this.revision),
      id,
      type,
      data: this.data,
      metadata: this.metadata,
      recordedAt,
    }
  }
}
