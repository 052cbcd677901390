import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { loan as aggregate } from '../../loan/decide.ts'
import { type DataOfEach, amount, household, occurredOn, one, person, village, keys } from './pools.ts'

const ofLoan = { village, loan: one('S1', 'S2'), occurredOn }

export const loanCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  GrantLoan: fc.record({ ...ofLoan, household, amount, dueOn: occurredOn }),
  PayInterestSubsidy: fc.record({ ...ofLoan, amount }),
  RenewLoan: fc.record({ ...ofLoan, dueOn: occurredOn }),
  RepayLoan: fc.record({ ...ofLoan, amount }),
  ReportLoanOverdue: fc.record(ofLoan),
  ReportLoanEffect: fc.record(
    {
      ...ofLoan,
      effect: one('planting', 'livestock', 'processing', 'startUp', 'outputIncrease'),
      quantity: one(1, 20),
      unit: one('mu', 'head', 'industry', 'person', 'fen'),
      person,
    },
    { requiredKeys: [...keys(ofLoan), 'effect', 'quantity', 'unit'] },
  ),
}
