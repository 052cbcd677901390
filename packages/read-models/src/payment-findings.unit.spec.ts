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

  it('given a death that was reported by mistake and withdrawn, then the finding and what is owed back go with it', async () => {
    const withdrawn = { type: 'WithdrawReport', data: { household: 'H00001', registeredIn: VILLAGE, reverses: death, reason: 'mistaken' } }
    expect(await given(registered, died, opened(), paid('2020-03-11', 'B1'), withdrawn).rows()).toEqual([])
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

  describe('what became of the money (追回)', () => {
    const dead = [registered, died, opened(), paid('2020-03-11', 'B1')]
    const which = { ...listOf(VILLAGE), bankReference: 'B1' }
    const claim = { type: 'ClaimRecovery', data: { ...which, occurredOn: '2020-04-01', amount: 30_000, reason: 'afterDeath' } }
    const came = (receipt: string, amount: number) => ({
      type: 'RecordRecovery',
      data: { ...which, occurredOn: '2020-05-01', amount, receipt },
    })
    const gone = { type: 'WriteOffRecovery', data: { ...which, occurredOn: '2020-06-01', amount: 20_000, decision: 'D1' } }
    const recovery = async (...commands: readonly { type: string; data: object; actor?: string }[]) =>
      (await given(...dead, ...commands).rows()).map((row) => [row.finding, row.recovery, row.outstanding])

    it('given a payment after death and nothing else, then its recovery is open without any event of its own', async () => {
      expect(await recovery()).toEqual([['paidAfterDeath', 'open', 30_000]])
    })

    it('given it is claimed and comes back in part, then the rest is outstanding', async () => {
      expect(await recovery(claim)).toEqual([['paidAfterDeath', 'claimed', 30_000]])
      expect(await recovery(claim, came('R1', 10_000))).toEqual([['paidAfterDeath', 'claimed', 20_000]])
    })

    it('given all came back, then it is returned', async () => {
      expect(await recovery(claim, came('R1', 10_000), came('R2', 20_000))).toEqual([['paidAfterDeath', 'returned', 0]])
    })

    it('given more came back than was asked, then that is a finding beside it', async () => {
      expect(await recovery(claim, came('R1', 30_001))).toEqual([
        ['paidAfterDeath', 'returned', 0],
        ['recoveredTooMuch', 'returned', 0],
      ])
    })

    it('given one receipt with two amounts, then that is a finding', async () => {
      expect(await recovery(claim, came('R1', 5_000), came('R1', 6_000))).toEqual([
        ['paidAfterDeath', 'claimed', 19_000],
        ['receiptTwice', 'claimed', 19_000],
      ])
    })

    it('given a payment to somebody alive that is claimed, then the claim is shown', async () => {
      const ineligible = { ...claim, data: { ...claim.data, reason: 'ineligible' } }
      expect(await given(opened(), paid('2020-03-11', 'B1'), ineligible).rows()).toMatchObject([
        { finding: 'recoveryClaimed', recovery: 'claimed', outstanding: 30_000 },
      ])
    })

    it('given the rest is written off by somebody else, then nothing is outstanding', async () => {
      expect(await recovery(claim, came('R1', 10_000), { ...gone, actor: 'county:finance' })).toEqual([['paidAfterDeath', 'writtenOff', 0]])
    })
  })
})
