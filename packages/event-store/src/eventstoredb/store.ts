import { storeClosed } from '../errors.ts'
import { pages } from '../paging.ts'
import type { AppendResult, EventStore, Expected, NewEvent, Page, Position, ReadAll, ReadStream, StoredEvent } from '../port.ts'
import { written } from '../stored-row.ts'
import { Tail } from '../tail.ts'
import { WakeUp } from '../wake-up.ts'
import { parseAddress } from './address.ts'
import { connect, type Connection } from './connection.ts'
import { readIdentity } from './identity.ts'
import { openLook, readHead, readStreamPages, type Reads } from './reading.ts'
import { Watch } from './watch.ts'
import { appendEvents } from './writing.ts'

export type EventStoreDbOptions = Readonly<{
  /** How long a call goes on trying while the server is away, is starting, or has no leader. */
  patienceMs?: number
  /** How long a read may be silent before it is begun anew over another connection. */
  silenceMs?: number
  /** How long a live subscription may leave an event unannounced before it counts as dead. */
  graceMs?: number
}>

/**
 * A log on an EventStoreDB or KurrentDB server, or a cluster of them. Nothing is asked of the server yet. Appends to several streams that are
 * given at once are committed in any order: who wants one waits for the one before.
 *
 * @example
 * const store = await openEventStoreDb('esdb://tracker:secret@n1:2113,n2:2113,n3:2113?tlsCAFile=/etc/ca.crt')
 * @throws `store.bad-address`, `store.no-client`, `store.no-certificate`.
 */
export async function openEventStoreDb(url: string, options: EventStoreDbOptions = {}): Promise<EventStore> {
  const { patienceMs = 60_000, silenceMs = 10_000, graceMs = 2_000 } = options
  return new EventStoreDb(await connect(parseAddress(url), patienceMs), silenceMs, graceMs)
}

class EventStoreDb implements EventStore {
  readonly commitsInAnyOrder = true
  readonly #reads: Reads
  readonly #wakeUp = new WakeUp()
  readonly #watch: Watch
  readonly #tail: Tail
  #identity: Promise<string> | undefined
  #closed = false

  constructor(connection: Connection, silenceMs: number, graceMs: number) {
    this.#reads = { connection, silenceMs }
    this.#watch = new Watch(connection, () => this.#wakeUp.wake(), graceMs)
    this.#tail = new Tail(this.#watched(openLook(this.#reads, { follow: true })), this.#wakeUp)
  }

  async append(stream: string, expected: Expected, events: readonly NewEvent[]): Promise<AppendResult> {
    this.#check()
    const result = await appendEvents(this.#reads, stream, expected, events.map(written))
    if (result.ok) this.#wakeUp.wake()
    return result
  }

  async *readStream(stream: string, how: ReadStream = {}): AsyncGenerator<StoredEvent> {
    this.#check()
    yield* readStreamPages(this.#reads, stream, how)
  }

  readAll(how: ReadAll = {}): AsyncIterable<Page> {
    this.#check()
    const look = openLook(this.#reads, how)
    return pages(how.follow ? this.#tail.of(this.#watched(look), how) : look, how, this.#wakeUp, () => this.#closed)
  }

  async head(): Promise<Position | undefined> {
    this.#check()
    return readHead(this.#reads)
  }

  async logId(): Promise<string> {
    this.#check()
    this.#identity ??= readIdentity(this.#reads)
    try {
      return await this.#identity
    } catch (error) {
      this.#identity = undefined
      throw error
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#watch.stop()
    this.#wakeUp.wake()
    await this.#reads.connection.close()
  }

  #watched(look: ReturnType<typeof openLook>): typeof look {
    return async (after, upTo, pageSize) => {
      const page = await look(after, upTo, pageSize)
      if (page.caughtUp && !this.#closed) this.#watch.looked(page.scannedTo, page.events.at(-1)?.position)
      return page
    }
  }

  #check(): void {
    if (this.#closed) throw storeClosed()
  }
}
