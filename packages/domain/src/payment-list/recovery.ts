import { z } from 'zod'
import { type Decision, defineCommand, refuse } from '../aggregate.ts'
import { IsoDate } from '../values/dates.ts'
import { LocalId } from '../values/ids.ts'
import { PositiveFen } from '../values/money.ts'
import * as events from './events.ts'
import { type Payment, type PaymentListState, paymentsUnder, recoveryOf } from './state.ts'
import { noSuchPayment, severalPayments, stream, which } from './which.ts'

const command = defineCommand<PaymentListState>()
const here = { ...events.list, occurredOn: IsoDate, ...which }

/** 追回: asks a payment back, whole or in part. Once for each payment; a payment that the bank returned or that was reversed is not asked back. */
export const claimRecovery = command({
  type: 'ClaimRecovery',
  kind: 'order',
  data: z.strictObject({ ...here, amount: PositiveFen, reason: events.RecoveryReason }),
  stream,
  decide: ({ bankReference, line, payment, ...claim }, state): Decision => {
    const meant = onePayment(state, { bankReference, line, payment })
    if ('refused' in meant) return meant
    const { claim: before } = recoveryOf(state, meant.id)
    const { amount, reason, occurredOn } = claim
    if (before) {
      const same = before.was.amount === amount && before.was.reason === reason && before.was.occurredOn === occurredOn
      return same ? [] : refuse('payment-list.already-claimed', '该笔支付已提出追回，不能重复提出。', 'This payment is being recovered already.')
    }
    if (meant.undone)
      return refuse(
        'payment-list.already-undone',
        '该笔支付已退回或冲销，无需追回。',
        'The payment came back or was reversed; there is nothing to recover.',
      )
    if (amount > meant.was.amount)
      return refuse('payment-list.over-payment', '追回金额超过该笔支付，请核对。', 'More is claimed than was paid; check the amount.')
    return [events.RecoveryClaimed({ ...claim, ...of(meant) })]
  },
})

/**
 * Money that came back by hand. Always recorded: asked for or not, also when it is more than was asked, or when one receipt
 * comes with another amount (findings show both).
 */
export const recordRecovery = command({
  type: 'RecordRecovery',
  kind: 'report',
  data: z.strictObject({ ...here, receipt: LocalId, amount: PositiveFen }),
  stream,
  decide: ({ bankReference, line, payment, ...came }, state): Decision => {
    const meant = onePayment(state, { bankReference, line, payment })
    if ('refused' in meant) return meant
    const { claim, returned } = recoveryOf(state, meant.id)
    if (`${came.receipt}/${came.amount}` in returned) return []
    return [events.RecoveryReturned({ ...came, ...of(meant), ...(claim ? { claims: claim.id } : {}) })]
  },
})

/** Gives up what is outstanding of a claim, by a decision. Who claimed it cannot give it up. */
export const writeOffRecovery = command({
  type: 'WriteOffRecovery',
  kind: 'order',
  data: z.strictObject({ ...here, decision: LocalId, amount: PositiveFen }),
  stream,
  decide: ({ bankReference, line, payment, ...gone }, state, actor): Decision => {
    const meant = onePayment(state, { bankReference, line, payment })
    if ('refused' in meant) return meant
    const { claim, returned, writtenOff } = recoveryOf(state, meant.id)
    if (!claim)
      return refuse(
        'payment-list.not-claimed',
        '该笔支付尚未提出追回，不能核销。',
        'Nobody has claimed this payment back; there is nothing to write off.',
      )
    if (writtenOff[gone.decision] === gone.amount) return []
    if (claim.by === actor)
      return refuse(
        'payment-list.own-claim',
        '提出追回的人不能核销，请由他人核销。',
        'Who claimed the money cannot write it off; somebody else has to.',
      )
    if (gone.decision in writtenOff)
      return refuse(
        'payment-list.decision-differs',
        '该决定文号已记录且金额不同，请核对。',
        'The decision is there already with another amount; check its number.',
      )
    if (gone.amount > claim.was.amount - sum(returned) - sum(writtenOff))
      return refuse('payment-list.over-claim', '核销金额超过尚未追回的部分，请核对。', 'More is written off than is outstanding; check the amount.')
    return [events.RecoveryWrittenOff({ ...gone, ...of(meant), claims: claim.id })]
  },
})

function onePayment(state: PaymentListState, meant: Parameters<typeof paymentsUnder>[1]) {
  const [payment, another] = paymentsUnder(state, meant)
  if (!payment) return noSuchPayment
  return another ? severalPayments : payment
}

function of({ id, was }: Payment) {
  const { line, household, person, bankReference } = was
  return { line, household, ...(person ? { person } : {}), bankReference, payment: id }
}

function sum(amounts: Readonly<Record<string, number>>): number {
  return Object.values(amounts).reduce((total, amount) => total + amount, 0)
}
