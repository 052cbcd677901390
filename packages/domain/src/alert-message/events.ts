import { z } from 'zod'
import { alertHere } from '../alert/events.ts'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { LocalId } from '../values/ids.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** Made from who is told and of what; of letters only, so that nobody takes it for a number. */
export const MessageId = z.string().regex(/^[a-z]{20,40}$/)

/** As many as one message tells; what waits beyond comes with the next one. */
export const MOST_ITEMS = 50

/** One alert at once, several that had waited, what a day has brought, or that weak signs wait on the weekly list: of those a message has no items. */
export const MessageKind = z.enum(['alert', 'digest', 'daily', 'weekly'])
export type MessageKind = z.infer<typeof MessageKind>

/** One alert in a message, and where it stood: the same is not told twice. @example { …, episode: 1, stood: 'village.passed.3' } */
export const MessageItem = z.strictObject({
  division: alertHere.division,
  subject: alertHere.subject,
  cause: alertHere.cause,
  episode: z.int().positive(),
  stood: z.string().regex(/^(village|town|county)\.(raised|approaching|passed)\.[123]$/),
})
export type MessageItem = z.infer<typeof MessageItem>

/**
 * Why it was not taken: the receiver said no, did not answer, is not there any more, or nobody knows its address. `overtaken`: before it could be
 * sent, everything it told had been dealt with.
 */
export const MessageFailure = z.enum(['refused', 'unreachable', 'timeout', 'noAddress', 'removed', 'overtaken'])
export type MessageFailure = z.infer<typeof MessageFailure>

const here = { division: DivisionCode, message: MessageId, receiver: LocalId, occurredOn: IsoDate }

/** What a receiver is to be told next. A message has no words: they are made when it is sent. */
export const AlertMessageMade = defineEvent(
  'AlertMessageMade',
  z.strictObject({ ...here, kind: MessageKind, items: z.array(MessageItem).max(MOST_ITEMS) }),
  { version: 2, upcast: { 1: (data) => data } },
)
/** The receiver, or the mail server for it, has taken it at the n-th try. */
export const AlertMessageDelivered = defineEvent('AlertMessageDelivered', z.strictObject({ ...here, attempts: z.int().positive() }))
/** Nobody tries this one any more. What it told waits again, and comes with the next message. */
export const AlertMessageFailed = defineEvent('AlertMessageFailed', z.strictObject({ ...here, attempts: z.int().positive(), reason: MessageFailure }))

export const alertMessageEvents = [AlertMessageMade, AlertMessageDelivered, AlertMessageFailed] as const
export type AlertMessageEvent = EventOf<(typeof alertMessageEvents)[number]>
