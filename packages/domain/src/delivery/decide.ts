import { z } from 'zod'
import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import type { WebhookState } from '../webhook/state.ts'
import * as events from './events.ts'
import { type DeliveryState, evolve, initial } from './state.ts'

const command = defineCommand<DeliveryState>()
const stream = ({ division, delivery }: { division: string; delivery: string }) => streamName('delivery', division, delivery)

/** A round has one outcome: however often it was performed, the first that is told stands. */
function isTold({ round, outcome }: DeliveryState, of: number): boolean {
  return of < round || (of === round && outcome !== 'open')
}

export const recordDelivery = command({
  type: 'RecordDelivery',
  kind: 'report',
  data: events.DeliverySucceeded.schema,
  stream,
  decide: (data, state) => (isTold(state, data.round) ? [] : [events.DeliverySucceeded(data)]),
})

export const recordDeliveryFailure = command({
  type: 'RecordDeliveryFailure',
  kind: 'report',
  data: events.DeliveryFailed.schema,
  stream,
  decide: (data, state) => (isTold(state, data.round) ? [] : [events.DeliveryFailed(data)]),
})

/** `round` is the one that begins: the second after a delivery failed for the first time. */
export const requeueDelivery = command({
  type: 'RequeueDelivery',
  kind: 'order',
  data: z.strictObject({
    division: DivisionCode,
    delivery: events.DeliveryId,
    webhook: events.DeliveryRequeued.schema.shape.webhook,
    round: events.DeliveryRequeued.schema.shape.round,
    occurredOn: IsoDate,
  }),
  stream,
  reads: ({ division, webhook }) => [streamName('webhook', division, webhook)],
  decide: (data, { round, outcome, known }, _actor, seen) => {
    if (!known || known.webhook !== data.webhook)
      return refuse('delivery.unknown', '没有该投递记录，请核对编号。', 'There is no such delivery of this webhook; check its id.')
    if (data.round <= round && !(data.round === round && outcome === 'failed')) return []
    if (outcome !== 'failed' || data.round !== round + 1)
      return refuse(
        'delivery.not-failed',
        '该投递没有失败，或轮次不对，无需重发。',
        'This delivery has not failed, or not in the round before; there is nothing to send again.',
      )
    const there = seen(streamName('webhook', data.division, data.webhook))?.state as WebhookState | undefined
    if (!there?.subscription)
      return refuse('delivery.unsubscribed', '该订阅已取消，不能重发。', 'The webhook is not subscribed any more, so nothing can be sent to it.')
    return [events.DeliveryRequeued({ ...data, about: known.about })]
  },
})

/** What became of one thing that a receiver was to be told. */
export const delivery = defineAggregate({
  category: 'delivery',
  events: events.deliveryEvents,
  initial,
  evolve,
  commands: [recordDelivery, recordDeliveryFailure, requeueDelivery],
})
