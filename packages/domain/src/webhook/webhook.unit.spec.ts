import { expect, it } from 'vitest'
import { given } from '../testing/scenario.ts'
import { subscribeWebhook } from './decide.ts'
import * as events from './events.ts'
import { isWebhookUrl } from './url.ts'

const here = { division: '431224105000', webhook: 'county', occurredOn: '2026-01-05' }
const asked = { url: 'https://county.example/hooks', events: ['HouseholdVisited'], readModels: [], ratePerMinute: 60 }
const subscribed = events.WebhookSubscribed({ ...here, ...asked, generation: 1 })
const unsubscribed = events.WebhookUnsubscribed({ ...here, occurredOn: '2026-03-01' })

it('is subscribed once; other words under the same id are refused', () => {
  given()
    .when({ type: 'SubscribeWebhook', data: { ...here, ...asked } })
    .then(subscribed)
  given(subscribed)
    .when({ type: 'SubscribeWebhook', data: { ...here, ...asked, ratePerMinute: 6 } })
    .thenRefused('webhook.taken')
})

it('gets another secret when it is subscribed again after it ended', () => {
  given(subscribed, unsubscribed)
    .when({ type: 'SubscribeWebhook', data: { ...here, ...asked } })
    .then(events.WebhookSubscribed({ ...here, ...asked, generation: 2 }))
})

it('is changed and ended while it is subscribed, and ended once', () => {
  const changed = { ...here, ...asked, ratePerMinute: 6 }
  given().when({ type: 'ChangeWebhook', data: changed }).thenRefused('webhook.unknown')
  given(subscribed).when({ type: 'ChangeWebhook', data: changed }).then(events.WebhookChanged(changed))
  given(subscribed).when({ type: 'UnsubscribeWebhook', data: here }).then(events.WebhookUnsubscribed(here))
  given(subscribed, unsubscribed).when({ type: 'UnsubscribeWebhook', data: here }).thenNothingHappens()
  given().when({ type: 'UnsubscribeWebhook', data: here }).thenRefused('webhook.unknown')
})

it('rotates its secret to the next generation and no further', () => {
  const rotated = (generation: number) => events.WebhookSecretRotated({ ...here, generation })
  given(subscribed)
    .when({ type: 'RotateWebhookSecret', data: { ...here, generation: 2 } })
    .then(rotated(2))
  given(subscribed, rotated(2))
    .when({ type: 'RotateWebhookSecret', data: { ...here, generation: 2 } })
    .thenNothingHappens()
  given(subscribed)
    .when({ type: 'RotateWebhookSecret', data: { ...here, generation: 4 } })
    .thenRefused('webhook.generation')
})

it('asks for something, and never for deliveries: each telling would be told', () => {
  const faultOf = (more: object) => subscribeWebhook.data.safeParse({ ...here, ...asked, ...more }).error?.issues[0]
  expect(faultOf({})).toBeUndefined()
  expect(faultOf({ events: [] })).toMatchObject({ params: { fault: 'nothing_subscribed' } })
  for (const type of ['DeliverySucceeded', 'DeliveryFailed', 'DeliveryRequeued'])
    expect(faultOf({ events: [type] })).toMatchObject({ params: { fault: 'delivery_of_deliveries' } })
})

it.each([
  ['https://county.example/hooks', true],
  ['https://county.example:8443/', true],
  ['http://127.0.0.1:8080/hooks', true],
  ['http://localhost/hooks', true],
  ['http://[::1]:8080/', true],
  ['http://county.example/hooks', false],
  ['http://127.0.0.1.county.example/', false],
  ['http://2130706434.example/', false],
  ['https://user:word@county.example/', false],
  ['https://user@county.example/', false],
  ['https://county.example/?token=1', false],
  ['https://county.example/?', false],
  ['https://county.example/#top', false],
  ['ftp://county.example/', false],
  ['file:///etc/hosts', false],
  ['county.example', false],
  ['', false],
])('%s: may be a webhook: %s', (text, may) => {
  expect(isWebhookUrl(text)).toBe(may)
})
