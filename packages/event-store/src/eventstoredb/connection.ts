import { setMaxListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { EventStoreDBClient } from '@eventstore/db-client'
import { type EventStoreError, storeClosed } from '../errors.ts'
import type { Address } from './address.ts'
import { type Clients, clientsFor } from './client.ts'
import { denied, serverFailed, unreachable } from './errors.ts'
import { failureOf } from './failures.ts'

const SHORTEST_WAIT = 50
const LONGEST_WAIT = 2_000

export type Use = Readonly<{
  signal?: AbortSignal | undefined
  /** What is thrown when patience is over. */
  gaveUp?: (hosts: Address['hosts'], cause: unknown) => EventStoreError
}>

/** The way to a server: a client that is replaced when it is of no more use, and patience. */
export class Connection {
  readonly credentials: Clients['credentials']
  readonly #address: Address
  readonly #clients: Clients
  readonly #patienceMs: number
  readonly #closing = new AbortController()
  #client: EventStoreDBClient

  /** Use `connect`. */
  constructor(address: Address, clients: Clients, patienceMs: number) {
    this.#address = address
    this.#clients = clients
    this.#patienceMs = patienceMs
    this.credentials = clients.credentials
    this.#client = clients.open()
    // Everything under way listens to it.
    setMaxListeners(0, this.#closing.signal)
  }

  /**
   * Does something with the server, again and again while it cannot be reached; so `work` must have one effect however often it runs.
   *
   * @throws `store.unreachable`, `store.denied`, `store.server-failed`, `store.closed`.
   */
  async use<T>(work: (client: EventStoreDBClient, stop: AbortSignal) => Promise<T>, { signal, gaveUp = unreachable }: Use = {}): Promise<T> {
    const until = Date.now() + this.#patienceMs
    const closing = this.#closing.signal
    const stop = signal ? AbortSignal.any([signal, closing]) : closing
    for (let wait = SHORTEST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      if (closing.aborted) throw storeClosed()
      signal?.throwIfAborted()
      const client = this.#client
      try {
        return await work(client, stop)
      } catch (error) {
        if (stop.aborted) continue
        const failure = failureOf(error)
        if (failure === 'denied') throw denied(this.#address.hosts, error)
        // What we have thrown ourselves already says what it is.
        if (failure === 'failed') throw hasText(error) ? error : serverFailed(kindOf(error), error)
        // Client defect 9: it remembers a failed discovery for ever. And one that is not answered may hold a dead connection.
        if (failure === 'undiscovered' || failure === 'silent') this.#replace(client)
        if (Date.now() + wait > until) throw gaveUp(this.#address.hosts, error)
      }
      await setTimeout(wait, undefined, { signal: stop }).catch(() => {})
    }
  }

  /** The present client, for what looks after itself. */
  get client(): EventStoreDBClient {
    return this.#client
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#client.dispose()
  }

  /** What still runs over the old one ends there. */
  #replace(client: EventStoreDBClient): void {
    if (client === this.#client) this.#client = this.#clients.open()
  }
}

export async function connect(address: Address, patienceMs: number): Promise<Connection> {
  return new Connection(address, await clientsFor(address), patienceMs)
}

function hasText(error: unknown): boolean {
  return error instanceof Error && 'text' in error
}

/** Never the message: it may quote what was written. */
function kindOf(error: unknown): string {
  const { type, code } = (error ?? {}) as Readonly<{ type?: unknown; code?: unknown }>
  return String(type ?? code ?? 'error')
}
