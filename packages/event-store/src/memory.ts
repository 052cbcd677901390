import { randomUUID } from 'node:crypto'
import { storeClosed } from './errors.ts'
import { judge, RECENT_IDS, type StreamTail } from './expectation.ts'
import { matching } from './filter.ts'
import { pages } from './paging.ts'
import type { AppendResult, EventStore, Expected, NewEvent, Page, Position, ReadAll, ReadStream, StoredEvent } from './port.ts'
import { asPosition } from './position.ts'
import { StoredRow, written } from './stored-row.ts'
import { WakeUp } from './wake-up.ts'

const MISSING: readonly StoredRow[] = []

/**
 * A log that lives as long as the process: for tests, and for trying things out.
 *
 * @example
 * const store = openMemoryStore()
 * await store.append('household-431224105201-H00001', 'no_stream', [event])
 */
export function openMemoryStore(how: { now?: () => string } = {}): EventStore {
  return new MemoryStore(how.now ?? (() => new Date().toISOString()))
}

class MemoryStore implements EventStore {
  readonly #id = randomUUID()
  readonly #now: () => string
  readonly #log: StoredRow[] = []
  readonly #streams = new Map<string, StoredRow[]>()
  readonly #wakeUp = new WakeUp()
  #recordedAt = 0
  #closed = false

  constructor(now: () => string) {
    this.#now = now
  }

  async append(stream: string, expected: Expected, events: readonly NewEvent[]): Promise<AppendResult> {
    if (this.#closed) throw storeClosed()
    const ready = events.map(written)
    const rows = this.#streams.get(stream) ?? MISSING
    const verdict = judge(expected, ready, tailOf(rows))
    if (verdict.kind === 'conflict') return { ok: false, stream, expected, actual: rows.length ? BigInt(rows.length - 1) : 'no_stream' }
    if (verdict.kind === 'repeat') return { ok: true, revision: BigInt(verdict.revision), position: rows[verdict.revision]?.position }

    if (!ready.length) return { ok: true, revision: BigInt(rows.length - 1), position: undefined }
    this.#recordedAt = Math.max(this.#recordedAt, Date.parse(this.#now()))
    const added = ready.map(
      (event, i) =>
        new StoredRow(this.#log.length + 1 + i, stream, rows.length + i, event.id, event.type, event.data, event.metadata, this.#recordedAt),
    )
    const tail = this.#streams.get(stream)
    if (tail) tail.push(...added)
    else this.#streams.set(stream, added)
    for (const row of added) this.#log.push(row)
    this.#wakeUp.wake()
    return { ok: true, revision: added.at(-1)?.revision ?? -1n, position: asPosition(this.#log.length) }
  }

  async *readStream(stream: string, how: ReadStream = {}): AsyncGenerator<StoredEvent> {
    if (this.#closed) throw storeClosed()
    const { from = 0n, to, backwards, limit = Number.POSITIVE_INFINITY } = how
    const found = (this.#streams.get(stream) ?? MISSING).filter((event) => event.revision >= from && (to === undefined || event.revision <= to))
    if (backwards) found.reverse()
    yield* found.slice(0, limit)
  }

  readAll(how: ReadAll = {}): AsyncIterable<Page> {
    if (this.#closed) throw storeClosed()
    const wanted = matching(how.filter)
    const look = (after: Position | undefined, upTo: Position | undefined, pageSize: number): Page => {
      const start = Number(after ?? 0n)
      const end = upTo !== undefined && upTo < this.#log.length ? Number(upTo) : this.#log.length
      const events: StoredEvent[] = []
      let at = start
      for (; at < end && events.length < pageSize; at++) {
        const event = this.#log[at] as StoredRow
        if (wanted(event)) events.push(event)
      }
      return { events, scannedTo: at > start ? asPosition(at) : after, caughtUp: at >= end }
    }
    return pages(look, how, this.#wakeUp, () => this.#closed)
  }

  async head(): Promise<Position | undefined> {
    if (this.#closed) throw storeClosed()
    return this.#log.length ? asPosition(this.#log.length) : undefined
  }

  async logId(): Promise<string> {
    return this.#id
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#wakeUp.wake()
  }
}

function tailOf(rows: readonly StoredRow[]): StreamTail {
  return {
    last: rows.length - 1,
    idAt: (revision) => rows[revision]?.id,
    recent: (id) => {
      const at = rows.findLastIndex((row) => row.id === id)
      return at >= 0 && at >= rows.length - RECENT_IDS ? at : undefined
    },
  }
}
