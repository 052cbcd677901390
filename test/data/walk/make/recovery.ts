import { CADRE, FINANCE, NEIGHBOURS, VILLAGE, where } from './places.ts'
import * as step from './steps.ts'
import type { Line, Walk } from './walk.ts'

const { dying } = NEIGHBOURS
const person = 'P981301'
const AMOUNT = 135_000
const list = { programme: 'livingAllowance', village: VILLAGE, period: '2026.02' } as const
const payment = { line: 'L1', household: dying, person, amount: AMOUNT }
const bankReference = 'B.204.2026.02.L1'

/** 2026: paid to somebody who had died two months before; the household is closed, and the money asked back. */
export function recovery(walk: Walk): void {
  walk.passes(
    'paid',
    { actor: CADRE, type: 'OpenPaymentList', data: { ...list, occurredOn: '2026-02-02' } },
    {
      actor: CADRE,
      type: 'AddLines',
      data: { ...list, lines: [{ ...payment, beneficiaries: [], unitOf: '2026' }], occurredOn: '2026-02-02' },
    },
    { actor: CADRE, type: 'PublishNotice', data: { ...list, from: '2026-02-03', to: '2026-02-09', occurredOn: '2026-02-03' } },
    { actor: 'town:approver', type: 'ApprovePaymentList', data: { ...list, occurredOn: '2026-02-11' } },
    { actor: FINANCE, type: 'ReleasePayment', data: { ...list, amount: AMOUNT, occurredOn: '2026-02-20' } },
    { actor: 'bank:rcb', type: 'RecordPayments', data: { ...list, payments: [{ ...payment, bankReference }], occurredOn: '2026-02-25' } },
  )
  walk.passes(
    'closed',
    { actor: CADRE, type: 'ReportDeath', data: { ...where(dying), person, occurredOn: '2025-12-20' } },
    { actor: CADRE, type: 'CloseHousehold', data: { ...where(dying), reason: 'diedOut', occurredOn: '2026-03-06' } },
  )
  walk.refused('monitoring-case.household-closed', step.noticed(dying, '2026-03-07', '2026-03-11'))
  walk.passes(
    'recovery',
    {
      actor: FINANCE,
      type: 'ClaimRecovery',
      data: { ...list, bankReference, amount: AMOUNT, reason: 'afterDeath', occurredOn: '2026-03-10' },
    },
    {
      actor: FINANCE,
      type: 'RecordRecovery',
      data: { ...list, bankReference, receipt: 'Q1', amount: 67_500, occurredOn: '2026-03-20' },
    },
  )
  const writtenOff = (actor: string, decision: string): Line => ({
    actor,
    type: 'WriteOffRecovery',
    data: { ...list, bankReference, decision, amount: 67_500, occurredOn: '2026-03-27' },
  })
  walk.refused('payment-list.own-claim', writtenOff(FINANCE, 'D2026.3'))
  walk.passes('written-off', writtenOff('county:finance', 'D2026.4'))
}
