import { describe, expect, it } from 'vitest'
import type { AnyCommand } from '../catalogue.ts'
import { eventId, given } from '../testing/scenario.ts'
import { AlertClockSet } from '../parameter/events.ts'
import * as events from './events.ts'
import { alertStream } from './decide.ts'
import { ALERT_WAYS } from './state.ts'

const here = { division: '431224105201', subject: 'H00001', cause: 'rule.medical-self-paid', occurredOn: '2024-05-06' }
const first = { ...here, episode: 1 }
const [bill, more] = [eventId(7), eventId(8)]
const sign = { place: '431224105201', level: 3, sign: 'strong' as const, evidence: [bill], firstSignOn: '2024-05-02' }
const heard = { stage: 'village' as const, assignee: 'helper:a', respondBy: '2024-05-08' }
const raised = events.AlertRaised({ ...first, ...sign, ...heard })
const listed = events.AlertListed({ ...first, ...sign, level: 1, sign: 'weak', week: '2024-05-06' })
const dismissed = (countsAgain: 'newEvidence' | 'higherLevel') => events.AlertDismissed({ ...first, reason: 'seasonal', countsAgain })
const raise = (change: object = {}): AnyCommand => ({ type: 'RaiseAlert', data: { ...here, ...sign, ...heard, ...change } }) as AnyCommand
const act = (type: string, data: object = {}): AnyCommand => ({ type, data: { ...here, ...data } }) as AnyCommand
const stream = alertStream(here)

describe('an alert', () => {
  it('is raised once, whatever the number of facts behind it', () => {
    given().when(raise()).then(raised)
    given(raised)
      .when(raise({ evidence: [bill, more], occurredOn: '2024-05-07' }))
      .then(events.AlertStrengthened({ ...first, occurredOn: '2024-05-07', level: 3, sign: 'strong', evidence: [more] }))
    given(raised)
      .when(raise({ occurredOn: '2024-05-20' }))
      .thenNothingHappens()
  })

  it('taken from the weekly list it goes on in its own episode', () => {
    given(listed).when(raise()).then(raised)
    given(listed)
      .when(act('ListAlert', { ...sign, level: 1, sign: 'weak', week: '2024-05-13' }))
      .thenNothingHappens()
  })

  it('is acknowledged while it is raised, and a sign on the weekly list cannot be', () => {
    given(raised).when(act('AcknowledgeAlert')).then(events.AlertAcknowledged(first))
    given(listed).when(act('AcknowledgeAlert')).thenRefused('alert.not-raised')
    given(raised, dismissed('newEvidence')).when(act('AcknowledgeAlert')).thenRefused('alert.closed')
    given().when(act('AcknowledgeAlert')).thenRefused('alert.unknown')
  })

  it('a visit is always recorded, also of an alert that is closed, and opens nothing', () => {
    const answered = events.AlertAnswered({ ...first, found: 'atRisk', raisedOn: '2024-05-06' })
    given(raised)
      .when(act('AnswerAlert', { found: 'atRisk' }))
      .then(answered)
    given(raised, dismissed('newEvidence'))
      .when(act('AnswerAlert', { found: 'atRisk' }))
      .then(answered)
    given(raised, dismissed('newEvidence'), answered).when(act('AcknowledgeAlert')).thenRefused('alert.closed')
    given(raised, dismissed('newEvidence'), answered)
      .when(act('AssignAlert', { assignee: 'helper:b' }))
      .thenRefused('alert.closed')
  })

  it('nobody met is no answer: the clock of the stage goes on', () => {
    const notMet = events.AlertAnswered({ ...first, found: 'notMet', raisedOn: '2024-05-06' })
    given(raised, notMet)
      .when(act('EscalateAlert', { occurredOn: '2024-05-09', episode: 1, to: 'town' }))
      .then(events.AlertEscalated({ ...first, occurredOn: '2024-05-09', from: 'village', to: 'town', missed: '2024-05-08' }))
  })

  it('a found risk stops the clock, and no stage is passed up', () => {
    given(raised, events.AlertAnswered({ ...first, found: 'atRisk', raisedOn: '2024-05-06' }))
      .when(act('EscalateAlert', { occurredOn: '2024-05-09', episode: 1, to: 'town' }))
      .thenNothingHappens()
  })

  it('the recognition keeps the visit that found the risk', () => {
    given(raised, events.AlertAnswered({ ...first, occurredOn: '2024-05-07', found: 'atRisk', raisedOn: '2024-05-06' }))
      .when(act('ResolveAlert', { occurredOn: '2024-05-20', episode: 1, because: 'recognised' }))
      .then(events.AlertResolved({ ...first, occurredOn: '2024-05-20', because: 'recognised', visitedOn: '2024-05-07' }))
  })
})

