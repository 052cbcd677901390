import type { ReadModel } from './model.ts'
import { sleep } from './patience.ts'
import { Fenced, isPassing, type RowStore } from './rows.ts'

/** A read model that this process may write, and its fencing token. */
export type Held = Readonly<{ model: ReadModel; epoch: number }>

const LOOK_AGAIN_MS = 50

/** Who may write which read model: one process at a time, as long as it keeps its lease. */
export class Leases {
  readonly #rows: RowStore
  readonly #owner: string
  readonly #forMs: number
  readonly #renewedAt = new WeakMap<Held, number>()

  constructor(rows: RowStore, owner: string, forMs: number) {
    this.#rows = rows
    this.#owner = owner
    this.#forMs = forMs
  }

  /** Works with those it gets within `waitMs`, keeps them as long as that takes, and lets go of them afterwards. */
  async with<T>(models: readonly ReadModel[], waitMs: number, work: (held: readonly Held[]) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const epochs = new Map<string, number>()
    const until = Date.now() + waitMs
    for (;;) {
      const wanted = models.filter(({ name }) => !epochs.has(name)).map(({ name }) => name)
      for (const [name, epoch] of await this.#rows.leases(wanted, this.#owner, this.#forMs)) epochs.set(name, epoch)
      if (epochs.size === models.length || Date.now() >= until || signal?.aborted) break
      await sleep(LOOK_AGAIN_MS, signal)
    }
    const held = models.flatMap((model): Held[] => {
      const epoch = epochs.get(model.name)
      return epoch === undefined ? [] : [{ model, epoch }]
    })
    // Something may take longer than a lease and have nothing to commit on the way. Who sleeps through it all does not renew and is superseded.
    const beat = setInterval(() => void this.#rows.renewAll(named(held), this.#forMs).catch(() => {}), Math.max(100, this.#forMs / 3))
    try {
      return await work(held)
    } finally {
      clearInterval(beat)
      // A lease that cannot be given back runs out.
      await this.#rows.releaseAll(named(held)).catch((error: unknown) => {
        if (!isPassing(error)) throw error
      })
    }
  }

  /** Keeps them, where that was not done a moment ago. @throws Fenced when another process has one of them now. */
  async keep(held: readonly Held[]): Promise<void> {
    const since = performance.now() - this.#forMs / 10
    if (held.some((one) => (this.#renewedAt.get(one) ?? Number.NEGATIVE_INFINITY) < since)) await this.renew(held)
  }

  /** @throws Fenced when another process has one of them now. */
  async renew(held: readonly Held[]): Promise<void> {
    const now = performance.now()
    const ours = new Set(await this.#rows.renewAll(named(held), this.#forMs))
    for (const one of held) {
      if (!ours.has(one.model.name)) throw new Fenced(one.model.name)
      this.#renewedAt.set(one, now)
    }
  }
}

function named(held: readonly Held[]): readonly Readonly<{ model: string; epoch: number }>[] {
  return held.map(({ model, epoch }) => ({ model: model.name, epoch }))
}
