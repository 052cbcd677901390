import { afterAll, beforeAll, describe } from 'vitest'
import type { EventStore } from '../port.ts'
import { describeAppend } from './append-contract.ts'
import { describeDurable, describeSeveralWriters } from './durable-contract.ts'
import { describeFollow } from './follow-contract.ts'
import { describeReadAll, describeReadStream } from './read-contract.ts'

/** A store to be tested, and the ways to it. */
export type StoreUnderTest = Readonly<{
  store: EventStore
  /** Closes the store and opens the same log again; asked for when `durable`. */
  reopen?: () => Promise<EventStore>
  /** Opens the same log once more, as another process would; asked for when `multiProcess`. */
  another?: () => Promise<EventStore>
  dispose?: () => Promise<void>
}>

export type Contract = Readonly<{ durable: boolean; multiProcess: boolean }>

/** Gives the tests the store that is open when they run. */
export type Opened = () => StoreUnderTest

/**
 * What every event store promises, whatever is behind it. Tests use names of their own, so the log may hold other events already.
 *
 * @example
 * describeEventStore('memory', async () => ({ store: openMemoryStore() }), { durable: false, multiProcess: false })
 */
export function describeEventStore(name: string, open: () => Promise<StoreUnderTest>, { durable, multiProcess }: Contract): void {
  describe(`the event store contract: ${name}`, () => {
    let current: StoreUnderTest | undefined
    const opened: Opened = () => {
      if (!current) throw new Error('the store is not open')
      return current
    }
    beforeAll(async () => {
      current = await open()
    })
    afterAll(async () => {
      await current?.store.close()
      await current?.dispose?.()
    })

    describeAppend(opened)
    describeReadStream(opened)
    describeReadAll(opened, open)
    describeFollow(opened)
    if (multiProcess) describeSeveralWriters(opened)
    if (durable) describeDurable(open)
  })
}
