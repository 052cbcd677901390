import { PaymentPaid, PaymentReturned, PaymentReversed, RecoveryReturned } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** Every movement of money, one line each; what came back is a negative line, so a payment and its reversal add up to zero. */
export const paymentLedger = defineProjection({
  name: 'payment_ledger',
  version: 2,
  grows: 'by event',
  events: [PaymentPaid, PaymentReturned, PaymentReversed, RecoveryReturned],
  columns: {
    programme: 'text',
    village: 'text',
    period: 'text',
    line: 'text',
    household: 'text',
    person: 'text',
    movement: 'text',
    amount: 'integer',
    on: 'text',
    bankReference: 'text',
    findings: 'json',
  },
  rows: ({ type, data }) => {
    const { programme, village, period, line, household, person, bankReference, occurredOn } = data
    const entry = { programme, village, period, line, household, person: person ?? null, on: occurredOn, bankReference }
    switch (type) {
      case 'PaymentPaid':
        return [{ ...entry, movement: 'paid', amount: data.amount, findings: data.breaches }]
      case 'PaymentReturned':
        return [{ ...entry, movement: 'returned', amount: -data.amount, findings: [] }]
      case 'PaymentReversed':
        return [{ ...entry, movement: 'reversed', amount: -data.amount, findings: [] }]
      case 'RecoveryReturned':
        return [{ ...entry, movement: 'recovered', amount: -data.amount, findings: [] }]
      default: {
        const never: never = type
        return never
      }
    }
  },
  indexes: [['household'], ['person'], ['programme', 'on']],
})
