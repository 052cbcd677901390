import { aggregates } from '@rural-tracker/domain'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { householdTimeline } from './household-timeline.ts'

const given = rowsGiven(householdTimeline, aggregates)

const here = { household: 'H00001', registeredIn: '431224105201' }
const registered = { type: 'RegisterHousehold', data: { ...here, kind: 'registeredPoor', occurredOn: '2019-01-01' } }
const visited = (occurredOn: string) => ({ type: 'VisitHousehold', data: { ...here, visitor: 'helper', occurredOn } })

describe('household timeline', () => {
  it('given what was said of a household, then a line each with the day it was true and the words as they were said', async () => {
    expect(await given(registered, visited('2019-02-01')).rows()).toMatchObject([
      { household: 'H00001', type: 'HouseholdRegistered', occurredOn: '2019-01-01', data: { village: '431224105201', kind: 'registeredPoor' } },
      { household: 'H00001', type: 'HouseholdVisited', occurredOn: '2019-02-01', data: { visitor: 'helper' } },
    ])
  })

  it('given a visit told late, then it stands last by what we knew and first by what was true', async () => {
    const rows = await given(registered, visited('2019-05-01'), visited('2019-03-01')).rows()
    expect(rows.map(({ occurredOn }) => occurredOn)).toEqual(['2019-01-01', '2019-05-01', '2019-03-01'])
    expect(rows.map(({ position }) => position)).toEqual([1, 2, 3])
  })

  it('given payments and loans in streams of their own, then they stand on the timeline of the household', async () => {
    const list = { programme: 'livingAllowance', village: '431224105201', period: '2020.01', occurredOn: '2020-01-20' }
    const rows = await given(
      { type: 'OpenPaymentList', data: list },
      { type: 'RecordPayments', data: { ...list, payments: [{ line: 'L1', household: 'H00001', amount: 30_000, bankReference: 'B1' }] } },
      { type: 'ReversePayment', data: { ...list, bankReference: 'B1', reason: 'duplicate' } },
      {
        type: 'GrantLoan',
        data: { village: '431224105201', loan: 'S1', household: 'H00001', amount: 5_000_000, dueOn: '2023-01-01', occurredOn: '2020-02-01' },
      },
    ).rows()
    expect(rows.map(({ household, type }) => [household, type])).toEqual([
      ['H00001', 'PaymentPaid'],
      ['H00001', 'PaymentReversed'],
      ['H00001', 'LoanGranted'],
    ])
  })

  it('given a case, a loan that was renewed and a share in a partnership, then they stand there too, each in its own stream', async () => {
    const loan = { village: '431224105201', loan: 'S1' }
    const partnership = { division: '431224105201', partnership: 'Q1' }
    const rows = await given(
      registered,
      {
        type: 'RegisterClue',
        data: { ...here, clue: 'C1', source: 'selfReport', risks: [], filedBy: 'self', evidence: [], occurredOn: '2019-03-01' },
      },
      { type: 'GrantLoan', data: { ...loan, household: 'H00001', amount: 5_000_000, dueOn: '2023-01-01', occurredOn: '2020-02-01' } },
      { type: 'RenewLoan', data: { ...loan, dueOn: '2024-01-01', occurredOn: '2022-12-01' } },
      { type: 'AgreePartnership', data: { ...partnership, title: '示范合作社', occurredOn: '2019-04-01' } },
      { type: 'LinkHousehold', data: { ...partnership, household: 'H00001', persons: ['P00001'], occurredOn: '2019-05-01' } },
    ).rows()
    expect(rows.map(({ type, stream }) => [type, String(stream).split('-')[0]])).toEqual([
      ['HouseholdRegistered', 'household'],
      ['ClueRegistered', 'monitoringCase'],
      ['LoanGranted', 'loan'],
      ['LoanRenewed', 'loan'],
      ['HouseholdLinked', 'partnership'],
      ['PersonLinked', 'partnership'],
    ])
  })

  it('given what concerns a village and no household, then no line', async () => {
    const village = { village: '431224105201', level: 'village', poverty: 'poor', occurredOn: '2019-01-01' }
    expect(await given({ type: 'RegisterVillage', data: village }).rows()).toEqual([])
  })
})
