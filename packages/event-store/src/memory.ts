import { randomUUID } from 'node:crypto'
import { matches, serialise } from './envelope.ts'
import { judge } from './expected.ts'
import type { AppendResult, EventStore, Expected, NewEvent, Page, Position, ReadAll, ReadStream, StoredEvent } from './port.ts'
import { pagesOf } from './read-all.ts'
import { Wake } from './wake.ts'

/**
 * A store in memory, for tests. It passes the same contract as the others.
 *
 * @example const store = openMemoryStore()
 */
export function openMemoryStore(): EventStore {
  return new MemoryStore()
}

class MemoryStore implements EventStore {
  readonly #id = randomUUID()
  readonly #log: StoredEvent[] = []
  readonly #streams = new Map<string, StoredEvent[]>()
  readonly #wake = new Wake()

  async append(stream: string, expected: Expected, events: readonly NewEvent[]): Promise<AppendResult> {
    const texts = events.map(serialise)
    const own = this.#streams.get(stream) ?? []
    const last = own.at(-1)?.revision
    const verdict = judge(stream, expected, events, { last, idsFrom: (revision, count) => own.slice(Number(revision), Number(revision) + count) })
    if (verdict !== 'write') return verdict
    const recordedAt = new Date(Math.max(Date.now(), Date.parse(this.#log.at(-1)?.recordedAt ?? '1970-01-01'))).toISOString()
    for (const [i, event] of events.entries()) {
      const stored: StoredEvent = {
        id: event.id,
        type: event.type,
        // Through JSON, as any store does, so that a test sees what a reader would see.
        data: JSON.parse(texts[i]?.data ?? 'null'),
        metadata: JSON.parse(texts[i]?.metadata ?? 'null'),
        stream,
        revision: BigInt(own.length),
        position: BigInt(this.#log.length + 1) as Position,
        recordedAt,
      }
      own.push(stored)
      this.#log.push(stored)
    }
    if (own.length > 0) this.#streams.set(stream, own)
    this.#wake.now()
    return { ok: true, revision: BigInt(own.length) - 1n, position: events.length > 0 ? own.at(-1)?.position : undefined }
  }

  async *readStream(stream: string, { from, to, backwards, limit }: ReadStream = {}): AsyncIterable<StoredEvent> {
    const chosen = (this.#streams.get(stream) ?? []).filter((e) => (from === undefined || e.revision >= from) && (to === undefined || e.revision <= to))
    yield* (backwards ? chosen.reverse() : chosen).slice(0, limit)
  }

  readAll(how: ReadAll = {}): AsyncIterable<Page> {
    return pagesOf(how, this.#wake, () => this.#log.at(-1)?.position, (after, upTo, limit) => {
      const events: StoredEvent[] = []
      for (let i = Number(after ?? 0n); i < this.#log.length && events.length < limit; i++) {
        const event = this.#log[i]
        if (!event || (upTo !== undefined && event.position > upTo)) break
        if (matches(how.filter, event)) events.push(event)
      }
      return events
    })
  }

  async head(): Promise<Position | undefined> {
    return this.#log.at(-1)?.position
  }

  async logId(): Promise<string> {
    return this.#id
  }

  async close(): Promise<void> {}
}
