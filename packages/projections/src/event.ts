import { type Catalogue, type DomainEvent, decodeEvent } from '@rural-tracker/domain'
import type { Position, StoredEvent } from '@rural-tracker/event-store'

/** An event as a fold sees it: decoded, with where it stands and when it was known. */
export type LogEvent<E extends DomainEvent = DomainEvent> = E &
  Readonly<{
    id: string
    stream: string
    revision: number
    position: Position
    /** When we knew it: `metadata.knownAt ?? recordedAt`, a UTC instant. */
    knownAt: string
    /** Where the thing was that day: the village, or a division above it. */
    division: string
    source: string
    actor: string
  }>

/** An event that cannot be folded. The fold stops before it; skipping is somebody's decision. */
export class Poison extends Error {
  readonly event: Pick<StoredEvent, 'id' | 'type' | 'position' | 'stream'>
  readonly reason: string
  constructor(event: Poison['event'], reason: string) {
    super(`event ${event.id} (${event.type}) at position ${event.position} cannot be folded: ${reason}`)
    this.event = event
    this.reason = reason
  }
}

/** What a definition could not bear of an event, told with the event. */
export function poisonOf(event: Poison['event'] | undefined, error: unknown): unknown {
  return event === undefined || error instanceof Poison ? error : new Poison(event, reasonOf(error))
}

/** Why something could not be folded, without the event where that is told beside it. */
export function reasonOf(error: unknown): string {
  return error instanceof Poison ? error.reason : error instanceof Error ? error.message : String(error)
}

/**
 * Decodes strictly. A type the catalogue does not know is undefined: a fold subscribes by type, so it never misses one.
 *
 * @throws Poison for an event that does not fit its schema or was written by a newer release.
 */
export function logEvent(catalogue: Catalogue, stored: StoredEvent): LogEvent | undefined {
  const { metadata } = stored
  const decoded = decodeEvent(catalogue, stored.type, metadata.v, stored.data)
  switch (decoded.kind) {
    case 'event':
      return {
        type: decoded.event.type,
        data: decoded.event.data,
        id: stored.id,
        stream: stored.stream,
        revision: Number(stored.revision),
        position: stored.position,
        knownAt: metadata.knownAt ?? stored.recordedAt,
        division: metadata.division,
        source: metadata.source,
        actor: metadata.actor,
      }
    case 'unknown':
      return undefined
    case 'newer':
      throw new Poison(stored, `written as version ${decoded.version}, this release knows ${decoded.known}; upgrade the projector`)
    case 'invalid':
      throw new Poison(stored, decoded.reason)
    default: {
      const never: never = decoded
      return never
    }
  }
}
