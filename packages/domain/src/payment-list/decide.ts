import { z } from 'zod'
import { type Decision, defineAggregate, defineCommand, refuse } from '../aggregate.ts'
import { words } from '../said.ts'
import { IsoDate } from '../values/dates.ts'
import { HouseholdId, LocalId, PersonId } from '../values/ids.ts'
import { PositiveFen } from '../values/money.ts'
import { quotable } from '../values/quotable.ts'
import * as events from './events.ts'
import { claimRecovery, recordRecovery, writeOffRecovery } from './recovery.ts'
import { evolve, initial, type PaidLine, type PaymentListState, paymentsUnder, recoveryOf } from './state.ts'
import { noSuchPayment, severalPayments, stream, which } from './which.ts'

const command = defineCommand<PaymentListState>()

const here = { ...events.list, occurredOn: IsoDate }
const notOpened = refuse('payment-list.not-opened', '该资金清册尚未建立，请先建立。', 'The payment list is not opened; open it first.')
const empty = refuse('payment-list.empty', '清册没有人员，不能继续；请先录入。', 'The list has no line; add lines first.')

export const openPaymentList = command({
  type: 'OpenPaymentList',
  kind: 'order',
  data: z.strictObject(here),
  stream,
  decide: (data, state) => (state.opened ? [] : [events.PaymentListOpened(data)]),
})

export const addLines = command({
  type: 'AddLines',
  kind: 'order',
  data: z.strictObject({ ...here, lines: z.array(events.Line).min(1).max(2_000) }),
  stream,
  decide: ({ lines, ...list }, state): Decision => {
    if (!state.opened) return notOpened
    const added = new Map<string, LineData>()
    for (const line of lines) {
      const before = added.get(line.line) ?? lineOf(state, line.line)
      if (before && words(before) !== words(line)) {
        return refuse(
          'payment-list.line-differs',
          `第 ${quotable(line.line)} 行已录入且内容不同，请核对行号。`,
          `Line ${quotable(line.line)} is there already with other words; check its number.`,
        )
      }
      if (!before) added.set(line.line, line)
    }
    if (added.size > 0 && state.approved) {
      return refuse(
        'payment-list.already-approved',
        '清册已审定，不能再增加；请另立下期清册。',
        'The list is approved and takes no more lines; use the list of the next period.',
      )
    }
    return [...added.values()].map((line) => events.PaymentLineAdded({ ...list, ...line }))
  },
})

/** Who recorded a line cannot approve it. A second approval of the same programme, village and period is refused. */
export const approvePaymentList = command({
  type: 'ApprovePaymentList',
  kind: 'order',
  data: z.strictObject(here),
  stream,
  decide: (data, state, actor) => {
    if (!state.opened) return notOpened
    if (state.lines.size === 0) return empty
    if (state.approved) {
      if (state.approved.occurredOn === data.occurredOn) return []
      return refuse(
        'payment-list.already-approved',
        '同一项目、同一村、同一期的清册已审定，不能重复审定。',
        'A list of this programme, village and period is approved already.',
      )
    }
    if (state.recorders.includes(actor)) {
      return refuse(
        'payment-list.own-lines',
        '录入人不能审定自己录入的清册，请由他人审定。',
        'Who recorded a line cannot approve the list; somebody else has to.',
      )
    }
    const amount = [...state.lines.values()].reduce((sum, line) => sum + line.amount, 0)
    return [events.PaymentListApproved({ ...data, lines: state.lines.size, amount })]
  },
})

export const publishNotice = command({
  type: 'PublishNotice',
  kind: 'order',
  data: z.strictObject({ ...here, from: IsoDate, to: IsoDate }),
  stream,
  decide: (data, state) => {
    if (!state.opened) return notOpened
    if (state.lines.size === 0) return empty
    if (!state.notice) return [events.PaymentListNoticed(data)]
    if (state.notice.from === data.from && state.notice.to === data.to) return []
    return refuse('payment-list.already-noticed', '该清册已公示，公示只做一次。', 'The list has been noticed; a notice is published once.')
  },
})

export const releasePayment = command({
  type: 'ReleasePayment',
  kind: 'order',
  data: z.strictObject({ ...here, amount: PositiveFen }),
  stream,
  decide: (data, state) => {
    if (!state.approved) return refuse('payment-list.not-approved', '清册未审定，不能拨付。', 'The list is not approved; nothing can be released.')
    if (state.released.on.includes(`${data.occurredOn}/${data.amount}`)) return []
    if (state.released.amount + data.amount > state.approved.amount) {
      return refuse('payment-list.over-approved', '拨付金额超过审定清册，请核对。', 'The payment goes over the approved list; check the amount.')
    }
    return [events.PaymentReleased(data)]
  },
})

