import {
  DividendDistributed,
  householdEvents,
  LoanFellOverdue,
  LoanGranted,
  LoanRepaid,
  PaymentPaid,
  PaymentReturned,
  PaymentReversed,
} from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** Everything said about a household, whatever stream it is in. Read it by `occurredOn` (what was true) or by `position` (what we knew). */
export const householdTimeline = defineProjection({
  name: 'household_timeline',
  version: 3,
  grows: 'by event',
  events: [...householdEvents, PaymentPaid, PaymentReturned, PaymentReversed, LoanGranted, LoanRepaid, LoanFellOverdue, DividendDistributed],
  columns: { household: 'text', person: 'text', occurredOn: 'text', type: 'text', data: 'json' },
  rows: ({ type, data }) => {
    const person = 'person' in data ? (data.person ?? null) : null
    return [{ household: data.household, person, occurredOn: data.occurredOn, type, data }]
  },
  indexes: [['household', 'occurredOn'], ['person']],
})