describe('what closes an alert holds until something counts', () => {
  const reopened = (because: 'newEvidence' | 'higherLevel' | 'causeBack', change: object = {}) =>
    events.AlertReopened({ ...here, episode: 2, ...sign, ...heard, ...change, because })

  it('a dismissal until new evidence comes, whatever the day', () => {
    const after = given(raised, dismissed('newEvidence'))
    after.when(raise({ occurredOn: '2025-01-01' })).thenNothingHappens()
    after.when(raise({ evidence: [bill, more] })).then(reopened('newEvidence', { evidence: [bill, more] }))
    after.when(act('ListAlert', { ...sign, week: '2024-05-13' })).thenNothingHappens()
  })

  it('a dismissal until the level is higher: more of the same counts for nothing', () => {
    const weak = events.AlertRaised({ ...first, ...sign, level: 2, ...heard })
    given(weak, dismissed('higherLevel'))
      .when(raise({ level: 2, evidence: [bill, more] }))
      .thenNothingHappens()
    given(weak, dismissed('higherLevel')).when(raise()).then(reopened('higherLevel'))
  })

  it('what was taken back leaves a dismissal as it was, with the level and the evidence of its day', () => {
    const withdrawn = events.AlertWithdrawn({ ...first, episode: 2, evidence: [more] })
    const again = given(raised, dismissed('newEvidence'), reopened('newEvidence', { evidence: [bill, more] }), withdrawn)
    again.when(raise()).thenNothingHappens()
    const third = [bill, eventId(9)]
    again
      .when(raise({ evidence: third }))
      .then(events.AlertReopened({ ...here, episode: 3, ...sign, ...heard, evidence: third, because: 'newEvidence' }))
    const weak = events.AlertRaised({ ...first, ...sign, level: 1, ...heard })
    const graver = events.AlertReopened({ ...here, episode: 2, ...sign, level: 3, ...heard, evidence: [more], because: 'higherLevel' })
    const level = given(weak, dismissed('higherLevel'), graver, withdrawn)
    level.when(raise({ level: 1, evidence: third })).thenNothingHappens()
    level
      .when(raise({ level: 2, evidence: third }))
      .then(events.AlertReopened({ ...here, episode: 3, ...sign, ...heard, level: 2, evidence: third, because: 'higherLevel' }))
  })

  it('of the highest level no higher one can be asked for; where it was, new evidence counts', () => {
    given(raised)
      .when(act('DismissAlert', { reason: 'seasonal', countsAgain: 'higherLevel' }))
      .thenRefused('alert.nothing-higher')
    given(raised, dismissed('higherLevel')).when(raise()).thenNothingHappens()
    given(raised, dismissed('higherLevel'))
      .when(raise({ evidence: [more] }))
      .then(reopened('newEvidence', { evidence: [more] }))
  })

  it('a visit that found no risk until new evidence comes; a recognition too', () => {
    const cleared = events.AlertAnswered({ ...first, found: 'noRisk', raisedOn: '2024-05-06' })
    given(raised, cleared).when(raise()).thenNothingHappens()
    given(raised, events.AlertResolved({ ...first, because: 'recognised' }))
      .when(raise())
      .thenNothingHappens()
  })

  it('a cause that went away by itself, or was never true, may come back', () => {
    given(raised, events.AlertResolved({ ...first, because: 'causeGone' }))
      .when(raise())
      .then(reopened('causeBack'))
    given(raised, events.AlertWithdrawn({ ...first, evidence: [bill] }))
      .when(raise({ evidence: [more] }))
      .then(reopened('newEvidence', { evidence: [more] }))
  })

  it('what is asked of an episode that is over is nothing', () => {
    const again = [raised, events.AlertResolved({ ...first, because: 'causeGone' }), reopened('causeBack')] as const
    given(...again)
      .when(act('ResolveAlert', { episode: 1, because: 'causeGone' }))
      .thenNothingHappens()
    given(...again)
      .when(act('WithdrawAlert', { episode: 1, evidence: [bill] }))
      .thenNothingHappens()
  })
})

describe('passing on', () => {
  const clock = AlertClockSet({
    region: '000000000000',
    occurredOn: '2021-05-01',
    from: '2021-05-01',
    basis: 'A',
    assumption: true,
    level: 3,
    stage: 'town',
    length: 2,
    unit: 'day',
  })

  it('gives the next stage its own time, as set on the day; where none is set no time runs', () => {
    given(raised)
      .seeing('parameter-000000000000-alertClock', clock)
      .when(act('PassOnAlert', { to: 'town' }))
      .then(events.AlertPassedOn({ ...first, to: 'town', respondBy: '2024-05-08' }))
    given(raised)
      .when(act('PassOnAlert', { to: 'county' }))
      .then(events.AlertPassedOn({ ...first, to: 'county' }))
  })

  it('to a department says which one', () => {
    given(raised)
      .when(act('PassOnAlert', { to: 'department' }))
      .thenRefused('alert.department-missing')
    given(raised)
      .when(act('PassOnAlert', { to: 'department', department: 'health' }))
      .then(events.AlertPassedOn({ ...first, to: 'department', department: 'health' }))
  })
})

it('every event has its ways in the one table', () => {
  expect(Object.keys(ALERT_WAYS)).toEqual(events.alertEvents.map(({ type }) => type))
})

it('a stream names subject and cause without a hyphen, and a village without its number a second time', () => {
  expect(stream).toBe('alert-431224105201-H00001.rule.medical_self_paid')
  expect(alertStream({ division: '431224105201', subject: '431224105201', cause: 'watch.village-watch' })).toBe(
    'alert-431224105201-place.watch.village_watch',
  )
})
