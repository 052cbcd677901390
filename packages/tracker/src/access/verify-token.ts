import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { aggregates, type IsoDate, type Role, type ServiceKeyEvent, streamName } from '@rural-tracker/domain'
import { createDecider, type EventStore } from '@rural-tracker/event-store'
import type { Caller } from './caller.ts'
import { randomLetters } from './letters.ts'

/** What a token is checked against: the log that knows the keys, and the business date. */
export type TokenDesk = Readonly<{ events: EventStore; today: IsoDate }>

/** A new token, and what the log is told of it. Nothing but `token` opens anything, and nobody can tell it again. */
export type NewToken = Readonly<{ token: string; key: string; hash: string }>

type Issued = Extract<ServiceKeyEvent, { type: 'ServiceKeyIssued' }>['data']
type KeyState = Readonly<{ issued?: Issued; revokedOn?: string }>

const TOKEN = /^rt\.(\d{12})\.([a-z]{4,20})\.[\w-]{43}$/
const KEY_LENGTH = 12
const decider = createDecider(aggregates)

/**
 * Makes the secret of a service key, `rt.<division>.<key>.<secret>`.
 *
 * @example
 * const { token, key, hash } = newToken('431224105000')
 * await tracker.execute({ type: 'IssueServiceKey', data: { division: '431224105000', key, hash, role: 'recorder', occurredOn } }, envelope)
 */
export function newToken(division: string): NewToken {
  const key = randomLetters(KEY_LENGTH)
  const token = `rt.${division}.${key}.${randomBytes(32).toString('base64url')}`
  return { token, key, hash: hashOf(token).toString('base64url') }
}

/** The account that a service key acts under; the digits of its division stand in groups, as an account's may. */
export function actorOfKey(division: string, key: string): string {
  return `key:${division.slice(0, 6)}.${division.slice(6)}.${key}`
}

/**
 * Whom a service key stands for, by the log as it is at this moment: a key that was revoked, that has run out or that never was is nobody, and
 * nothing tells which of these it is.
 *
 * @example const caller = await verifyToken({ events: tracker.events, today: tracker.today() }, header.slice('Bearer '.length))
 */
export async function verifyToken({ events, today }: TokenDesk, token: string): Promise<Caller | undefined> {
  const [, division, key] = TOKEN.exec(token) ?? []
  if (division === undefined || key === undefined) return undefined
  const { state } = await decider.readFolded(events, streamName('serviceKey', division, key))
  const { issued, revokedOn } = state as KeyState
  // Compared also when there is no such key, so that the time it takes says nothing.
  const isSecret = timingSafeEqual(hashOf(token), issued === undefined ? NOTHING : Buffer.from(issued.hash, 'base64url'))
  if (issued === undefined || !isSecret || revokedOn !== undefined) return undefined
  if (today < issued.occurredOn || (issued.validTo !== undefined && today > issued.validTo)) return undefined
  return { actor: actorOfKey(division, key), role: issued.role satisfies Role, division }
}

const NOTHING = Buffer.alloc(32)

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
