import fc from 'fast-check'
import type { CommandOf } from '../../catalogue.ts'
import type { paymentList as aggregate } from '../../payment-list/decide.ts'
import { Programme } from '../../payment-list/events.ts'
import { type DataOfEach, amount, event, household, occurredOn, one, person, keys } from './pools.ts'

const list = { programme: fc.constant(Programme.enum.industryAward), village: fc.constant('431224105201'), period: fc.constant('2018'), occurredOn }
const lineId = one('L1', 'L2', 'L3')
const bankReference = one('B1', 'B2', 'B3')
const line = fc.record(
  { line: lineId, household, person, beneficiaries: fc.uniqueArray(person, { maxLength: 2 }), unitOf: fc.constant('2018'), amount },
  { requiredKeys: ['line', 'household', 'beneficiaries', 'unitOf', 'amount'] },
)
const payment = fc.record(
  { line: lineId, household, person, amount, bankReference },
  { requiredKeys: ['line', 'household', 'amount', 'bankReference'] },
)

const recovered = { ...list, bankReference: fc.constant('B1'), line: fc.constant('L1') }
const which = { ...list, bankReference, line: lineId, payment: event }

export const paymentListCommands: DataOfEach<CommandOf<typeof aggregate>['type']> = {
  OpenPaymentList: fc.record(list),
  AddLines: fc.record({ ...list, lines: fc.array(line, { minLength: 1, maxLength: 3 }) }),
  ApprovePaymentList: fc.record(list),
  PublishNotice: fc.record({ ...list, from: occurredOn, to: occurredOn }),
  ReleasePayment: fc.record({ ...list, amount }),
  RecordPayments: fc.record({ ...list, payments: fc.array(payment, { minLength: 1, maxLength: 3 }) }),
  RecordReturn: fc.record(
    { ...which, reason: one('accountClosed', 'nameMismatch', 'accountMismatch', 'other') },
    { requiredKeys: [...keys(list), 'bankReference', 'reason'] },
  ),
  ReversePayment: fc.record(
    { ...which, reason: one('paidInError', 'afterDeath', 'ineligible', 'duplicate') },
    { requiredKeys: [...keys(list), 'bankReference', 'reason'] },
  ),
  ClaimRecovery: fc.record({ ...recovered, amount, reason: one('afterDeath', 'ineligible') }),
  RecordRecovery: fc.record({ ...recovered, amount, receipt: one('R1', 'R2') }),
  WriteOffRecovery: fc.record({ ...recovered, amount: one(100, 200), decision: one('D1', 'D2') }),
}
