import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { partnership as aggregate } from '../../partnership/decide.ts'
import { type DataOfEach, amount, division, household, occurredOn, one, persons, title } from './pools.ts'

const ofPartnership = { division, partnership: one('T1', 'T2'), occurredOn }

export const partnershipCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  AgreePartnership: fc.record({ ...ofPartnership, title }),
  InvestEquity: fc.record({ ...ofPartnership, amount }),
  LinkHousehold: fc.record({ ...ofPartnership, household, persons }),
  PayDividend: fc.record({ ...ofPartnership, amount }),
  DistributeDividend: fc.record({ ...ofPartnership, household, amount }),
}
