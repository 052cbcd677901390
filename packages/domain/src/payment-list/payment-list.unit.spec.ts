import { describe, expect, it } from 'vitest'
import { deskOf, eventId, given, RECORDER } from '../testing/scenario.ts'
import * as events from './events.ts'

const list = { programme: 'industryAward', village: '431224105201', period: '2018' } as const
const occurredOn = '2018-11-01'
const here = { ...list, occurredOn }
const lineData = { line: 'L1', household: 'H00001', beneficiaries: ['P00001', 'P00002'], unitOf: '2018', amount: 30_000 }
const opened = events.PaymentListOpened(here)
const added = events.PaymentLineAdded({ ...here, ...lineData })
const approved = events.PaymentListApproved({ ...here, lines: 1, amount: 30_000 })
const noticed = events.PaymentListNoticed({ ...here, from: '2018-11-02', to: '2018-11-11' })
const ready = [opened, added, approved, noticed]
const payment = { line: 'L1', household: 'H00001', amount: 30_000, bankReference: 'B1' }
const paid = events.PaymentPaid({ ...here, ...lineData, bankReference: 'B1', attempt: 1, breaches: [] })
const benefits = lineData.beneficiaries.map((person) =>
  events.BenefitReceived({ ...here, line: 'L1', household: 'H00001', person, bankReference: 'B1' }),
)

describe('a payment list', () => {
  it('is one stream for a programme, a village and a period, so that a second list is the same one', () => {
    expect(deskOf('OpenPaymentList').command.stream(here)).toBe('paymentList-431224105201-industryAward.2018')
    given(opened)
      .when({ type: 'OpenPaymentList', data: { ...here, occurredOn: '2018-12-01' } })
      .thenNothingHappens()
  })

  it('takes lines once it is open, each once', () => {
    given(opened)
      .when({ type: 'AddLines', data: { ...here, lines: [lineData] } })
      .then(added)
    given(opened, added)
      .when({ type: 'AddLines', data: { ...here, lines: [lineData] } })
      .thenNothingHappens()
    given(opened)
      .when({ type: 'AddLines', data: { ...here, lines: [lineData, lineData] } })
      .then(added)
    given()
      .when({ type: 'AddLines', data: { ...here, lines: [lineData] } })
      .thenRefused('payment-list.not-opened')
  })

  it('refuses other words on a line, also within one command, and one payee more or less', () => {
    const other = { ...lineData, amount: 1 }
    given(opened, added)
      .when({ type: 'AddLines', data: { ...here, lines: [other] } })
      .thenRefused('payment-list.line-differs')
    given(opened)
      .when({ type: 'AddLines', data: { ...here, lines: [lineData, other] } })
      .thenRefused('payment-list.line-differs')
    const named = events.PaymentLineAdded({ ...here, ...lineData, person: 'P00001' })
    given(opened, named)
      .when({ type: 'AddLines', data: { ...here, lines: [lineData] } })
      .thenRefused('payment-list.line-differs')
  })

  it('takes no line after approval', () => {
    const more = { ...lineData, line: 'L2' }
    given(opened, added, approved)
      .when({ type: 'AddLines', data: { ...here, lines: [more] } })
      .thenRefused('payment-list.already-approved')
  })
})

describe('approval', () => {
  const approve = { type: 'ApprovePaymentList', data: here } as const

  it('counts the lines and their money', () => {
    given(opened, added, events.PaymentLineAdded({ ...here, ...lineData, line: 'L2', amount: 20_000 }))
      .when(approve)
      .then(events.PaymentListApproved({ ...here, lines: 2, amount: 50_000 }))
  })

  it('is not for who recorded a line', () => {
    given(opened, added).when(approve, RECORDER).thenRefused('payment-list.own-lines')
  })

  it('needs a list with lines, and happens once', () => {
    given().when(approve).thenRefused('payment-list.not-opened')
    given(opened).when(approve).thenRefused('payment-list.empty')
    given(opened, added, approved).when(approve).thenNothingHappens()
    given(opened, added, approved)
      .when({ type: 'ApprovePaymentList', data: { ...here, occurredOn: '2018-11-09' } })
      .thenRefused('payment-list.already-approved')
  })
})

describe('the notice', () => {
  const publish = { type: 'PublishNotice', data: noticed.data } as const

  it('comes before or after approval', () => {
    given(opened, added).when(publish).then(noticed)
    given(opened, added, approved).when(publish).then(noticed)
  })

  it('needs lines, and is published once', () => {
    given(opened).when(publish).thenRefused('payment-list.empty')
    given(...ready)
      .when({ type: 'PublishNotice', data: { ...noticed.data, to: '2018-11-30' } })
      .thenRefused('payment-list.already-noticed')
  })
})

