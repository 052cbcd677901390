import type { DomainEvent } from './event.ts'

/** What a stream has said, by business key: the same words under the same key again are no news. */
export type Said = Readonly<Record<string, string>>

export function isSaid(said: Said, key: string, event: DomainEvent): boolean {
  return said[key] === JSON.stringify(event.data)
}

export function say(said: Said, key: string, event: DomainEvent): Said {
  return { ...said, [key]: JSON.stringify(event.data) }
}
