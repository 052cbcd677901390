import { it } from 'vitest'
import { given } from '../testing/scenario.ts'
import { WebhookSubscribed, WebhookUnsubscribed } from '../webhook/events.ts'
import * as events from './events.ts'

const division = '431224105000'
const id = { division, delivery: 'abcdefghijklmnopqrstuvwx' }
const here = { ...id, webhook: 'county', occurredOn: '2026-01-06' }
const about = { kind: 'event', event: '5f0c2b0e-3d1c-5a7e-9f43-0a1b2c3d4e5f', stream: 'household-431224105201-H00001', revision: 4 } as const
const taken = (round: number, attempts = 1) => events.DeliverySucceeded({ ...here, round, attempts, status: 204, about })
const dead = (round: number) => events.DeliveryFailed({ ...here, round, attempts: 10, reason: 'answer', status: 500, about })
const again = (round: number) => events.DeliveryRequeued({ ...here, round, about })
const order = (round: number, webhook = 'county') => ({ type: 'RequeueDelivery', data: { ...here, webhook, round } }) as const

const stream = `webhook-${division}-county`
const subscribed = WebhookSubscribed({
  ...{ division, webhook: 'county', occurredOn: '2026-01-05', url: 'https://county.example/hooks' },
  ...{ events: ['HouseholdVisited'], readModels: [], ratePerMinute: 60, generation: 1 },
})

it('has one outcome, however often it was performed and told', () => {
  given()
    .when({ type: 'RecordDelivery', data: taken(1).data })
    .then(taken(1))
  given(taken(1))
    .when({ type: 'RecordDelivery', data: taken(1, 2).data })
    .thenNothingHappens()
  given(taken(1))
    .when({ type: 'RecordDeliveryFailure', data: dead(1).data })
    .thenNothingHappens()
  given()
    .when({ type: 'RecordDeliveryFailure', data: dead(1).data })
    .then(dead(1))
  given(dead(1))
    .when({ type: 'RecordDelivery', data: taken(1).data })
    .thenNothingHappens()
})

it('is sent again by hand when it is a dead letter, in a round of its own that ends once', () => {
  given(dead(1)).seeing(stream, subscribed).when(order(2)).then(again(2))
  given(dead(1), again(2)).seeing(stream, subscribed).when(order(2)).thenNothingHappens()
  given(dead(1), again(2))
    .when({ type: 'RecordDelivery', data: taken(2).data })
    .then(taken(2))
  given(dead(1), again(2))
    .when({ type: 'RecordDelivery', data: taken(1).data })
    .thenNothingHappens()
  given(dead(1), again(2), dead(2)).seeing(stream, subscribed).when(order(3)).then(again(3))
})

it('is not sent again when it did not fail, is not there, or nobody is subscribed any more', () => {
  given().seeing(stream, subscribed).when(order(2)).thenRefused('delivery.unknown')
  given(dead(1)).seeing(`webhook-${division}-other`, subscribed).when(order(2, 'other')).thenRefused('delivery.unknown')
  given(taken(1)).seeing(stream, subscribed).when(order(2)).thenRefused('delivery.not-failed')
  given(dead(1)).seeing(stream, subscribed).when(order(4)).thenRefused('delivery.not-failed')
  const ended = WebhookUnsubscribed({ division, webhook: 'county', occurredOn: '2026-01-07' })
  given(dead(1)).seeing(stream, subscribed, ended).when(order(2)).thenRefused('delivery.unsubscribed')
})