const Payment = z.strictObject({ line: LocalId, household: HouseholdId, person: PersonId.optional(), amount: PositiveFen, bankReference: LocalId })

/**
 * What the bank paid. Always recorded; what the list did not allow stands in `breaches`. The business key is line and bank reference:
 * the same payment under it again is no event, another amount or payee under it is another report.
 */
export const recordPayments = command({
  type: 'RecordPayments',
  kind: 'report',
  data: z.strictObject({ ...here, payments: z.array(Payment).min(1).max(2_000) }),
  stream,
  decide: ({ payments, ...list }, state) => {
    if (!state.opened) return notOpened
    const reported = new Set<string>()
    const paidLines = new Map<string, PaidLine>()
    return payments.flatMap((payment) => {
      const { line, household, person, amount, bankReference } = payment
      const report = words(payment)
      const before = paymentsUnder(state, { bankReference, line })
      const known = before.some(({ was }) => was.amount === amount && was.household === household && was.person === person)
      if (known || reported.has(report)) return []
      reported.add(report)
      const listed = state.lines.get(line)
      const breaches: z.infer<typeof events.Breach>[] = []
      if (!state.approved) breaches.push('notApproved')
      if (!state.notice) breaches.push('noticeMissing')
      if (!listed) breaches.push('notOnList')
      else {
        if (listed.amount !== amount) breaches.push('otherAmount')
        if (listed.household !== household || listed.person !== person) breaches.push('otherPayee')
      }
      const { attempts, standing } = paidLines.get(line) ?? state.paidLines.get(line) ?? { attempts: 0, standing: 0 }
      if (standing > 0) breaches.push('paidAgain')
      paidLines.set(line, { attempts: attempts + 1, standing: standing + 1 })
      const beneficiaries = listed?.beneficiaries ?? []
      const payee = { line, household, ...(person ? { person } : {}) }
      return [
        events.PaymentPaid({
          ...list,
          ...payee,
          beneficiaries: [...beneficiaries],
          unitOf: listed?.unitOf ?? list.period,
          amount,
          bankReference,
          attempt: attempts + 1,
          breaches,
        }),
        ...beneficiaries.map((member) => events.BenefitReceived({ ...list, line, household, person: member, bankReference })),
      ]
    })
  },
})

export const recordReturn = command({
  type: 'RecordReturn',
  kind: 'report',
  data: z.strictObject({ ...here, ...which, reason: events.PaymentReturned.schema.shape.reason }),
  stream,
  decide: ({ reason, occurredOn, ...meant }, state) => {
    const [payment, another] = paymentsUnder(state, meant)
    if (!payment) return noSuchPayment
    if (another) return severalPayments
    if (payment.undone) return []
    const { attempt: _, breaches: __, ...was } = payment.was
    return [events.PaymentReturned({ ...was, occurredOn, returns: payment.id, reason })]
  },
})

export const reversePayment = command({
  type: 'ReversePayment',
  kind: 'order',
  data: z.strictObject({ ...here, ...which, reason: events.PaymentReversed.schema.shape.reason }),
  stream,
  decide: ({ reason, occurredOn, ...meant }, state) => {
    const [payment, another] = paymentsUnder(state, meant)
    if (!payment) return noSuchPayment
    if (another) return severalPayments
    if (payment.undone === 'reversed') return []
    if (recoveryOf(state, payment.id).claim)
      return refuse('payment-list.being-recovered', '该笔支付已提出追回，不再冲销。', 'This payment is being recovered; it is not reversed as well.')
    if (payment.undone)
      return refuse(
        'payment-list.already-returned',
        '该笔款项已由银行退回，无需冲销。',
        'The bank has returned this payment; there is nothing to reverse.',
      )
    const { attempt: _, breaches: __, ...was } = payment.was
    return [events.PaymentReversed({ ...was, occurredOn, reverses: payment.id, reason })]
  },
})

type LineData = z.infer<typeof events.Line>

function lineOf(state: PaymentListState, id: string): LineData | undefined {
  const added = state.lines.get(id)
  if (!added) return undefined
  const { programme: _, village: __, period: ___, occurredOn: ____, ...line } = added
  return line
}

/** 资金清册: one programme, village and period, from the first line to the last reversal. */
export const paymentList = defineAggregate({
  category: 'paymentList',
  events: events.paymentListEvents,
  initial,
  evolve,
  commands: [
    openPaymentList,
    addLines,
    approvePaymentList,
    publishNotice,
    releasePayment,
    recordPayments,
    recordReturn,
    reversePayment,
    claimRecovery,
    recordRecovery,
    writeOffRecovery,
  ],
})
