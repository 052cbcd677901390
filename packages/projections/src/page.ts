import type { StoredEvent } from '@rural-tracker/event-store'
import { type LogEvent, logEvent, Poison } from './event.ts'
import type { ReadModel } from './model.ts'

/** One page of the log, decoded at most once however many models read it. */
export class DecodedPage {
  readonly #stored: readonly StoredEvent[]
  readonly #decoded = new Map<StoredEvent, LogEvent | Poison>()

  constructor(stored: readonly StoredEvent[]) {
    this.#stored = stored
  }

  /** The events of this model after a position, up to the first it cannot read. */
  for(model: ReadModel, after: bigint | undefined, setAside: ReadonlySet<string>): { events: LogEvent[]; poison: Poison | undefined } {
    const events: LogEvent[] = []
    for (const stored of this.#stored) {
      if ((after !== undefined && stored.position <= after) || !model.catalogue.has(stored.type) || setAside.has(stored.stream)) continue
      const decoded = this.#decode(model, stored)
      if (decoded instanceof Poison) return { events, poison: decoded }
      events.push(decoded)
    }
    return { events, poison: undefined }
  }

  #decode(model: ReadModel, stored: StoredEvent): LogEvent | Poison {
    const known = this.#decoded.get(stored)
    if (known) return known
    let decoded: LogEvent | Poison | undefined
    try {
      decoded = logEvent(model.catalogue, stored)
    } catch (error) {
      if (!(error instanceof Poison)) throw error
      decoded = error
    }
    if (!decoded) throw new Error(`${model.name} subscribes to ${stored.type} and cannot decode it`)
    this.#decoded.set(stored, decoded)
    return decoded
  }
}
