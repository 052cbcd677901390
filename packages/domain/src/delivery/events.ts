import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { EventId, LocalId } from '../values/ids.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** Made from what is delivered and to whom; of letters only, so that nobody takes it for a number. */
export const DeliveryId = z.string().regex(/^[a-z]{20,40}$/)
const StreamName = z
  .string()
  .max(200)
  .regex(/^[a-z][A-Za-z]*-\d{12}-[^-\s]+$/)
/** The name of a read model. */
export const ReadModelName = z.string().regex(/^[a-z][a-z_]{1,59}$/)

/** What is told: an event, or how a row of a read model has become. `state` is the hash of the row that was told. */
export const About = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), event: EventId, stream: StreamName, revision: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('row'), readModel: ReadModelName, row: z.string().min(1).max(200), state: DeliveryId }),
])
export type About = z.infer<typeof About>

const here = { division: DivisionCode, delivery: DeliveryId, webhook: LocalId, occurredOn: IsoDate }
/** A delivery begins with round 1; each time that somebody sends it again by hand a round begins. */
const round = z.int().positive().max(1_000)
/** Why a receiver did not take it: the answer it gave, or what stood in the way. */
export const DeliveryFailure = z.enum(['answer', 'timeout', 'unreachable', 'addressRefused', 'gone', 'unsubscribed', 'eventMissing'])

/** The receiver took it, at the n-th try of the round. `status` is its HTTP answer. */
export const DeliverySucceeded = defineEvent(
  'DeliverySucceeded',
  z.strictObject({ ...here, round, attempts: z.int().positive(), status: z.int().min(200).max(299), about: About }),
)
/** A dead letter: nobody tries any more until somebody sends it again. */
export const DeliveryFailed = defineEvent(
  'DeliveryFailed',
  z.strictObject({
    ...here,
    round,
    attempts: z.int().positive(),
    reason: DeliveryFailure,
    status: z.int().min(100).max(599).nullable(),
    about: About,
  }),
)
/** Somebody has it sent again. */
export const DeliveryRequeued = defineEvent('DeliveryRequeued', z.strictObject({ ...here, round, about: About }))

export const deliveryEvents = [DeliverySucceeded, DeliveryFailed, DeliveryRequeued] as const
export type DeliveryEvent = EventOf<(typeof deliveryEvents)[number]>
