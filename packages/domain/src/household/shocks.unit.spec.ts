import { describe, it } from 'vitest'
import { eventId, given } from '../testing/scenario.ts'
import * as events from './events.ts'

const household = 'H00001'
const here = { household, registeredIn: '431224105201' }
const occurredOn = '2026-01-12'
const registered = events.HouseholdRegistered({ household, village: here.registeredIn, kind: 'ordinary', occurredOn: '2016-01-01' })
const accident = events.AccidentReported({ household, accident: 'A1', person: 'P00001', kind: 'work', amount: 2_500_000, occurredOn })

describe('what strikes a household', () => {
  it('is a loss by a disaster of the village, an accident, a failure of its own business: each once under its number', () => {
    const loss = events.DisasterLossReported({ household, loss: 'L1', kind: 'flood', amount: 1_200_000, disaster: 'D1', occurredOn })
    const failure = events.BusinessFailed({ household, business: 'U1', branch: 'breeding', cause: 'disease', amount: 3_000_000, occurredOn })
    given(registered)
      .when({ type: 'ReportDisasterLoss', data: { ...here, ...loss.data } })
      .then(loss)
    given(registered)
      .when({ type: 'ReportAccident', data: { ...here, ...accident.data } })
      .then(accident)
    given(registered)
      .when({ type: 'ReportBusinessFailure', data: { ...here, ...failure.data } })
      .then(failure)
  })

  it('is recorded again when it is told in other words: what happened outside is not refused', () => {
    given(registered, accident)
      .when({ type: 'ReportAccident', data: { ...here, ...accident.data, amount: 2_600_000 } })
      .then(events.AccidentReported({ ...accident.data, amount: 2_600_000 }))
  })
})

describe('a recovery', () => {
  const recovery = { ...here, recovers: eventId(1), how: 'compensated', occurredOn: '2026-05-01' } as const

  it('is of one loss, accident or failure, by the id of its report', () => {
    given(registered, accident)
      .when({ type: 'ReportRecovery', data: recovery })
      .then(events.ShockRecovered({ household, recovers: eventId(1), how: 'compensated', occurredOn: '2026-05-01' }))
  })

  it('is of nothing else, and of nothing that was withdrawn', () => {
    const graded = events.HouseGraded({ household, grade: 'C', occurredOn })
    const withdrawn = events.ReportWithdrawn({
      household,
      reverses: eventId(1),
      of: 'AccidentReported',
      person: 'P00001',
      reason: 'mistaken',
      occurredOn,
    })
    given(registered).when({ type: 'ReportRecovery', data: recovery }).thenRefused('household.no-such-shock')
    given(registered, graded).when({ type: 'ReportRecovery', data: recovery }).thenRefused('household.no-such-shock')
    given(registered, accident, withdrawn).when({ type: 'ReportRecovery', data: recovery }).thenRefused('household.no-such-shock')
  })
})

describe('a benefit', () => {
  const granted = events.BenefitGranted({ household, benefit: 'N1', kind: 'livingAllowance', monthly: 26_000, occurredOn })
  const ended = events.BenefitEnded({ household, benefit: 'N1', reason: 'reviewed', occurredOn: '2026-06-30' })

  it('is granted, ends, and may be granted anew under its number', () => {
    given(registered)
      .when({ type: 'GrantBenefit', data: { ...here, ...granted.data } })
      .then(granted)
    given(registered, granted)
      .when({ type: 'EndBenefit', data: { ...here, ...ended.data } })
      .then(ended)
    given(registered, granted, ended)
      .when({ type: 'GrantBenefit', data: { ...here, ...granted.data, occurredOn: '2026-09-01' } })
      .then(events.BenefitGranted({ ...granted.data, occurredOn: '2026-09-01' }))
  })

  it('told late a second time is no news, whatever came after it', () => {
    given(registered, granted, ended, events.BenefitGranted({ ...granted.data, occurredOn: '2026-09-01' }))
      .when({ type: 'GrantBenefit', data: { ...here, ...granted.data } })
      .thenNothingHappens()
  })

  it('ends also when nobody told of its grant', () => {
    given(registered)
      .when({ type: 'EndBenefit', data: { ...here, ...ended.data } })
      .then(ended)
  })
})
