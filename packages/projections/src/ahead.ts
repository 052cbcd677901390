import type { Page } from '@rural-tracker/event-store'

/**
 * How long a transaction waits for the log. When its server is away nobody else who wants to write has to wait as well: what there is is
 * committed, and the rest comes with the next commit.
 */
const SOON_MS = 500

/** Pages of the log, read one ahead where that is needed, so that no transaction is open while the log is slow. */
export class Ahead {
  readonly #pages: AsyncIterator<Page>
  #next: Promise<IteratorResult<Page>> | undefined

  constructor(pages: AsyncIterable<Page>) {
    this.#pages = pages[Symbol.asyncIterator]()
  }

  /** Waits until there is a page, however long that takes: not inside a transaction. False at the end. */
  async there(): Promise<boolean> {
    return !(await this.#asked()).done
  }

  /** The next page, when it comes soon; none at the end either. */
  async soon(): Promise<Page | undefined> {
    const asked = this.#asked()
    const { promise: late, resolve } = Promise.withResolvers<undefined>()
    const timer = setTimeout(resolve, SOON_MS, undefined)
    try {
      const next = await Promise.race([asked, late])
      if (!next || next.done) return undefined
      this.#next = undefined
      return next.value
    } finally {
      clearTimeout(timer)
    }
  }

  #asked(): Promise<IteratorResult<Page>> {
    if (!this.#next) {
      this.#next = this.#pages.next()
      // Whoever comes next is told; until then it is nobody's.
      this.#next.catch(() => {})
    }
    return this.#next
  }
}
