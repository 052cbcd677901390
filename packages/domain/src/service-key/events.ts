import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { Role } from '../values/role.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** Which key, and never its secret: letters only, so that it is nobody's number. */
export const KeyId = z.string().regex(/^[a-z]{4,20}$/)
/** SHA-256 of a whole token, base64url. */
export const TokenHash = z.string().regex(/^[\w-]{43}$/)

const here = { division: DivisionCode, key: KeyId, occurredOn: IsoDate }

/** A program may act with this role inside this division, until its last day or until somebody revokes the key. */
export const ServiceKeyIssued = defineEvent('ServiceKeyIssued', z.strictObject({ ...here, role: Role, hash: TokenHash, validTo: IsoDate.optional() }))
export const ServiceKeyRevoked = defineEvent(
  'ServiceKeyRevoked',
  z.strictObject({ ...here, reason: z.enum(['noLongerNeeded', 'replaced', 'lost', 'misused']) }),
)

export const serviceKeyEvents = [ServiceKeyIssued, ServiceKeyRevoked] as const
export type ServiceKeyEvent = EventOf<(typeof serviceKeyEvents)[number]>
