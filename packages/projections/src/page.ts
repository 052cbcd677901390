import type { StoredEvent } from '@rural-tracker/event-store'
import { type LogEvent, logEvent, Poison } from './event.ts'
import type { ReadModel } from './model.ts'
import type { Mine } from './parts.ts'

/** One page of the log, decoded at most once however many models read it. */
export class DecodedPage {
  readonly #stored: readonly StoredEvent[]
  /** By the place of the event in the page. */
  readonly #decoded: (LogEvent | Poison | undefined)[] = []

  constructor(stored: readonly StoredEvent[]) {
    this.#stored = stored
  }

  /**
   * The events of this model after a position, up to the first it cannot read, and how many were passed. Of those that are nobody's of `mine`
   * as much is left out as can be told without decoding them.
   */
  for(
    model: ReadModel,
    after: bigint | undefined,
    setAside: ReadonlySet<string>,
    mine?: Mine,
  ): { events: LogEvent[]; passed: number; poison: Poison | undefined } {
    const events: LogEvent[] = []
    const ofStream = model.shares === 'reading' ? mine : undefined
    let passed = 0
    for (let at = 0; at < this.#stored.length; at++) {
      const stored = this.#stored[at] as StoredEvent
      if (!model.catalogue.has(stored.type) || (after !== undefined && stored.position <= after)) continue
      // Most often nothing is set aside, and to look up a name in an empty set means to hash it.
      if (setAside.size > 0 && setAside.has(stored.stream)) continue
      passed++
      if (ofStream && !ofStream(stored.stream)) continue
      const decoded = this.#decode(model, stored, at)
      if (decoded instanceof Poison) return { events, passed, poison: decoded }
      events.push(decoded)
    }
    return { events, passed, poison: undefined }
  }

  #decode(model: ReadModel, stored: StoredEvent, at: number): LogEvent | Poison {
    const known = this.#decoded[at]
    if (known) return known
    let decoded: LogEvent | Poison | undefined
    try {
      decoded = logEvent(model.catalogue, stored)
    } catch (error) {
      if (!(error instanceof Poison)) throw error
      decoded = error
    }
    if (!decoded) throw new Error(`${model.name} subscribes to ${stored.type} and cannot decode it`)
    this.#decoded[at] = decoded
    return decoded
  }
}
