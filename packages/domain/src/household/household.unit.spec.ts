import { describe, expect, it } from 'vitest'
import { deskOf, eventId, given } from '../testing/scenario.ts'
import * as events from './events.ts'

const household = 'H00001'
const registeredIn = '431224105201'
const here = { household, registeredIn }
const occurredOn = '2019-03-02'
const registered = events.HouseholdRegistered({ household, village: registeredIn, kind: 'registeredPoor', occurredOn: '2016-01-01' })
const joined = (person: string) =>
  events.MemberJoined({
    household,
    person,
    relation: 'head',
    sex: 'female',
    bornIn: '1979-05',
    reason: 'registered',
    standingFacts: [],
    carries: [],
    occurredOn: '2016-01-01',
  })
const income = {
  window: { from: '2018-10-01', to: '2019-09-30' },
  members: 2,
  parts: { wages: 700_000, business: 0, property: 0, transfers: 50_000, businessCost: 10_000 },
  compliantSelfPaid: 0,
  insurancePayout: 0,
}
const reported = events.IncomeReported({ household, occurredOn: '2019-09-30', ...income })
const higher = { ...income, parts: { ...income.parts, wages: 900_000 } }

describe('who belongs to a household', () => {
  it('is registered once', () => {
    given()
      .when({ type: 'RegisterHousehold', data: { ...here, kind: 'ordinary', occurredOn } })
      .then(events.HouseholdRegistered({ household, village: registeredIn, kind: 'ordinary', occurredOn }))
    given(registered)
      .when({ type: 'RegisterHousehold', data: { ...here, kind: 'ordinary', occurredOn } })
      .thenNothingHappens()
  })

  it('has to be registered before anything is said of it', () => {
    given()
      .when({ type: 'ReportDeath', data: { ...here, person: 'P00001', occurredOn } })
      .thenRefused('household.unknown')
    given()
      .when({ type: 'MoveHousehold', data: { ...here, to: '431224105202', occurredOn } })
      .thenRefused('household.unknown')
  })

  it('moves from where it lives now and keeps the stream it was born with', () => {
    const moved = events.HouseholdMoved({ household, from: registeredIn, to: '431224105202', occurredOn })
    given(registered)
      .when({ type: 'MoveHousehold', data: { ...here, to: '431224105202', occurredOn } })
      .then(moved)
    given(registered, moved)
      .when({ type: 'MoveHousehold', data: { ...here, to: '431224105203', occurredOn } })
      .then(events.HouseholdMoved({ household, from: '431224105202', to: '431224105203', occurredOn }))
  })

  it('takes a member in once, and again after the member left', () => {
    const { data } = joined('P00001')
    const command = { type: 'AddMember', data: { ...data, registeredIn } } as const
    given(registered).when(command).then(joined('P00001'))
    given(registered, joined('P00001')).when(command).thenNothingHappens()
    const left = events.MemberLeft({ household, person: 'P00001', reason: 'married', occurredOn })
    given(registered, joined('P00001'), left).when(command).then(joined('P00001'))
  })

  it('takes along the facts that stand, by event id, when somebody comes out of another household; a newborn has none', () => {
    const { data } = joined('P00001')
    const married = events.MemberJoined({ ...data, reason: 'married', standingFacts: [eventId(7), eventId(9)] })
    given(registered)
      .when({ type: 'AddMember', data: { ...married.data, registeredIn } })
      .then(married)
    const { standingFacts: _, ...newborn } = { ...data, registeredIn, reason: 'born' } as const
    given(registered)
      .when({ type: 'AddMember', data: newborn })
      .then(events.MemberJoined({ ...data, reason: 'born' }))
  })

  it.each([[['X1']], [[eventId(7), eventId(7)]]])('takes no standing facts like %j', (standingFacts) => {
    const { command } = deskOf('AddMember')
    expect(command.data.safeParse({ ...joined('P00001').data, registeredIn, standingFacts }).error?.issues[0]?.path[0]).toBe('standingFacts')
  })

  it('exits poverty with the members of that day', () => {
    const died = events.PersonDied({ household, person: 'P00002', occurredOn: '2018-01-01' })
    given(registered, joined('P00001'), joined('P00002'), joined('P00003'), died)
      .when({ type: 'ExitPoverty', data: { ...here, occurredOn } })
      .then(
        events.HouseholdExitedPoverty({ household, members: 2, occurredOn }),
        events.PersonExitedPoverty({ household, person: 'P00001', occurredOn }),
        events.PersonExitedPoverty({ household, person: 'P00003', occurredOn }),
      )
  })
})

