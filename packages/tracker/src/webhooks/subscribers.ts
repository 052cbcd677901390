import {
  catalogue,
  deliveryEvents,
  divisionPrefix,
  type EventDefinition,
  type Subscription,
  webhook,
  webhookEvents,
  type WebhookState,
} from '@rural-tracker/domain'
import type { LogEvent } from '@rural-tracker/projections'
import { defineReaction, type Effect, type Reaction } from '@rural-tracker/reactions'
import { type Delivery, deliveryOf, effectOf } from './delivery.ts'

export type Subscriber = Subscription & Readonly<{ division: string; webhook: string }>
/** By stream; what is remembered of each webhook. */
type Webhooks = ReadonlyMap<string, WebhookState>

const told: readonly EventDefinition[] = [...new Set(catalogue.values())].filter((event) => !deliveryEvents.some((own) => own === event))
const requeued = 'DeliveryRequeued'

/** Events that subscribers asked for, each once for each of them; and what somebody has sent again. Only what happens after it was asked for. */
export const webhookReaction: Reaction = defineReaction({
  name: 'webhooks',
  events: [...told, ...deliveryEvents.filter(({ type }) => type === requeued)],
  begins: webhookEvents,
  memory: { events: webhookEvents, initial: new Map() as Webhooks, evolve: noted },
  wants: (type, webhooks) => type === requeued || subscribers(webhooks).some(({ events }) => events.includes(todaysName(type))),
  effects: (event, webhooks): readonly Effect[] => {
    if (event.type === requeued) return [effectOf(sentAgain(event, webhooks))]
    const about = { kind: 'event', event: event.id, stream: event.stream, revision: event.revision } as const
    return subscribers(webhooks)
      .filter(({ events, division }) => events.includes(event.type) && event.division.startsWith(divisionPrefix(division)))
      .map((one) => effectOf(deliveryOf(one, about)))
  },
})

function noted(webhooks: Webhooks, event: LogEvent): Webhooks {
  const before = webhooks.get(event.stream) ?? webhook.initial
  return new Map(webhooks).set(event.stream, webhook.evolve(before, event, { id: event.id, actor: event.actor }))
}

export function subscribers(webhooks: Webhooks): readonly Subscriber[] {
  return [...webhooks].flatMap(([stream, { subscription }]) => {
    const [, division = '', id = ''] = stream.split('-')
    return subscription ? [{ ...subscription, division, webhook: id }] : []
  })
}

function sentAgain(event: LogEvent, webhooks: Webhooks): Delivery {
  const { division, webhook: id, delivery, round, about } = event.data as Delivery
  const ratePerMinute = webhooks.get(`webhook-${division}-${id}`)?.subscription?.ratePerMinute ?? 60
  return { division, webhook: id, delivery, round, about, ratePerMinute }
}

/** Events may be stored under a former name. */
function todaysName(type: string): string {
  return catalogue.get(type)?.type ?? type
}
