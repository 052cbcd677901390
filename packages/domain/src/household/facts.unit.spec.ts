import { describe, expect, it } from 'vitest'
import { decodeEvent, type DomainEvent } from '../event.ts'
import { catalogue } from '../catalogue.ts'
import { deskOf, eventId, fold, RECORDER } from '../testing/scenario.ts'
import * as events from './events.ts'
import { INCOME_KINDS, IncomeKind } from './income-kinds.ts'
import type { HouseholdState } from './state.ts'

const household = 'H00001'
const person = 'P00001'
const registered = events.HouseholdRegistered({ household, village: '431224105201', kind: 'ordinary', occurredOn: '2016-01-01' })
const member = { household, person, relation: 'head', sex: 'male', bornIn: '1979-05', reason: 'registered', occurredOn: '2016-01-01' } as const
const joined = events.MemberJoined({ ...member, standingFacts: [], carries: [] })

const stateOf = (...said: DomainEvent[]) => fold(deskOf('RegisterHousehold').aggregate, [registered, ...said], RECORDER).state as HouseholdState

describe('what a decision finds in a household', () => {
  it('is every coming and going with its day, so that membership can be asked for a past day', () => {
    const left = events.MemberLeft({ household, person, reason: 'movedOut', occurredOn: '2020-05-01' })
    const back = events.MemberJoined({ ...joined.data, reason: 'returned', occurredOn: '2019-03-01' })
    const state = stateOf(joined, left, back)
    expect(state.membership).toEqual([
      { id: eventId(1), on: '2016-01-01', person, is: 'joined' },
      { id: eventId(2), on: '2020-05-01', person, is: 'left' },
      { id: eventId(3), on: '2019-03-01', person, is: 'joined' },
    ])
    expect(state.bornIn).toEqual({ [person]: '1979-05' })
  })

  it('is what a member brought along, on the day it was true and under the joining event', () => {
    const origin = { event: eventId(70), revision: 4, on: '2018-02-03' }
    const married = events.MemberJoined({
      ...joined.data,
      reason: 'married',
      standingFacts: [eventId(70)],
      carries: [
        { fact: 'labour', ...origin, labour: 'skilled' },
        { fact: 'school', ...origin, event: eventId(71), stage: 'vocational', status: 'finished' },
        { fact: 'insurance', ...origin, event: eventId(72), year: 2018, basic: 'resident', seriousIllness: true },
        { fact: 'health', ...origin, event: eventId(73), health: 'chronic' },
      ],
    })
    const state = stateOf(married)
    expect(state.labour).toEqual([{ id: eventId(1), on: '2018-02-03', person, labour: 'skilled' }])
    expect(state.school).toEqual([{ id: eventId(1), on: '2018-02-03', person, stage: 'vocational', status: 'finished' }])
    expect(state.insurance).toEqual([{ id: eventId(1), on: '2018-02-03', person, year: 2018, basic: 'resident', seriousIllness: true }])
  })

  it('is an entry as corrected, under the id of its first report and on the day that is right', () => {
    const was = { kind: 'rent', months: { from: '2019-01', to: '2019-06' }, amount: 600, person, source: 'told' } as const
    const is = { kind: 'rent', months: { from: '2019-01', to: '2019-05' }, amount: 500, source: 'bank' } as const
    const recorded = events.IncomeRecorded({ household, entry: 'E1', ...was, occurredOn: '2019-06-30' })
    const corrected = events.IncomeEntryCorrected({
      household,
      occurredOn: '2019-05-31',
      corrects: eventId(1),
      entry: 'E1',
      was,
      is,
      reason: 'recalculated',
    })
    expect(stateOf(recorded, corrected).entries).toEqual([{ id: eventId(1), on: '2019-05-31', entry: 'E1', ...is }])
  })

  it('is nothing that was withdrawn, and the house as it was graded before', () => {
    const graded = (grade: 'B' | 'D', occurredOn: string) => events.HouseGraded({ household, grade, occurredOn })
    const withdrawn = events.ReportWithdrawn({
      household,
      reverses: eventId(2),
      of: 'HouseGraded',
      reason: 'wrongHousehold',
      occurredOn: '2020-02-01',
    })
    expect(stateOf(graded('B', '2019-01-01'), graded('D', '2020-02-01'), withdrawn).house).toEqual([{ id: eventId(1), on: '2019-01-01', grade: 'B' }])
  })

  it('is the income of a window as said last, at the end of all of them', () => {
    const income = (year: number, wages: number) => ({
      window: { from: `${year - 1}-10-01`, to: `${year}-09-30` },
      members: 2,
      parts: { wages, business: 0, property: 0, transfers: 0, businessCost: 0 },
      compliantSelfPaid: 0,
      insurancePayout: 0,
    })
    const reported = (year: number) => events.IncomeReported({ household, occurredOn: `${year}-09-30`, ...income(year, 1) })
    const corrected = events.IncomeCorrected({
      household,
      occurredOn: '2019-09-30',
      corrects: eventId(1),
      was: income(2019, 1),
      is: income(2019, 2),
      reason: 'typing',
    })
    expect(Object.values(stateOf(reported(2019), reported(2020), corrected).incomes).map(({ id }) => id)).toEqual([eventId(2), eventId(1)])
  })

  it('is that it was closed, until the closing is withdrawn', () => {
    const closed = events.HouseholdClosed({ household, reason: 'merged', into: 'H00002', occurredOn: '2020-01-01' })
    const back = events.ClosingWithdrawn({ household, reverses: eventId(1), reason: 'returned', occurredOn: '2020-06-01' })
    expect(stateOf(closed).closed).toEqual({ id: eventId(1), on: '2020-01-01', reason: 'merged', into: 'H00002' })
    expect(stateOf(closed, back)).not.toHaveProperty('closed')
  })
})

describe('events as they were written before', () => {
  const read = (type: string, data: object) => decodeEvent(catalogue, type, 1, data)

  it('bring nothing along when somebody joined', () => {
    const { carries: _, ...before } = joined.data
    expect(read('MemberJoined', before)).toEqual({ kind: 'event', event: joined })
  })

  it('say the same of who left and of who is at school', () => {
    const left = { household, person, reason: 'married', occurredOn: '2019-01-01' }
    const school = { household, person, stage: 'junior', status: 'enrolled', occurredOn: '2019-09-01' }
    expect(read('MemberLeft', left)).toEqual({ kind: 'event', event: { type: 'MemberLeft', data: left } })
    expect(read('SchoolStatusReported', school)).toEqual({ kind: 'event', event: { type: 'SchoolStatusReported', data: school } })
  })
})

it('every kind of income counts as one part of net income, or as none of it', () => {
  const kinds = (part: string) => IncomeKind.options.filter((kind) => INCOME_KINDS[kind] === part)
  expect(kinds('wages')).toEqual(['localWage', 'dayLabour', 'migrantWage', 'postWage'])
  expect(kinds('business')).toEqual(['cropSales', 'livestockSales', 'ownConsumption', 'otherBusiness'])
  expect(kinds('property')).toEqual(['rent', 'dividend', 'landTransfer'])
  expect(kinds('transfers')).toHaveLength(7)
  // S26: earmarked one-off support and one-off aid do not count.
  expect(kinds('notCounted')).toHaveLength(9)
})
