import type { EventStore } from '@rural-tracker/event-store'
import type { ReadModel } from './model.ts'
import type { Slot } from './rows.ts'

/** Of which definition and of which log slots are. */
export class Lineage {
  readonly #events: EventStore
  /** The last event of each model that was found in the log. The log behind an open store does not change, so it is looked for once. */
  readonly #found = new Map<string, string>()

  constructor(events: EventStore) {
    this.#events = events
  }

  /** A slot of this definition and this log. */
  async isOf(slot: Slot, { version, hash }: ReadModel, logId: string): Promise<boolean> {
    return slot.version === version && slot.hash === hash && this.isOfLog(slot, logId)
  }

  /** The checkpoint is of this log, and the last event it saw stands where it stood. */
  async isOfLog(slot: Slot, logId: string): Promise<boolean> {
    if (slot.logId !== logId) return false
    if (!slot.lastEvent) return true
    const { id, stream, revision } = slot.lastEvent
    if (this.#found.get(slot.model) === id) return true
    for await (const event of this.#events.readStream(stream, { from: BigInt(revision), limit: 1 })) {
      if (event.id !== id) return false
      this.#found.set(slot.model, id)
      return true
    }
    return false
  }
}
