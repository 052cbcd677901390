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

/** The same data as the same text, whatever the order in which its fields were put together. Part of the storage format: hashes of commands are made of it. */
export function words(data: unknown): string {
  if (typeof data !== 'object' || data === null) return JSON.stringify(data) ?? 'null'
  if (Array.isArray(data)) return `[${data.map(words).join(',')}]`
  const fields = data as Record<string, unknown>
  const keys = Object.keys(fields)
    .filter((key) => fields[key] !== undefined)
    .sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${words(fields[key])}`).join(',')}}`
}
