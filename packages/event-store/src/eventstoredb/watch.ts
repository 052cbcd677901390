import type { AllStreamSubscription } from '@eventstore/db-client'
import type { Position } from '../port.ts'
import type { Connection } from './connection.ts'

/** Events of the server itself wake nobody. The client insists on an interval for checkpoints. */
const NOT_ITS_OWN = { filterOn: 'eventType', regex: '^[^$]', checkpointInterval: 1_000 } as const
const LONGEST_WAIT = 2_000

/**
 * One subscription for all followers of a process. It only says that there is something: what there is they read page by page, so nothing is
 * lost when it says nothing. It begins where the first follower has caught up, so whatever it does not announce after that it has missed.
 *
 * Client defect 6: a `checkpointReached` that rejects leaves the subscription stuck for ever; none is given.
 */
export class Watch {
  readonly #connection: Connection
  readonly #wake: () => void
  readonly #graceMs: number
  #subscription: AllStreamSubscription | undefined
  #reopening: NodeJS.Timeout | undefined
  #wait = 0
  #stopped = false
  #seen: Position | undefined
  #announced: Position | undefined
  /** The first event that a follower found by itself, and when. */
  #missed: Readonly<{ position: Position; since: number }> | undefined

  constructor(connection: Connection, wake: () => void, graceMs: number) {
    this.#connection = connection
    this.#wake = wake
    this.#graceMs = graceMs
  }

  /**
   * A follower has looked up to here, and this was the last event it found.
   *
   * Client defect 5: a subscription that was cut off is never taken up again, and one that has died in silence says nothing at all. What
   * was found and is still not announced after a grace means just that, and it is opened anew.
   */
  looked(scannedTo: Position | undefined, found: Position | undefined): void {
    if (this.#stopped) return
    const isNews = isAfter(found, this.#seen)
    if (isAfter(scannedTo, this.#seen)) this.#seen = scannedTo
    if (!this.#subscription) {
      if (!this.#reopening) this.#open()
      return
    }
    if (isNews && found !== undefined && isAfter(found, this.#announced)) this.#missed ??= { position: found, since: Date.now() }
    if (!this.#missed) return
    if (!isAfter(this.#missed.position, this.#announced)) this.#missed = undefined
    else if (Date.now() - this.#missed.since >= this.#graceMs) this.#reopen()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#reopening)
    this.#leave()
  }

  #open(): void {
    this.#reopening = undefined
    const fromPosition = this.#seen === undefined ? ('start' as const) : { commit: this.#seen, prepare: this.#seen }
    this.#announced = this.#seen
    const subscription = this.#connection.client.subscribeToAll({ fromPosition, filter: NOT_ITS_OWN })
    this.#subscription = subscription
    const lost = () => subscription === this.#subscription && this.#reopen()
    subscription
      .on('data', ({ event }) => {
        this.#wait = 0
        if (event && isAfter(event.position.commit as Position, this.#announced)) this.#announced = event.position.commit as Position
        this.#wake()
      })
      // Stays when the subscription has been left: an error that nobody listens to would end the process.
      .on('error', lost)
      .on('end', lost)
  }

  #reopen(): void {
    this.#leave()
    if (this.#stopped) return
    this.#reopening = setTimeout(() => this.#open(), this.#wait).unref()
    this.#wait = Math.min(Math.max(this.#wait * 2, 50), LONGEST_WAIT)
    this.#wake()
  }

  #leave(): void {
    const left = this.#subscription
    this.#subscription = undefined
    this.#missed = undefined
    // Client defect 4: without this the server goes on holding the call.
    left?.unsubscribe().catch(() => {})
  }
}

function isAfter(one: Position | undefined, other: Position | undefined): boolean {
  return one !== undefined && (other === undefined || one > other)
}
