import type { Tracker } from '@rural-tracker/tracker'

type Status = Awaited<ReturnType<Tracker['projections']>>[number]

/** A read model that needs somebody: it failed, or it stands before an event that nobody takes. Positions are decimal digits. */
export type Unwell = Readonly<{ name: string; state: 'failed' | 'stalled' | 'missing' | 'outdated'; position: string | null; eventId: string | null }>

const PATIENCE_MS = 60_000

/** Watches whether the read models move. A model is stalled when for a minute it has handled nothing although there was something. */
export class Health {
  readonly #tracker: Tracker
  readonly #now: () => number
  readonly #seen = new Map<string, { position: string | null; since: number }>()

  constructor(tracker: Tracker, now: () => number = Date.now) {
    this.#tracker = tracker
    this.#now = now
  }

  /** Those that are not well now; none is health. */
  async unwell(): Promise<readonly Unwell[]> {
    const found: Unwell[] = []
    for (const status of await this.#tracker.projections()) {
      const one = await this.#lookAt(status)
      if (one) found.push(one)
    }
    return found
  }

  async #lookAt({ name, state, position, failure }: Status): Promise<Unwell | undefined> {
    const at = position === undefined ? null : String(position)
    if (state === 'failed') return { name, state, position: at, eventId: failure?.eventId ?? null }
    if (state !== 'active') return { name, state, position: at, eventId: null }
    // What no model wants moves nobody for a while, and that is well.
    const next = await this.#tracker.nextWanted(position)
    const seen = this.#seen.get(name)
    if (next === undefined || seen?.position !== at) this.#seen.set(name, { position: at, since: this.#now() })
    else if (this.#now() - seen.since >= PATIENCE_MS) return { name, state: 'stalled', position: at, eventId: next.id }
    return undefined
  }
}
