import { z } from 'zod'
import { deliveryEvents, ReadModelName } from '../delivery/events.ts'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { LocalId } from '../values/ids.ts'
import { WebhookUrl } from './url.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** To be told of every delivery would never end: each telling is a delivery. */
const isAboutDelivery = (type: string) => deliveryEvents.some((event) => event.type === type)
const EventType = z
  .string()
  .regex(/^[A-Z][A-Za-z]{2,79}$/)
  .refine((type) => !isAboutDelivery(type), { params: { fault: 'delivery_of_deliveries' } })
const noneTwice = (all: readonly string[]) => new Set(all).size === all.length

const here = { division: DivisionCode, webhook: LocalId, occurredOn: IsoDate }
/** What a receiver asked for: which events and which rows, of its division, and how many in a minute. */
export const subscription = {
  url: WebhookUrl,
  events: z.array(EventType).max(200).refine(noneTwice),
  readModels: z.array(ReadModelName).max(50).refine(noneTwice),
  ratePerMinute: z.int().min(1).max(6_000),
}
/** The secret is made from the key of the installation, the webhook and this number: the log holds no secret. */
const generation = z.int().positive().max(100_000)

export const WebhookSubscribed = defineEvent('WebhookSubscribed', z.strictObject({ ...here, ...subscription, generation }))
export const WebhookChanged = defineEvent('WebhookChanged', z.strictObject({ ...here, ...subscription }))
export const WebhookSecretRotated = defineEvent('WebhookSecretRotated', z.strictObject({ ...here, generation }))
export const WebhookUnsubscribed = defineEvent('WebhookUnsubscribed', z.strictObject({ ...here }))

export const webhookEvents = [WebhookSubscribed, WebhookChanged, WebhookSecretRotated, WebhookUnsubscribed] as const
export type WebhookEvent = EventOf<(typeof webhookEvents)[number]>
