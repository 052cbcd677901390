import { describe, expect, it } from 'vitest'
import type { DomainEvent } from '../event.ts'
import type { AnyCommand } from '../catalogue.ts'
import { HouseholdRecognised } from '../monitoring-case/events.ts'
import { deskOf, eventId, given } from '../testing/scenario.ts'
import { caseStream, monitoringSeen } from './case-seen.ts'
import * as events from './events.ts'

const household = 'H00001'
const registeredIn = '431224105201'
const here = { household, registeredIn }
const occurredOn = '2020-07-01'
const registered = events.HouseholdRegistered({ household, village: registeredIn, kind: 'registeredPoor', occurredOn: '2016-01-01' })
const joined = (person: string) =>
  events.MemberJoined({
    household,
    person,
    relation: 'child',
    sex: 'female',
    bornIn: '1979-05',
    reason: 'registered',
    standingFacts: [],
    carries: [],
    occurredOn: '2016-01-01',
  })
const left = (person: string, to?: string) =>
  events.MemberLeft({ household, person, reason: to ? 'split' : 'movedOut', ...(to ? { to } : {}), occurredOn })

describe('a household that splits', () => {
  const data = { ...here, into: 'H00002', persons: ['P00002', 'P00001'], occurredOn }
  const split: AnyCommand = { type: 'SplitHousehold', data }
  const happened = events.HouseholdSplit({ household, into: 'H00002', persons: ['P00001', 'P00002'], monitored: false, basis: [], occurredOn })

  it('says so once and lets each of them go to the new household', () => {
    given(registered, joined('P00001'), joined('P00002'), joined('P00003'))
      .when(split)
      .then(happened, left('P00001', 'H00002'), left('P00002', 'H00002'))
  })

  it('does not split off who is not a member, nor into itself', () => {
    given(registered, joined('P00001')).when(split).thenRefused('household.not-a-member')
    given(registered, joined('P00001'), joined('P00002'), left('P00002')).when(split).thenRefused('household.not-a-member')
    expect(deskOf('SplitHousehold').command.data.safeParse({ ...data, into: household }).error?.issues[0]?.path).toEqual(['into'])
  })

  it('is no news told again in another order of the persons, also when one of them has come back', () => {
    const all = [registered, joined('P00001'), joined('P00002'), happened, left('P00001', 'H00002'), left('P00002', 'H00002')]
    given(...all, joined('P00001'))
      .when({ type: 'SplitHousehold', data: { ...data, persons: ['P00001', 'P00002'] } })
      .thenNothingHappens()
  })

  it('keeps whether it was a monitored one that day, and the recognition that says so', () => {
    const recognised = HouseholdRecognised({
      household,
      procedure: 1,
      round: 1,
      scheme: '2021',
      class: 'marginal',
      risks: [{ kind: 'illness' }],
      snapshot: { members: 2, able: 1, labourUnknown: 0, income: null, line: null, unchecked: ['line', 'income'], basis: [] },
      by: 'report',
      breaches: ['visitMissing'],
      occurredOn: '2020-02-01',
    })
    const stream = caseStream(here)
    const basis = [{ stream, revision: 0, events: [eventId(0, 1)] }]
    given(registered, joined('P00001'), joined('P00002'))
      .seeing(stream, recognised)
      .when(split)
      .then(events.HouseholdSplit({ ...happened.data, monitored: true, basis }), left('P00001', 'H00002'), left('P00002', 'H00002'))
  })

  it('reads its own case and no other stream', () => {
    const { command } = deskOf('SplitHousehold')
    expect(command.reads?.(data, () => undefined)).toEqual(['monitoringCase-431224105201-H00001'])
  })
})

describe('what a household sees of its case', () => {
  const stream = caseStream(here)
  const recognised = { id: eventId(9) }
  const seeing = (state: unknown, revision = 11) => monitoringSeen((name) => (name === stream ? { state, revision } : undefined), here)

  it('is not monitored where nobody told of a case', () => {
    expect(monitoringSeen(() => undefined, here)).toEqual({ monitored: false, basis: [] })
    expect(seeing({ monitoring: 'none', rounds: {} }, -1)).toEqual({ monitored: false, basis: [] })
  })

  it('is monitored by the recognition of its present round', () => {
    expect(seeing({ monitoring: 'monitored', round: 2, rounds: { 1: { recognised: { id: eventId(3) } }, 2: { recognised } }, helper: {} })).toEqual({
      monitored: true,
      basis: [{ stream, revision: 11, events: [eventId(9)] }],
    })
  })

  it('is not monitored once its risk was eliminated, nor before a recognition', () => {
    expect(seeing({ monitoring: 'eliminated', round: 1, rounds: { 1: { recognised } } })).toMatchObject({ monitored: false })
    expect(seeing({ monitoring: 'none', rounds: {} })).toEqual({ monitored: false, basis: [{ stream, revision: 11, events: [] }] })
  })

  it('never takes for unmonitored what it does not understand', () => {
    expect(() => seeing({ status: 'monitored' })).toThrow('monitoring')
  })
})

