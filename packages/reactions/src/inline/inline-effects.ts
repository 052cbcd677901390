import { Bell } from '../bell.ts'
import { type Carried, type Effects, nameOf } from '../effects.ts'

/** Effects that are performed side by side. Each waits for the network most of the time. */
const AT_ONCE = 32
const LONGEST_SLEEP_MS = 60_000

/**
 * A queue in the memory of this process: nothing to install, and nothing of it is left when the process ends. What is owed stands in the outbox.
 *
 * @param now milliseconds since 1970
 * @example const effects = inlineEffects()
 */
export function inlineEffects(now: () => number = Date.now): Effects {
  return new InlineEffects(now)
}

type Waiting = Readonly<{ carried: Carried; notBefore: number }>

class InlineEffects implements Effects {
  readonly #waiting = new Map<string, Waiting>()
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #bell = new Bell()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  async enqueue(carried: Carried, { notBefore = 0 }: { notBefore?: number } = {}): Promise<void> {
    const id = nameOf(carried)
    if (this.#waiting.has(id) || this.#underWay.has(id)) return
    this.#waiting.set(id, { carried, notBefore })
    this.#bell.ring()
  }

  async work(perform: (carried: Carried) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const nextAt = this.#begin(perform)
      await this.#bell.sleep(Math.min(Math.max(0, (nextAt ?? Number.POSITIVE_INFINITY) - this.#now()), LONGEST_SLEEP_MS), signal)
    }
    await Promise.all(this.#underWay.values())
  }

  async close(): Promise<void> {
    this.#waiting.clear()
  }

  /** Begins what may begin, in the order in which it came; gives when the next may. */
  #begin(perform: (carried: Carried) => Promise<void>): number | undefined {
    let nextAt: number | undefined
    for (const [id, { carried, notBefore }] of this.#waiting) {
      if (this.#underWay.size >= AT_ONCE) return undefined
      if (notBefore > this.#now()) nextAt = Math.min(nextAt ?? notBefore, notBefore)
      else {
        this.#waiting.delete(id)
        const done = perform(carried)
          .catch(() => {})
          .finally(() => {
            this.#underWay.delete(id)
            this.#bell.ring()
          })
        this.#underWay.set(id, done)
      }
    }
    return nextAt
  }
}
