import { categoryOf } from '@rural-tracker/domain'
import { eventTooLarge } from './errors.ts'
import { type Filter, MAX_EVENT_BYTES, type NewEvent } from './port.ts'

/** Data and metadata as the JSON that is stored. @throws EventStoreError when the event is too large; nothing is written. */
export function serialise(event: NewEvent): { data: string; metadata: string } {
  const data = JSON.stringify(event.data)
  const metadata = JSON.stringify(event.metadata)
  // A UTF-16 unit is at most 3 bytes of UTF-8, so short events need no count.
  if ((data.length + metadata.length) * 3 > MAX_EVENT_BYTES) {
    const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata)
    if (bytes > MAX_EVENT_BYTES) throw eventTooLarge(event.type, bytes, MAX_EVENT_BYTES)
  }
  return { data, metadata }
}

export function matches(filter: Filter | undefined, event: { stream: string; type: string }): boolean {
  if (!filter) return true
  if (filter.types && !filter.types.includes(event.type)) return false
  return !filter.categories || filter.categories.includes(categoryOf(event.stream))
}
