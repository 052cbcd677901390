/** The shortest wait before somebody looks again whom nobody has woken. */
export const SHORTEST = 50
const LONGEST = 1_000

/** Followers waiting for something new: woken by an append in this process, else they look again after 50 ms, later 1 s. */
export class WakeUp {
  readonly #sleepers = new Set<() => void>()
  #count = 0

  /** How often somebody was woken. */
  get count(): number {
    return this.#count
  }

  /** Something was appended, or the store closes: everybody looks again. */
  wake(): void {
    this.#count++
    for (const wake of [...this.#sleepers]) wake()
  }

  /** Ends after the wait, at a wake-up, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#sleepers.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#sleepers.add(done)
      signal?.addEventListener('abort', done, { once: true })
    })
  }
}

/** The next wait after one that found nothing. */
export function longer(ms: number | undefined): number {
  return ms === undefined ? SHORTEST : Math.min(ms * 2, LONGEST)
}
