import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { delivery as deliveries } from '../../delivery/decide.ts'
import { DeliveryFailure } from '../../delivery/events.ts'
import type { webhook as aggregate } from '../../webhook/decide.ts'
import { type DataOfEach, division, event, occurredOn, one } from './pools.ts'

const here = { division, webhook: one('W1', 'W2'), occurredOn }
const asked = {
  url: one('https://county.example/hooks', 'http://127.0.0.1:8080/'),
  events: one<string[][]>(['HouseholdVisited'], ['HouseholdVisited', 'PaymentPaid']),
  readModels: one<string[][]>([], ['monitoring_list']),
  ratePerMinute: one(60, 600),
}

export const webhookCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  SubscribeWebhook: fc.record({ ...here, ...asked }),
  ChangeWebhook: fc.record({ ...here, ...asked }),
  RotateWebhookSecret: fc.record({ ...here, generation: one(2, 3) }),
  UnsubscribeWebhook: fc.record(here),
}

const delivery = { ...here, webhook: one('W1'), delivery: one('abcdefghijklmnopqrstuvwx') }
const about = fc.oneof(
  fc.record({ kind: one('event' as const), event, stream: one('household-431224105201-H00001'), revision: one(0, 3) }),
  fc.record({ kind: one('row' as const), readModel: one('monitoring_list'), row: one('H00001'), state: one('zyxwvutsrqponmlkjihgfedc') }),
)
const tried = { round: one(1, 2, 3), attempts: one(1, 9), about }

export const deliveryCommands: DataOfEach<CommandOf<typeof deliveries>['type']> = {
  RecordDelivery: fc.record({ ...delivery, ...tried, status: one(200, 204) }),
  RecordDeliveryFailure: fc.record({ ...delivery, ...tried, reason: one(...DeliveryFailure.options), status: one(500, null) }),
  RequeueDelivery: fc.record({ ...delivery, round: one(2, 3) }),
}
