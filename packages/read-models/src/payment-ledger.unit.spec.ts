import { aggregates } from '@rural-tracker/domain'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { paymentLedger } from './payment-ledger.ts'

const given = rowsGiven(paymentLedger, aggregates)

const list = { programme: 'livingAllowance', village: '431224105201', period: '2020.01' }
const line = { line: 'L1', household: 'H00001', person: 'P00001', beneficiaries: ['P00001'], unitOf: '2020', amount: 30_000 }
const opened = { type: 'OpenPaymentList', data: { ...list, occurredOn: '2020-01-02' } }
const added = { type: 'AddLines', data: { ...list, occurredOn: '2020-01-03', lines: [line] } }
const approved = { type: 'ApprovePaymentList', data: { ...list, occurredOn: '2020-01-05' }, actor: 'test:leader' }
const noticed = { type: 'PublishNotice', data: { ...list, occurredOn: '2020-01-06', from: '2020-01-06', to: '2020-01-15' } }
const payment = { line: 'L1', household: 'H00001', person: 'P00001', amount: 30_000, bankReference: 'B1' }
const paid = (more: object = {}) => ({ type: 'RecordPayments', data: { ...list, occurredOn: '2020-01-20', payments: [{ ...payment, ...more }] } })
const reversed = { type: 'ReversePayment', data: { ...list, occurredOn: '2020-02-01', bankReference: 'B1', reason: 'duplicate' } }
const returned = { type: 'RecordReturn', data: { ...list, occurredOn: '2020-01-25', bankReference: 'B1', reason: 'accountClosed' } }

describe('payment ledger', () => {
  it('given a payment that its list allows, then it is one line with who, what for, how much, when, and no finding', async () => {
    expect(await given(opened, added, approved, noticed, paid()).rows()).toMatchObject([
      {
        ...{ programme: 'livingAllowance', village: '431224105201', period: '2020.01', line: 'L1', household: 'H00001', person: 'P00001' },
        ...{ movement: 'paid', amount: 30_000, on: '2020-01-20', bankReference: 'B1', findings: [] },
      },
    ])
  })

  it('given what the bank paid although the list did not allow it, then the line is there with what was wrong', async () => {
    expect(await given(opened, paid()).rows()).toMatchObject([{ amount: 30_000, findings: ['notApproved', 'noticeMissing', 'notOnList'] }])
    expect(await given(opened, added, approved, noticed, paid({ amount: 35_000 })).rows()).toMatchObject([
      { amount: 35_000, findings: ['otherAmount'] },
    ])
  })

  it('given a payment that is reversed, then a negative line on its own day, so that the two add up to zero', async () => {
    const rows = await given(opened, added, approved, noticed, paid(), reversed).rows()
    expect(rows).toMatchObject([
      { movement: 'paid', amount: 30_000 },
      { movement: 'reversed', amount: -30_000, on: '2020-02-01', bankReference: 'B1', findings: [] },
    ])
  })

  it('given money that came back and was paid again, then three lines that add up to one payment', async () => {
    const rows = await given(opened, added, approved, noticed, paid(), returned, paid({ bankReference: 'B2' })).rows()
    expect(rows.map(({ movement, amount }) => [movement, amount])).toEqual([
      ['paid', 30_000],
      ['returned', -30_000],
      ['paid', 30_000],
    ])
  })

  it('given the bank report of the same payment twice, then one line', async () => {
    expect(await given(opened, paid(), paid()).rows()).toHaveLength(1)
  })

  it('given a household without a named person, then the person is empty', async () => {
    expect(await given(opened, paid({ person: undefined })).rows()).toMatchObject([{ household: 'H00001', person: null }])
  })

  it('given a list that nothing was paid from, then no line', async () => {
    expect(await given(opened, added, approved, noticed).rows()).toEqual([])
  })
})
