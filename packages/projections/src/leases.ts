import type { ReadModel } from './model.ts'
import { Fenced, type RowStore } from './rows.ts'

/** A read model that this process may write, and its fencing token. */
export type Held = Readonly<{ model: ReadModel; epoch: number }>

/** Who may write which read model: one process at a time, as long as it keeps its lease. */
export class Leases {
  readonly #rows: RowStore
  readonly #owner: string
  readonly #forMs: number

  constructor(rows: RowStore, owner: string, forMs: number) {
    this.#rows = rows
    this.#owner = owner
    this.#forMs = forMs
  }

  /** Works with those it gets within `waitMs`, and lets go of them afterwards. */
  async with<T>(models: readonly ReadModel[], waitMs: number, work: (held: readonly Held[]) => Promise<T>): Promise<T> {
    const held: Held[] = []
    const until = Date.now() + waitMs
    try {
      for (const model of models) {
        for (;;) {
          const lease = await this.#rows.lease(model.name, this.#owner, this.#forMs)
          if (lease.held) held.push({ model, epoch: lease.epoch })
          if (lease.held || Date.now() >= until) break
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
      return await work(held)
    } finally {
      for (const { model, epoch } of held) await this.#rows.release(model.name, epoch)
    }
  }

  /** @throws Fenced when another process has it now. */
  async renew({ model, epoch }: Held): Promise<void> {
    if (!(await this.#rows.renew(model.name, epoch, this.#forMs))) throw new Fenced(model.name)
  }
}
