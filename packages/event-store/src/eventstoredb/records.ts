import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client'
import type { Json } from '@rural-tracker/domain'
import type { Metadata, Position, Revision, StoredEvent } from '../port.ts'
import { asPosition } from '../position.ts'
import { serverTooOld } from './errors.ts'

/** Holds the log's name and nothing else; it is not shown. */
export const IDENTITY_STREAM = 'trackerLogIdentity'

/** What the server writes for itself, and the log's name. */
export function isOurs({ type, stream }: StoredEvent): boolean {
  return !type.startsWith('$') && !stream.startsWith('$') && stream !== IDENTITY_STREAM
}

/** @throws `store.server-too-old`. */
export function recordOf({ event }: ResolvedEvent | AllStreamResolvedEvent): StoredEvent {
  if (event?.position === undefined) throw serverTooOld()
  const { streamId, revision, position, id, type, data, metadata, created } = event
  return new Recorded(asPosition(position.commit), streamId, revision, id, type, data as Json, (metadata ?? {}) as Metadata, created.getTime())
}

/** An event as the client has read it. */
class Recorded implements StoredEvent {
  readonly position: Position
  readonly stream: string
  readonly revision: Revision
  readonly id: string
  readonly type: string
  readonly data: Json
  readonly metadata: Metadata
  readonly #created: number

  constructor(position: Position, stream: string, revision: Revision, id: string, type: string, data: Json, metadata: Metadata, created: number) {
    this.position = position
    this.stream = stream
    this.revision = revision
    this.id = id
    this.type = type
    this.data = data
    this.metadata = metadata
    this.#created = created
  }

  get recordedAt(): string {
    return new Date(this.#created).toISOString()
  }

  toJSON(): Json {
    const { position, stream, revision, id, type, data, metadata, recordedAt } = this
    return { position: String(position), stream, revision: Number(revision), id, type, data, metadata, recordedAt }
  }
}
