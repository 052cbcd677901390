import type { DomainEvent } from './event.ts'
import { GrowingMap } from './growing-map.ts'

/** What a stream has said, by business key: the same words under the same key again are no news. A stream can be long: it grows cheaply. */
export type Said = GrowingMap<string | undefined>

export const nothingSaid: Said = GrowingMap.empty()

export function isSaid(said: Said, key: string, event: DomainEvent): boolean {
  return said.get(key) === words(event.data)
}

export function say(said: Said, key: string, event: DomainEvent): Said {
  return said.set(key, words(event.data))
}

/** The same data as the same text, whatever the order in which its fields were put together. */
export function words(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
