import type { Tracker } from '@rural-tracker/tracker'

type Events = Tracker['events']

/** Whether a service key was ever made in this log. Asked with each request that has none, so what was looked at is not looked at again. */
export class KeysKnown {
  readonly #events: Events
  #any = false
  #after: Awaited<ReturnType<Events['head']>>
  #looking: Promise<boolean> | undefined

  constructor(events: Events) {
    this.#events = events
  }

  async any(): Promise<boolean> {
    if (this.#any) return true
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    return this.#looking
  }

  async #look(): Promise<boolean> {
    const after = this.#after === undefined ? {} : { after: this.#after }
    for await (const { events, scannedTo } of this.#events.readAll({ ...after, filter: { categories: ['serviceKey'] } })) {
      if (events.length > 0) return (this.#any = true)
      this.#after = scannedTo ?? this.#after
    }
    return false
  }
}
