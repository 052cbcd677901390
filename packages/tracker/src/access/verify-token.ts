import type { EventStore } from '@rural-tracker/event-store'
import type { Caller } from './caller.ts'

/** What a token is checked against: the log that knows the keys, and the business date. */
export type TokenDesk = Readonly<{ events: EventStore; today: string }>

/**
 * Whom a service key `rt.<division>.<key>.<secret>` stands for, by the log as it is now: a key that was revoked, that has run out or that never
 * was is nobody, and nothing tells which of these it is.
 *
 * @example const caller = await verifyToken({ events: tracker.events, today: '2024-05-01' }, header.slice('Bearer '.length))
 */
export async function verifyToken(_desk: TokenDesk, _token: string): Promise<Caller | undefined> {
  return undefined
}
