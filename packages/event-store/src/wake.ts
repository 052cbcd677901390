/** Wakes followers of the same process at once; of other processes' appends they hear by looking again. */
export class Wake {
  readonly #waiting = new Set<() => void>()

  now(): void {
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }

  /** Ends at the next `now()`, after `ms`, or when the signal aborts. */
  async within(ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#waiting.add(done)
      signal?.addEventListener('abort', done, { once: true })
    })
  }
}