describe('what a household lives on', () => {
  it('has income in the window it was earned in', () => {
    given(registered)
      .when({ type: 'ReportIncome', data: { ...here, ...income } })
      .then(reported)
  })

  it('is corrected by an event that carries what was', () => {
    given(registered, reported)
      .when({ type: 'CorrectIncome', data: { ...here, is: higher, reason: 'typing' } })
      .then(events.IncomeCorrected({ household, occurredOn: '2019-09-30', corrects: eventId(1), was: income, is: higher, reason: 'typing' }))
  })

  it('is corrected a second time by the id of the first report', () => {
    const corrected = events.IncomeCorrected({ household, occurredOn: '2019-09-30', corrects: eventId(1), was: income, is: higher, reason: 'typing' })
    given(registered, reported, corrected)
      .when({ type: 'CorrectIncome', data: { ...here, is: income, reason: 'recalculated' } })
      .then(events.IncomeCorrected({ household, occurredOn: '2019-09-30', corrects: eventId(1), was: higher, is: income, reason: 'recalculated' }))
  })

  it('cannot be corrected before it is reported', () => {
    given(registered)
      .when({ type: 'CorrectIncome', data: { ...here, is: income, reason: 'typing' } })
      .thenRefused('household.no-income-to-correct')
  })
})

describe('what is reported of a household', () => {
  it('is kept once a day in the same words, and again in others', () => {
    const graded = events.HouseGraded({ household, grade: 'C', occurredOn })
    given(registered, graded)
      .when({ type: 'GradeHouse', data: { ...here, grade: 'C', occurredOn } })
      .thenNothingHappens()
    given(registered, graded)
      .when({ type: 'GradeHouse', data: { ...here, grade: 'D', occurredOn } })
      .then(events.HouseGraded({ household, grade: 'D', occurredOn }))
  })

  it('keeps insurance by person and year', () => {
    const insured = { household, person: 'P00001', year: 2019, basic: 'resident', seriousIllness: true, occurredOn } as const
    given(registered, events.InsuranceReported(insured))
      .when({ type: 'ReportInsurance', data: { ...insured, registeredIn, year: 2020 } })
      .then(events.InsuranceReported({ ...insured, year: 2020 }))
  })
})

describe('a risk', () => {
  const risk = events.RiskReported({ household, risk: 'illness', occurredOn })

  it('is cleared by the id of its report', () => {
    given(registered, risk)
      .when({ type: 'ClearRisk', data: { ...here, clears: eventId(1), occurredOn: '2020-01-01' } })
      .then(events.RiskCleared({ household, clears: eventId(1), risk: 'illness', occurredOn: '2020-01-01' }))
    given(registered)
      .when({ type: 'ClearRisk', data: { ...here, clears: eventId(1), occurredOn } })
      .thenRefused('household.no-such-risk')
  })

  it('is withdrawn on the day it was said to be true', () => {
    given(registered, risk)
      .when({ type: 'WithdrawRisk', data: { ...here, reverses: eventId(1), reason: 'mistaken' } })
      .then(events.RiskWithdrawn({ household, reverses: eventId(1), risk: 'illness', reason: 'mistaken', occurredOn }))
    given(registered)
      .when({ type: 'WithdrawRisk', data: { ...here, reverses: eventId(9), reason: 'mistaken' } })
      .thenRefused('household.no-such-risk')
  })
})

describe('the one housing programme of a household', () => {
  const renovation = events.HousingProgrammeApproved({ household, programme: 'houseRenovation', occurredOn })
  const rehoused = events.HouseholdRehoused({ household, programme: 'houseRenovation', occurredOn })

  it('excludes the other, approved or already built', () => {
    const relocation = { type: 'ApproveHousing', data: { ...here, programme: 'relocation', mode: 'scattered', occurredOn } } as const
    given(registered)
      .when(relocation)
      .then(events.HousingProgrammeApproved({ household, programme: 'relocation', mode: 'scattered', occurredOn }))
    given(registered, renovation).when(relocation).thenRefused('household.other-housing-programme')
    given(registered, rehoused).when(relocation).thenRefused('household.other-housing-programme')
  })

  it('rehouses every member, also without approval: what happened is recorded', () => {
    given(registered, joined('P00001'))
      .when({ type: 'Rehouse', data: { ...here, programme: 'houseRenovation', occurredOn } })
      .then(rehoused, events.PersonRehoused({ household, person: 'P00001', programme: 'houseRenovation', occurredOn }))
  })

  it('records a second programme that rehoused it, and approves late what was built', () => {
    given(registered, renovation, rehoused)
      .when({ type: 'Rehouse', data: { ...here, programme: 'relocation', occurredOn } })
      .then(events.HouseholdRehoused({ household, programme: 'relocation', occurredOn }))
    given(registered, rehoused)
      .when({ type: 'ApproveHousing', data: { ...here, programme: 'houseRenovation', occurredOn } })
      .then(renovation)
  })
})
