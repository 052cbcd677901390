import { matching } from './filter.ts'
import { type Look, PAGE_SIZE } from './paging.ts'
import type { Page, Position, ReadAll, StoredEvent } from './port.ts'
import { SHORTEST, type WakeUp } from './wake-up.ts'

/** Enough for who is a second or two behind; an event may be a megabyte. */
const FEWEST_KEPT = 1_024
/** Less than anybody sleeps who looks again by himself: others write, too, and wake nobody here. */
const JUST_NOW_MS = SHORTEST / 2

/**
 * What was written lately, read from the store once for all who follow in this process, however different what they ask for. Who is further
 * behind looks for himself until he has come up.
 */
export class Tail {
  readonly #look: Look
  readonly #wakeUp: Pick<WakeUp, 'count'>
  /** Every event between these two positions, the first excluded. */
  #events: StoredEvent[] = []
  #from: Position | undefined
  #to: Position | undefined
  /** Nobody has come up to the head of the log yet. */
  #isNew = true
  /** What the last look said, how often somebody had been woken when it began, and when it ended. */
  #looked = { caughtUp: false, wakeUps: 0, at: 0 }
  #looking: Promise<void> | undefined

  /** @param look without a filter: it sees every event. */
  constructor(look: Look, wakeUp: Pick<WakeUp, 'count'>) {
    this.#look = look
    this.#wakeUp = wakeUp
  }

  /** The looks of one follower; `own` is how he looks as long as he is behind. */
  of(own: Look, { filter, upTo, signal }: ReadAll): Look {
    if (upTo !== undefined) return own
    const wanted = matching(filter)
    return async (after, _upTo, pageSize) => {
      if (this.#holds(after) && after === this.#to) await unlessStopped(this.#more(), signal)
      // Also where somebody has come up further while this one waited.
      if (this.#holds(after)) return this.#page(after, wanted, pageSize)
      const page = await own(after, undefined, pageSize)
      if (page.caughtUp) this.#begin(page.scannedTo)
      return page
    }
  }

  #holds(after: Position | undefined): boolean {
    return !this.#isNew && !isBefore(after, this.#from) && !isBefore(this.#to, after)
  }

  /** Who has just come up shows where the head is: what was kept, if anything, nobody may have read on for long. */
  #begin(head: Position | undefined): void {
    if (!this.#isNew && !isBefore(this.#to, head)) return
    this.#isNew = false
    this.#events = []
    this.#from = head
    this.#to = head
    this.#looked = { caughtUp: false, wakeUps: 0, at: 0 }
  }

  /** Nobody was woken since the last look began, and that was just now: there is nothing behind it. */
  get #isAtHead(): boolean {
    const { caughtUp, wakeUps, at } = this.#looked
    return caughtUp && wakeUps === this.#wakeUp.count && performance.now() - at < JUST_NOW_MS
  }

  /** What is new, for all who wait for it. */
  #more(): Promise<void> {
    if (this.#isAtHead) return Promise.resolve()
    if (!this.#looking) {
      this.#looking = this.#read().finally(() => (this.#looking = undefined))
      // Those who wait are told; there may be none any more.
      this.#looking.catch(() => {})
    }
    return this.#looking
  }

  async #read(): Promise<void> {
    const to = this.#to
    const wakeUps = this.#wakeUp.count
    const page = await this.#look(to, undefined, PAGE_SIZE)
    // Somebody has come up further meanwhile.
    if (this.#to !== to) return
    for (const event of page.events) this.#events.push(event)
    this.#to = page.scannedTo
    this.#looked = { caughtUp: page.caughtUp, wakeUps, at: performance.now() }
    if (this.#events.length < 2 * FEWEST_KEPT) return
    const gone = this.#events.splice(0, this.#events.length - FEWEST_KEPT)
    this.#from = gone.at(-1)?.position
  }

  #page(after: Position | undefined, wanted: (event: StoredEvent) => boolean, pageSize: number): Page {
    const events: StoredEvent[] = []
    for (let at = this.#firstAfter(after); at < this.#events.length; at++) {
      const event = this.#events[at] as StoredEvent
      if (!wanted(event)) continue
      events.push(event)
      if (events.length === pageSize) return { events, scannedTo: event.position, caughtUp: event.position === this.#to && this.#isAtHead }
    }
    return { events, scannedTo: this.#to, caughtUp: this.#isAtHead }
  }

  /** From the end: most who ask have read nearly everything. */
  #firstAfter(after: Position | undefined): number {
    let at = this.#events.length
    while (at > 0 && isBefore(after, this.#events[at - 1]?.position)) at--
    return at
  }
}

function isBefore(one: Position | undefined, other: Position | undefined): boolean {
  return other !== undefined && (one === undefined || one < other)
}

/** Others may go on waiting. */
async function unlessStopped(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return work
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = () => resolve()
  signal.addEventListener('abort', stop)
  try {
    await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
