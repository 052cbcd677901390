import fc from 'fast-check'
import { ALERT_STAGES } from '../../alert/kinds.ts'
import type { alertMessage } from '../../alert-message/decide.ts'
import type { CommandOf } from '../../catalogue.ts'
import type { receiver } from '../../receiver/decide.ts'
import { type DataOfEach, occurredOn, one } from './pools.ts'

const division = fc.constant('431224105201')
const here = { division, receiver: one('helper', 'office'), occurredOn }
const wishes = {
  channel: one('mail', 'robot'),
  answersAs: one('helper:a', 'office:b'),
  stages: fc.uniqueArray(one(...ALERT_STAGES), { minLength: 1, maxLength: 2 }),
  ownOnly: fc.boolean(),
  fromLevel: one(1, 2),
  ringsFrom: one(null, 3),
  digestAt: one(null, '08:00'),
  language: one('zh', 'en'),
}
const weeklyAt = fc.record({ day: one(1, 5), time: one('08:00', '17:30') })
const message = { ...here, message: one('abcdefghijklmnopqrstuvwx', 'bcdefghijklmnopqrstuvwxy') }
const item = fc.record({
  division,
  subject: one('H00001', 'H00002'),
  cause: one('rule.drop-out', 'due.visit'),
  episode: one(1, 2),
  stood: one('village.raised.1', 'town.passed.3'),
})

export const receiverCommands: DataOfEach<CommandOf<typeof receiver>['type']> = {
  AddReceiver: fc.oneof(fc.record({ ...here, ...wishes }), fc.record({ ...here, ...wishes, weeklyAt })),
  ChangeReceiver: fc.oneof(fc.record({ ...here, ...wishes }), fc.record({ ...here, ...wishes, weeklyAt })),
  RemoveReceiver: fc.record(here),
}

export const alertMessageCommands: DataOfEach<CommandOf<typeof alertMessage>['type']> = {
  MakeAlertMessage: fc.oneof(
    fc.record({ ...message, kind: one('alert', 'digest'), items: fc.array(item, { minLength: 1, maxLength: 2 }) }),
    fc.record({
      ...message,
      kind: fc.constant('weekly' as const),
      items: fc.constant([] as { division: string; subject: string; cause: string; episode: number; stood: string }[]),
    }),
  ),
  RecordAlertMessageDelivery: fc.record({ ...message, attempts: one(1, 2) }),
  RecordAlertMessageFailure: fc.record({ ...message, attempts: one(1, 2), reason: one('refused', 'unreachable') }),
}
