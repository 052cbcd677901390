import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { parameter as aggregate } from '../../parameter/decide.ts'
import { Programme } from '../../payment-list/events.ts'
import { type DataOfEach, amount, occurredOn, one } from './pools.ts'

const region = one('000000000000', '430000000000')
const monitoringLine = {
  from: one('2019-01-01', '2020-01-01'),
  to: fc.constant('2020-12-31'),
  amount,
  basis: one('A', 'B'),
  assumption: fc.boolean(),
}
const tariffOf = one(...Programme.options.slice(0, 2))
const ofMonitoringLine = { requiredKeys: ['from', 'amount', 'basis', 'assumption'] as ('from' | 'amount' | 'basis' | 'assumption')[] }

export const parameterCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  SetMonitoringLine: fc.tuple(region, fc.record(monitoringLine, ofMonitoringLine)).map(([where, is]) => ({ region: where, ...is })),
  CorrectMonitoringLine: fc.record({ region, corrects: monitoringLine.from, is: fc.record(monitoringLine, ofMonitoringLine) }),
  SetTariff: fc.record({ region, occurredOn, programme: tariffOf, amount, basis: one('A', 'B') }),
  CorrectTariff: fc.record({
    region,
    programme: tariffOf,
    corrects: occurredOn,
    is: fc.record({ from: occurredOn, amount, basis: one('A', 'B') }),
  }),
}
