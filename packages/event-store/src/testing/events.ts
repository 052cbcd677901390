import { randomUUID } from 'node:crypto'
import type { Json } from '@rural-tracker/domain'
import type { EventStore, Metadata, NewEvent, Page, ReadAll, ReadStream, StoredEvent } from '../port.ts'

const VILLAGE = '431224105201'

/**
 * An event to append in a test.
 *
 * @example
 * newEvent({ type: 'HouseholdVisited', data: { household: 'H00001' } })
 */
export function newEvent(given: { id?: string; type?: string; data?: Json; metadata?: Partial<Metadata> } = {}): NewEvent {
  const {
    id = randomUUID(),
    type = 'HouseholdVisited',
    data = { household: 'H00001', occurredOn: '2024-05-01', visitor: 'helper' },
    metadata,
  } = given
  return {
    id,
    type,
    data,
    metadata: { commandId: id, commandHash: 'none', actor: 'clerk:test', source: 'test', division: VILLAGE, v: 1, ...metadata },
  }
}

export function newEvents(count: number, given: Parameters<typeof newEvent>[0] = {}): NewEvent[] {
  return Array.from({ length: count }, () => newEvent(given))
}

/** Names that no other test uses: a server is shared by all of them. */
export function freshCategory(): string {
  return `test${randomUUID().replaceAll('-', '')}`
}
export function streamOf(category: string, id = randomUUID().slice(0, 8)): string {
  return `${category}-${VILLAGE}-${id}`
}

export async function streamEvents(store: EventStore, stream: string, how?: ReadStream): Promise<StoredEvent[]> {
  return collect(store.readStream(stream, how))
}

export async function pagesOf(store: EventStore, how: ReadAll): Promise<Page[]> {
  return collect(store.readAll(how))
}

export async function logEvents(store: EventStore, how: ReadAll): Promise<StoredEvent[]> {
  return (await pagesOf(store, how)).flatMap((page) => page.events)
}

export const idsOf = (events: readonly { id: string }[]): string[] => events.map((event) => event.id)

/** Everything an iteration gives, at its end. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
