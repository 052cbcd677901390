import { aggregates } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { paymentFindings } from './payment-findings.ts'

const given = rowsGiven(paymentFindings, aggregates)

const VILLAGE = '431224105201'
const registered = {
  type: 'RegisterHousehold',
  data: { household: 'H00001', registeredIn: VILLAGE, kind: 'ordinary', occurredOn: '2019-01-01' },
}
const died = { type: 'ReportDeath', data: { household: 'H00001', registeredIn: VILLAGE, person: 'P00001', occurredOn: '2020-03-10' } }

const listOf = (village: string, period = '2020.01') => ({ programme: 'livingAllowance', village, period })
const opened = (village = VILLAGE, period = '2020.01') => ({
  type: 'OpenPaymentList',
  data: { ...listOf(village, period), occurredOn: '2020-01-02' },
})
const paid = (on: string, bankReference: string, village = VILLAGE, period = '2020.01') => ({
  type: 'RecordPayments',
  data: {
    ...listOf(village, period),
    occurredOn: on,
    payments: [{ line: 'L1', household: 'H00001', person: 'P00001', amount: 30_000, bankReference }],
  },
})
const idOf = (n: number, village = VILLAGE) => eventIdOf(`paymentList-${village}-livingAllowance.2020.01`, `c${n}`, 0)
const death = eventIdOf(`household-${VILLAGE}-H00001`, 'c1', 0)

describe('payment findings', () => {
  it('given a payment after the person died, then a finding that names the death', async () => {
    expect(await given(registered, died, opened(), paid('2020-03-11', 'B1')).rows()).toMatchObject([
      {
        ...{ person: 'P00001', finding: 'paidAfterDeath', household: 'H00001', programme: 'livingAllowance', on: '2020-03-11', amount: 30_000 },
        ...{ bankReference: 'B1', eventId: idOf(3), because: { diedOn: '2020-03-10', death } },
      },
    ])
  })

  it('given a payment on the day of death or before, then none', async () => {
    expect(await given(registered, died, opened(), paid('2020-03-10', 'B1')).rows()).toEqual([])
  })

  it('given a death that becomes known after the payment, then the finding is there from then on', async () => {
    const before = [registered, opened(), paid('2020-03-11', 'B1')]
    expect(await given(...before).rows()).toEqual([])
    expect(await given(...before, died).rows()).toMatchObject([{ finding: 'paidAfterDeath' }])
  })

  it('given the same period paid from the lists of two villages, then the second is the finding and points at the first', async () => {
    const other = '431224105202'
    const rows = await given(opened(), opened(other), paid('2020-02-01', 'B1'), paid('2020-02-20', 'B9', other)).rows()
    expect(rows).toMatchObject([{ finding: 'paidTwice', bankReference: 'B9', eventId: idOf(3, other), because: { payment: idOf(2) } }])
  })

  it('given two periods, then each may be paid', async () => {
    const rows = await given(opened(), opened(VILLAGE, '2020.02'), paid('2020-02-01', 'B1'), paid('2020-03-01', 'B2', VILLAGE, '2020.02')).rows()
    expect(rows).toEqual([])
  })

  it('given a payment that was reversed or came back, then it is no finding any more', async () => {
    const reversed = { type: 'ReversePayment', data: { ...listOf(VILLAGE), occurredOn: '2020-04-01', bankReference: 'B1', reason: 'afterDeath' } }
    const returned = { type: 'RecordReturn', data: { ...listOf(VILLAGE), occurredOn: '2020-04-01', bankReference: 'B1', reason: 'accountClosed' } }
    for (const undone of [reversed, returned]) {
      expect(await given(registered, died, opened(), paid('2020-03-11', 'B1'), undone).rows()).toEqual([])
    }
  })

  it('given a question of an earlier day, then only what was paid until then', async () => {
    const asked = given(registered, died, opened(), paid('2020-03-11', 'B1'))
    expect(await asked.rows('2020-03-10')).toEqual([])
    expect(await asked.rows('2020-03-11')).toHaveLength(1)
  })
})