describe('a household that is no more', () => {
  const closed = (reason: 'diedOut' | 'merged' | 'movedAway' | 'falseData') => events.HouseholdClosed({ household, reason, occurredOn })
  const close = (reason: 'diedOut' | 'merged' | 'movedAway' | 'falseData', more = {}) =>
    ({ type: 'CloseHousehold', data: { ...here, reason, occurredOn, ...more } }) as const

  it.each(['diedOut', 'merged'] as const)('is not closed as %s while there are members', (reason) => {
    given(registered, joined('P00001')).when(close(reason)).thenRefused('household.members-remain')
    given(registered, joined('P00001'), events.PersonDied({ household, person: 'P00001', occurredOn }))
      .when(close(reason))
      .then(closed(reason))
  })

  it.each(['movedAway', 'falseData'] as const)('is closed as %s whoever stands in it', (reason) => {
    given(registered, joined('P00001')).when(close(reason)).then(closed(reason))
  })

  it('is closed once: other words need the closing to be withdrawn first', () => {
    given(registered, closed('movedAway')).when(close('movedAway')).thenNothingHappens()
    given(registered, closed('movedAway'))
      .when(close('movedAway', { occurredOn: '2020-08-01' }))
      .thenRefused('household.already-closed')
    given(registered, closed('movedAway'))
      .when(close('merged', { into: 'H00002' }))
      .thenRefused('household.already-closed')
  })

  it('may turn out never to have been closed, or may come back from a day on; then it can be closed again', () => {
    const mistaken = events.ClosingWithdrawn({ household, reverses: eventId(1), reason: 'mistaken', occurredOn })
    const returned = events.ClosingWithdrawn({ household, reverses: eventId(1), reason: 'returned', occurredOn: '2021-02-01' })
    given(registered, closed('movedAway'))
      .when({ type: 'WithdrawClosing', data: { ...here, reverses: eventId(1), reason: 'mistaken' } })
      .then(mistaken)
    given(registered, closed('movedAway'))
      .when({ type: 'WithdrawClosing', data: { ...here, reverses: eventId(1), reason: 'returned', occurredOn: '2021-02-01' } })
      .then(returned)
    given(registered, closed('movedAway'), returned).when(close('falseData')).then(closed('falseData'))
    given(registered, closed('movedAway'), returned, closed('falseData'))
      .when({ type: 'WithdrawClosing', data: { ...here, reverses: eventId(1), reason: 'mistaken' } })
      .thenNothingHappens()
  })

  it('has no closing to withdraw where there was none; a return has its day, a mistake has none', () => {
    given(registered)
      .when({ type: 'WithdrawClosing', data: { ...here, reverses: eventId(1), reason: 'mistaken' } })
      .thenRefused('household.no-such-report')
    const { data } = deskOf('WithdrawClosing').command
    expect(data.safeParse({ ...here, reverses: eventId(1), reason: 'returned' }).error?.issues[0]?.path).toEqual(['occurredOn'])
    expect(data.safeParse({ ...here, reverses: eventId(1), reason: 'mistaken', occurredOn }).error?.issues[0]?.path).toEqual(['occurredOn'])
  })
})

describe('a report that was wrong', () => {
  const graded = (grade: 'C' | 'D') => events.HouseGraded({ household, grade, occurredOn })
  const died = events.PersonDied({ household, person: 'P00001', occurredOn })
  const withdraw = (n: number, reason: 'mistaken' | 'wrongHousehold' | 'duplicate' = 'mistaken') =>
    ({ type: 'WithdrawReport', data: { ...here, reverses: eventId(n), reason } }) as const
  const withdrawn = (n: number, of: events.WithdrawableReport, person?: string) =>
    events.ReportWithdrawn({ household, reverses: eventId(n), of, ...(person ? { person } : {}), reason: 'mistaken', occurredOn })

  it('is withdrawn on the day it was said to be true, with its type and its person', () => {
    given(registered, graded('C')).when(withdraw(1)).then(withdrawn(1, 'HouseGraded'))
    given(registered, joined('P00001'), died)
      .when(withdraw(2))
      .then(withdrawn(2, 'PersonDied', 'P00001'))
  })

  it('is withdrawn once, and only where it was made', () => {
    given(registered, graded('C'), withdrawn(1, 'HouseGraded')).when(withdraw(1, 'duplicate')).thenNothingHappens()
    given(registered).when(withdraw(1)).thenRefused('household.no-such-report')
  })

  it('is not this when it has a way back of its own: who joined, left, earned in a window or was at risk', () => {
    const others: DomainEvent[] = [joined('P00001'), left('P00001'), events.RiskReported({ household, risk: 'illness', occurredOn })]
    for (const [n] of others.entries())
      given(registered, ...others)
        .when(withdraw(n + 1))
        .thenRefused('household.no-such-report')
  })

  it('may be made again in the same words, unless others have taken its place', () => {
    const again = { type: 'GradeHouse', data: { ...here, grade: 'C', occurredOn } } as const
    given(registered, graded('C'), withdrawn(1, 'HouseGraded')).when(again).then(graded('C'))
    given(registered, graded('D'), graded('C'), withdrawn(1, 'HouseGraded')).when(again).thenNothingHappens()
  })

  it('given a death that was none, then the person is a member again, and others are not', () => {
    const members = [registered, joined('P00001'), joined('P00002')]
    given(...members, died, withdrawn(3, 'PersonDied', 'P00001'))
      .when({ type: 'ExitPoverty', data: { ...here, occurredOn } })
      .then(
        events.HouseholdExitedPoverty({ household, members: 2, occurredOn }),
        events.PersonExitedPoverty({ household, person: 'P00002', occurredOn }),
        events.PersonExitedPoverty({ household, person: 'P00001', occurredOn }),
      )
    given(...members, left('P00001'), died, withdrawn(4, 'PersonDied', 'P00001'))
      .when({ type: 'ExitPoverty', data: { ...here, occurredOn } })
      .then(
        events.HouseholdExitedPoverty({ household, members: 1, occurredOn }),
        events.PersonExitedPoverty({ household, person: 'P00002', occurredOn }),
      )
  })

  it('may be any report that the list of types names, and each of them is an event of the household', () => {
    const known = new Set(events.householdEvents.map(({ type }) => type))
    expect(events.WithdrawableReport.options.filter((type) => !known.has(type))).toEqual([])
  })
})
