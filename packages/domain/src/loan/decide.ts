import { z } from 'zod'
import { type Decision, defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import type { EventDefinition } from '../event.ts'
import { isSaid } from '../said.ts'
import * as events from './events.ts'
import { evolve, factKey, initial, type LoanState } from './state.ts'

const command = defineCommand<LoanState>()
const stream = ({ village, loan }: { village: string; loan: string }) => streamName('loan', village, loan)
const unknown = refuse('loan.unknown', '没有这笔贷款，请核对编号。', 'There is no such loan; check its number.')

export const grantLoan = command({
  type: 'GrantLoan',
  kind: 'report',
  data: events.LoanGranted.schema,
  stream,
  decide: (data, state) => {
    if (!state.household) return [events.LoanGranted(data)]
    const granted = events.LoanGranted(data)
    if (isSaid(state.said, factKey(granted), granted)) return []
    return refuse('loan.number-taken', '该贷款编号已使用，请换一个编号。', 'The loan number is taken; use another.')
  },
})

type OfLoan = z.ZodObject<Pick<typeof events.LoanGranted.schema.shape, 'village' | 'loan' | 'household' | 'occurredOn'>>

/** A report about a loan that is there; the household comes from the loan. */
function loanReport<const Type extends string, Event extends events.LoanEvent['type'], Schema extends OfLoan>(
  type: Type,
  event: EventDefinition<Event, Schema>,
) {
  const { household: _, ...shape } = event.schema.shape
  return command({
    type,
    kind: 'report',
    data: z.strictObject(shape as Omit<Schema['shape'], 'household'>),
    stream: (data) => stream(data as unknown as { village: string; loan: string }),
    decide: (data, state): Decision => {
      if (!state.household) return unknown
      const fact = event({ ...data, household: state.household } as unknown as z.output<Schema>) as events.LoanEvent
      return isSaid(state.said, factKey(fact), fact) ? [] : [fact]
    },
  })
}

export const payInterestSubsidy = loanReport('PayInterestSubsidy', events.InterestSubsidyPaid)
export const renewLoan = loanReport('RenewLoan', events.LoanRenewed)
export const repayLoan = loanReport('RepayLoan', events.LoanRepaid)
export const reportLoanOverdue = loanReport('ReportLoanOverdue', events.LoanFellOverdue)
export const reportLoanEffect = loanReport('ReportLoanEffect', events.LoanEffectReported)

/** 小额贷款: granted, subsidised, renewed, repaid or overdue, and what it led to. */
export const loan = defineAggregate({
  category: 'loan',
  events: events.loanEvents,
  initial,
  evolve,
  commands: [grantLoan, payInterestSubsidy, renewLoan, repayLoan, reportLoanOverdue, reportLoanEffect],
})
