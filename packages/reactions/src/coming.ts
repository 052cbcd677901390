import type { Page } from '@rural-tracker/event-store'

/** Pages of a log that is followed, for one who has other things to do as well: he is told when there is one, and takes it when he likes. */
export class Coming {
  readonly #pages: AsyncIterator<Page>
  readonly #told: () => void
  #next: Promise<IteratorResult<Page>>
  #isThere = false
  #caughtUp = false

  /** @param told a page is there, or there will be none any more */
  constructor(pages: AsyncIterable<Page>, told: () => void) {
    this.#pages = pages[Symbol.asyncIterator]()
    this.#told = told
    this.#next = this.#ask()
  }

  /** The last page said that there is nothing behind it, and nothing has come since. */
  get isQuiet(): boolean {
    return this.#caughtUp && !this.#isThere
  }

  /** The next page, however long it takes; undefined when it is over. @throws what the log throws. */
  async take(): Promise<Page | undefined> {
    const { done, value } = await this.#next
    if (done) return undefined
    this.#caughtUp = value.caughtUp
    this.#next = this.#ask()
    return value
  }

  /** Nobody takes the rest. */
  leave(): void {
    void this.#pages.return?.()
  }

  #ask(): Promise<IteratorResult<Page>> {
    this.#isThere = false
    const next = this.#pages.next()
    const there = () => {
      if (this.#next !== next) return
      this.#isThere = true
      this.#told()
    }
    next.then(there, there)
    return next
  }
}
