import { z } from 'zod'
import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { words } from '../said.ts'
import * as events from './events.ts'
import { evolve, initial, type Subscription, type WebhookState } from './state.ts'

const command = defineCommand<WebhookState>()
const stream = ({ division, webhook }: { division: string; webhook: string }) => streamName('webhook', division, webhook)

const unknown = refuse('webhook.unknown', '没有该订阅，请核对编号。', 'There is no such webhook; check its id.')

const asksForSomething = ({ events: types, readModels }: { events: readonly string[]; readModels: readonly string[] }) =>
  types.length + readModels.length > 0
const nothingAsked = { params: { fault: 'nothing_subscribed' } }

function isSame(state: Subscription, { url, events: types, readModels, ratePerMinute }: Subscription): boolean {
  return words(state) === words({ url, events: types, readModels, ratePerMinute })
}

export const subscribeWebhook = command({
  type: 'SubscribeWebhook',
  kind: 'order',
  data: events.WebhookSubscribed.schema.omit({ generation: true }).refine(asksForSomething, nothingAsked),
  stream,
  decide: (data, { subscription, generation }) => {
    if (!subscription) return [events.WebhookSubscribed({ ...data, generation: generation + 1 })]
    if (isSame(subscription, data)) return []
    return refuse(
      'webhook.taken',
      '该编号已有订阅，请更改该订阅或另选编号。',
      'There is a webhook of this id already; change that one, or choose another id.',
    )
  },
})

export const changeWebhook = command({
  type: 'ChangeWebhook',
  kind: 'order',
  data: events.WebhookChanged.schema.refine(asksForSomething, nothingAsked),
  stream,
  decide: (data, { subscription }) => {
    if (!subscription) return unknown
    return isSame(subscription, data) ? [] : [events.WebhookChanged(data)]
  },
})

/** `generation` is the one that begins, so that the same order again makes no further secret. */
export const rotateWebhookSecret = command({
  type: 'RotateWebhookSecret',
  kind: 'order',
  data: events.WebhookSecretRotated.schema,
  stream,
  decide: (data, { subscription, generation }) => {
    if (!subscription) return unknown
    if (data.generation <= generation) return []
    if (data.generation === generation + 1) return [events.WebhookSecretRotated(data)]
    return refuse('webhook.generation', '密钥代次不连续，请先查看当前代次。', 'The generation is not the next one; look at the present one first.')
  },
})

export const unsubscribeWebhook = command({
  type: 'UnsubscribeWebhook',
  kind: 'order',
  data: z.strictObject(events.WebhookUnsubscribed.schema.shape),
  stream,
  decide: (data, { subscription, generation }) => {
    if (subscription) return [events.WebhookUnsubscribed(data)]
    return generation > 0 ? [] : unknown
  },
})

/** Who is told outside of what happens here: a subscription, its secret's generation, and no secret. */
export const webhook = defineAggregate({
  category: 'webhook',
  events: events.webhookEvents,
  initial,
  evolve,
  commands: [subscribeWebhook, changeWebhook, rotateWebhookSecret, unsubscribeWebhook],
})
