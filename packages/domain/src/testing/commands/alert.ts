import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { alert } from '../../alert/decide.ts'
import type { alertDays } from '../../alert-days/decide.ts'
import * as kinds from '../../alert/kinds.ts'
import { type DataOfEach, event, keys, occurredOn, one } from './pools.ts'

const which = { division: fc.constant('431224105201'), subject: one('H00001', 'H00002'), cause: one('rule.drop-out', 'due.visit') }
const here = { ...which, occurredOn }
const place = one('431224105201', '431224105202')
const evidence = fc.uniqueArray(event, { minLength: 1, maxLength: 3 })
const sign = {
  ...here,
  place,
  level: one(1, 2, 3),
  sign: one(...kinds.AlertSign.options),
  evidence,
  firstSignOn: one('2019-02-01', '2019-03-01'),
}
const also = {
  rule: fc.constant({ id: 'drop-out', version: 1 }),
  dueOn: fc.constant('2019-03-05'),
  phase: one(...kinds.AlertPhase.options),
}
const heard = { assignee: one('helper:a', 'helper:b'), respondBy: one('2019-03-09', '2019-07-09') }
const episode = one(1, 2, 3)

export const alertCommands: DataOfEach<CommandOf<typeof alert>['type'] | CommandOf<typeof alertDays>['type']> = {
  RaiseAlert: fc.record({ ...sign, stage: one('village', 'town'), ...also, ...heard }, { requiredKeys: [...keys(sign), 'stage'] }),
  ListAlert: fc.record({ ...sign, ...also, week: one('2019-02-25', '2019-06-24') }, { requiredKeys: [...keys(sign), 'week'] }),
  AssignAlert: fc.record({ ...here, assignee: one('helper:a', 'helper:b', null), place }, { requiredKeys: [...keys(here), 'assignee'] }),
  AcknowledgeAlert: fc.record(here),
  AnswerAlert: fc.record({ ...here, found: one(...kinds.Found.options) }),
  DismissAlert: fc.record({ ...here, reason: one('seasonal', 'wrongData'), countsAgain: one(...kinds.CountsAgain.options) }),
  PassOnAlert: fc.record(
    { ...here, to: one(...kinds.PassedTo.options), department: one('health', 'water') },
    { requiredKeys: [...keys(here), 'to'] },
  ),
  EscalateAlert: fc.record(
    { ...here, episode, to: one('town', 'county'), respondBy: fc.constant('2019-07-20') },
    { requiredKeys: [...keys(here), 'episode', 'to'] },
  ),
  ResolveAlert: fc.record({ ...here, episode, because: one(...kinds.ResolvedBecause.options) }, { requiredKeys: [...keys(here), 'because'] }),
  WithdrawAlert: fc.record({ ...here, episode, evidence }),
  CloseAlertDay: fc.record({ occurredOn: one('2019-03-02', '2019-03-03', '2020-02-29', '2020-03-01') }),
}
