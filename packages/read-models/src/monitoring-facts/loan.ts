import type { EventOf, LoanFellOverdue, LoanGranted, LoanRenewed, LoanRepaid } from '@rural-tracker/domain'
import type { LogEvent } from '@rural-tracker/projections'
import { type MonitoringFact, said } from './said.ts'

type LoanEvent = EventOf<typeof LoanGranted | typeof LoanRepaid | typeof LoanRenewed | typeof LoanFellOverdue>

/** What a loan's stream says of the household that borrowed. */
export function loanFacts(event: LogEvent<LoanEvent>): readonly MonitoringFact[] {
  const { data } = event
  const { loan } = data
  switch (event.type) {
    case 'LoanGranted':
      return [said(data, 'loan', { loan, amount: event.data.amount, dueOn: event.data.dueOn })]
    case 'LoanRepaid':
      return [said(data, 'loanRepaid', { loan, amount: event.data.amount })]
    case 'LoanRenewed':
      return [said(data, 'loanRenewed', { loan, dueOn: event.data.dueOn })]
    case 'LoanFellOverdue':
      return [said(data, 'loanOverdue', { loan })]
    default: {
      const never: never = event
      return never
    }
  }
}