describe('release', () => {
  it('goes up to what was approved, in parts', () => {
    const part = events.PaymentReleased({ ...here, amount: 20_000 })
    given(...ready)
      .when({ type: 'ReleasePayment', data: { ...here, amount: 20_000 } })
      .then(part)
    given(...ready, part)
      .when({ type: 'ReleasePayment', data: { ...here, amount: 10_000 } })
      .then(events.PaymentReleased({ ...here, amount: 10_000 }))
    given(...ready, part)
      .when({ type: 'ReleasePayment', data: { ...here, amount: 10_001 } })
      .thenRefused('payment-list.over-approved')
  })

  it('needs approval', () => {
    given(opened, added)
      .when({ type: 'ReleasePayment', data: { ...here, amount: 1 } })
      .thenRefused('payment-list.not-approved')
  })
})

describe('what the bank paid', () => {
  const record = (...payments: (typeof payment & { person?: string })[]) => ({ type: 'RecordPayments', data: { ...here, payments } }) as const

  it('is recorded with everybody who benefits', () => {
    given(...ready)
      .when(record(payment))
      .then(paid, ...benefits)
    given(...ready, paid, ...benefits)
      .when(record(payment))
      .thenNothingHappens()
  })

  it('is recorded also against the rules, and says which', () => {
    given(opened, added)
      .when(record({ ...payment, household: 'H00002', amount: 1 }))
      .then(
        events.PaymentPaid({ ...paid.data, household: 'H00002', amount: 1, breaches: ['notApproved', 'noticeMissing', 'otherAmount', 'otherPayee'] }),
        ...benefits.map(({ data }) => events.BenefitReceived({ ...data, household: 'H00002' })),
      )
  })

  it('is recorded for a line that is not on the list', () => {
    given(...ready)
      .when(record({ ...payment, line: 'L9' }))
      .then(events.PaymentPaid({ ...paid.data, line: 'L9', beneficiaries: [], breaches: ['notOnList'] }))
  })

  it('is paid again when the first payment stands, also within one command', () => {
    const again = events.PaymentPaid({ ...paid.data, bankReference: 'B2', attempt: 2, breaches: ['paidAgain'] })
    const benefitsAgain = benefits.map(({ data }) => events.BenefitReceived({ ...data, bankReference: 'B2' }))
    given(...ready, paid)
      .when(record({ ...payment, bankReference: 'B2' }))
      .then(again, ...benefitsAgain)
    given(...ready)
      .when(record(payment, { ...payment, bankReference: 'B2' }))
      .then(paid, ...benefits, again, ...benefitsAgain)
  })

  it('is a second attempt, and no breach, after the bank returned the first', () => {
    const { attempt: _, breaches: __, ...was } = paid.data
    const returned = events.PaymentReturned({ ...was, returns: eventId(4), reason: 'nameMismatch' })
    given(...ready, paid)
      .when({ type: 'RecordReturn', data: { ...here, bankReference: 'B1', reason: 'nameMismatch' } })
      .then(returned)
    given(...ready, paid, returned)
      .when(record({ ...payment, bankReference: 'B2' }))
      .then(
        events.PaymentPaid({ ...paid.data, bankReference: 'B2', attempt: 2 }),
        ...benefits.map(({ data }) => events.BenefitReceived({ ...data, bankReference: 'B2' })),
      )
  })

  it('is reversed once, by an event that points at the payment and carries what it was', () => {
    const { attempt: _, breaches: __, ...was } = paid.data
    const reversed = events.PaymentReversed({ ...was, occurredOn: '2019-02-01', reverses: eventId(4), reason: 'afterDeath' })
    const reverse = { type: 'ReversePayment', data: { ...list, occurredOn: '2019-02-01', bankReference: 'B1', reason: 'afterDeath' } } as const
    given(...ready, paid)
      .when(reverse)
      .then(reversed)
    given(...ready, paid, reversed)
      .when({ type: 'ReversePayment', data: { ...reverse.data, reason: 'duplicate' } })
      .thenNothingHappens()
    const returned = events.PaymentReturned({ ...was, returns: eventId(4), reason: 'other' })
    given(...ready, paid, returned)
      .when(reverse)
      .thenRefused('payment-list.already-returned')
  })

  const second = { ...lineData, line: 'L2', household: 'H00002', beneficiaries: [] }
  const batch = [opened, added, events.PaymentLineAdded({ ...here, ...second }), events.PaymentListApproved({ ...approved.data, lines: 2 }), noticed]
  const paidSecond = events.PaymentPaid({ ...here, ...second, bankReference: 'B1', attempt: 1, breaches: [] })
  const paymentOfSecond = { ...payment, line: 'L2', household: 'H00002' }

  it('is recorded for every line of a batch that the bank gave one reference', () => {
    given(...batch)
      .when(record(payment, paymentOfSecond))
      .then(paid, ...benefits, paidSecond)
    given(...batch, paid, ...benefits)
      .when(record(paymentOfSecond))
      .then(paidSecond)
  })

  it('is returned or reversed by line where the batch has one reference, and not by the reference alone', () => {
    const { attempt: _, breaches: __, ...was } = paidSecond.data
    const undo = { ...here, bankReference: 'B1' }
    const both = [...batch, paid, paidSecond]
    given(...both)
      .when({ type: 'RecordReturn', data: { ...undo, line: 'L2', reason: 'other' } })
      .then(events.PaymentReturned({ ...was, returns: eventId(6), reason: 'other' }))
    given(...both)
      .when({ type: 'ReversePayment', data: { ...undo, line: 'L2', reason: 'duplicate' } })
      .then(events.PaymentReversed({ ...was, reverses: eventId(6), reason: 'duplicate' }))
    given(...both)
      .when({ type: 'RecordReturn', data: { ...undo, reason: 'other' } })
      .thenRefused('payment-list.several-payments')
    given(...both)
      .when({ type: 'ReversePayment', data: { ...undo, reason: 'duplicate' } })
      .thenRefused('payment-list.several-payments')
    given(...both)
      .when({ type: 'ReversePayment', data: { ...undo, line: 'L3', reason: 'duplicate' } })
      .thenRefused('payment-list.no-such-payment')
  })

  it('is paid again to the line whose payment came back, while the rest of the batch stands', () => {
    const { attempt: _, breaches: __, ...was } = paidSecond.data
    const returned = events.PaymentReturned({ ...was, returns: eventId(6), reason: 'nameMismatch' })
    given(...batch, paid, paidSecond, returned)
      .when(record({ ...paymentOfSecond, bankReference: 'B2' }, { ...payment, bankReference: 'B2' }))
      .then(
        events.PaymentPaid({ ...paidSecond.data, bankReference: 'B2', attempt: 2 }),
        events.PaymentPaid({ ...paid.data, bankReference: 'B2', attempt: 2, breaches: ['paidAgain'] }),
        ...benefits.map(({ data }) => events.BenefitReceived({ ...data, bankReference: 'B2' })),
      )
  })

  it('is another report when line and reference come with another amount or payee, which its event id then names', () => {
    const other = events.PaymentPaid({ ...paid.data, amount: 25_000, attempt: 2, breaches: ['otherAmount', 'paidAgain'] })
    given(...ready, paid, ...benefits)
      .when(record({ ...payment, amount: 25_000 }))
      .then(other, ...benefits)
    given(...ready, paid, ...benefits)
      .when(record({ ...payment, household: 'H00002' }))
      .then(
        events.PaymentPaid({ ...paid.data, household: 'H00002', attempt: 2, breaches: ['otherPayee', 'paidAgain'] }),
        ...benefits.map(({ data }) => events.BenefitReceived({ ...data, household: 'H00002' })),
      )
    const { attempt: _, breaches: __, ...was } = other.data
    const undo = { ...here, bankReference: 'B1', line: 'L1', reason: 'duplicate' } as const
    given(...ready, paid, other)
      .when({ type: 'ReversePayment', data: undo })
      .thenRefused('payment-list.several-payments')
    given(...ready, paid, other)
      .when({ type: 'ReversePayment', data: { ...undo, payment: eventId(5) } })
      .then(events.PaymentReversed({ ...was, reverses: eventId(5), reason: 'duplicate' }))
  })

  it('is neither returned nor reversed when nothing was paid', () => {
    given(...ready)
      .when({ type: 'RecordReturn', data: { ...here, bankReference: 'B1', reason: 'other' } })
      .thenRefused('payment-list.no-such-payment')
    given(...ready)
      .when({ type: 'ReversePayment', data: { ...here, bankReference: 'B1', reason: 'duplicate' } })
      .thenRefused('payment-list.no-such-payment')
  })
})

describe('a list of 20,000 lines, paid under one bank reference', () => {
  const numbers = Array.from({ length: 20_000 }, (_, i) => `L${i + 1}`)
  const lines = numbers.map((number) => events.PaymentLineAdded({ ...added.data, line: number }))
  const payments = numbers.map((number) => events.PaymentPaid({ ...paid.data, line: number }))
  const all = events.PaymentListApproved({ ...approved.data, lines: 20_000, amount: 600_000_000 })

  it('is approved whole', () => {
    given(opened, ...lines)
      .when({ type: 'ApprovePaymentList', data: here })
      .then(all)
  })

  it('still knows every payment by its line', () => {
    const known = given(opened, ...lines, all, noticed, ...payments)
    known.when({ type: 'RecordPayments', data: { ...here, payments: [payment, { ...payment, line: 'L20000' }] } }).thenNothingHappens()
    const { attempt: _, breaches: __, ...was } = paid.data
    known
      .when({ type: 'ReversePayment', data: { ...here, bankReference: 'B1', line: 'L20000', reason: 'duplicate' } })
      .then(events.PaymentReversed({ ...was, line: 'L20000', reverses: eventId(40_002), reason: 'duplicate' }))
  })
})
