import { sleep } from './patience.ts'

const LONGEST_MS = 100

/**
 * Rests of somebody who works off a log as it grows: each as long as the work before it took, within limits. What comes meanwhile is done
 * together, and half of the time is left to those who write. Whoever has not worked for a while begins at once.
 *
 * @example
 * const rest = new Rest(signal)
 * for await (const page of pages) {
 *   await rest.after(() => tell(page))
 *   await rest.over()
 * }
 */
export class Rest {
  readonly #signal: AbortSignal
  #until = 0

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  async after<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await work()
    } finally {
      const ended = performance.now()
      this.#until = ended + Math.min(ended - began, LONGEST_MS)
    }
  }

  /** Waits until the rest is over, or the signal aborts. */
  async over(): Promise<void> {
    const ms = this.#until - performance.now()
    if (ms >= 1) await sleep(ms, this.#signal)
  }
}
