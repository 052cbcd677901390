import { describe, it } from 'vitest'
import type { AnyCommand } from '../catalogue.ts'
import * as household from '../household/events.ts'
import * as life from '../testing/case-life.ts'
import { after } from '../testing/case-scenario.ts'
import { eventId } from '../testing/scenario.ts'

const { where, clue, visited, reviewed, noticed, checked, decided, toRecognition, toElimination, wellOff, people } = life
const on = (occurredOn: string) => ({ ...where, occurredOn })
const closed = household.HouseholdClosed({ household: where.household, occurredOn: '2023-09-01', reason: 'movedAway' })
const record = (class_: 'marginal' | 'preventionObject' = 'marginal', scheme: '2021' | '2026' = '2021'): AnyCommand => ({
  type: 'RecordRecognition',
  data: { ...on('2023-11-01'), scheme, class: class_, risks: [{ kind: 'illness' }] },
})
const recordElimination = (occurredOn: string, way: 'byHelp' | 'natural' = 'byHelp'): AnyCommand => ({
  type: 'RecordElimination',
  data: { ...on(occurredOn), way },
})
const notice = (from: string, to: string): AnyCommand => ({ type: 'RecordCaseNotice', data: { ...where, from, to, fields: ['village'] } })

describe('a report is recorded, and what it broke stands in it', () => {
  it('a review before the visit and without consent', () => {
    after(clue('2023-10-01'))
      .when(reviewed('2023-10-03'))
      .then({ type: 'VillageReviewed', data: { procedure: 1, breaches: ['visitMissing', 'consentMissing'] } })
    after(...toRecognition, life.proposed('2024-05-01'), visited('2024-05-02', 'notAsked'))
      .when(reviewed('2024-05-03'))
      .then({ type: 'VillageReviewed', data: { procedure: 2, breaches: [] } })
  })

  it('a notice without a review, against it, too short, once more, or of a closed household', () => {
    const verified = [clue('2023-10-01'), visited('2023-10-02')]
    after(...verified)
      .when(notice('2023-10-04', '2023-10-08'))
      .then({ type: 'CaseNoticed', data: { by: 'report', occurredOn: '2023-10-04', breaches: ['reviewMissing'], unchecked: [] } })
    after(...verified, reviewed('2023-10-03', 'rejected'))
      .when(notice('2023-10-04', '2023-10-08'))
      .then({ type: 'CaseNoticed', data: { breaches: ['reviewAgainst'] } })
    after(...verified, reviewed('2023-10-03'), noticed('2023-10-04', '2023-10-08'))
      .when(notice('2023-10-05', '2023-10-08'))
      .then({ type: 'CaseNoticed', data: { breaches: ['noticedAgain', 'noticeShort'] } })
    after(...verified, reviewed('2023-10-03'))
      .now([...wellOff, closed])
      .when(notice('2023-10-04', '2023-10-08'))
      .then({ type: 'CaseNoticed', data: { breaches: ['householdClosed'] } })
  })

  it('a length that nobody set, or working days of a year without a calendar, are not checked and not refused', () => {
    const ready = after(clue('2023-10-01'), visited('2023-10-02'), reviewed('2023-10-03'))
    const command = noticed('2023-10-04', '2023-10-04')
    ready
      .where({ deadline: [] })
      .when(command)
      .then({ type: 'CaseNoticed', data: { breaches: [], unchecked: ['noticeLength'] } })
    ready
      .where({ deadline: [life.deadline('notice', 5, 'workingDay')] })
      .when(command)
      .then({ type: 'CaseNoticed', data: { unchecked: ['noticeLength'] } })
  })

  it('a town check while the notice runs, or without one', () => {
    const check: AnyCommand = { type: 'RecordTownCheck', data: { ...on('2023-10-08'), outcome: 'forwarded' } }
    after(clue('2023-10-01'))
      .when(check)
      .then({ type: 'TownChecked', data: { by: 'report', breaches: ['noticeMissing'] } })
    after(clue('2023-10-01'), visited('2023-10-02'), reviewed('2023-10-03'), noticed('2023-10-04', '2023-10-08'))
      .when(check)
      .then({ type: 'TownChecked', data: { breaches: ['noticeRunning'] } })
  })

  it('a county decision without the township, and a rejection closes the procedure', () => {
    after(clue('2023-10-01'))
      .when(decided('2023-10-08', 'rejected'))
      .then({ type: 'CountyDecided', data: { outcome: 'rejected', breaches: ['townCheckMissing', 'noticeMissing'] } })
    after(clue('2023-10-01'), decided('2023-10-08', 'rejected')).when(checked('2023-10-09')).thenRefused('no-procedure')
  })

  it('a recognition without any step, of a household that nobody registered', () => {
    after()
      .with([])
      .when(record())
      .then({
        type: 'HouseholdRecognised',
        data: {
          ...{ procedure: 1, round: 1, by: 'report' },
          breaches: ['visitMissing', 'consentMissing', 'reviewMissing', 'noticeMissing', 'townCheckMissing', 'countyMissing'],
          snapshot: { members: 0, income: null, unchecked: ['income', 'labour'] },
        },
      })
  })

  it('a recognition against the county, in a class of another scheme, of a household that is closed', () => {
    const rejected = [...toRecognition.slice(0, -2), decided('2023-10-12', 'rejected')]
    after(...rejected)
      .now([...wellOff, closed])
      .when(record('preventionObject', '2026'))
      .then({ type: 'HouseholdRecognised', data: { scheme: '2026', breaches: ['countyAgainst', 'classNotInScheme', 'householdClosed'] } })
  })

  it('a second recognition while the household is monitored begins another round', () => {
    after(...toRecognition)
      .when(record())
      .then({ type: 'HouseholdRecognised', data: { round: 2, breaches: ['alreadyRecognised'] } })
  })

  it('an elimination of a household that is not recognised, or eliminated already', () => {
    after()
      .when(recordElimination('2024-06-01'))
      .then({
        type: 'RiskEliminated',
        data: {
          round: 1,
          breaches: ['visitMissing', 'reviewMissing', 'noticeMissing', 'townCheckMissing', 'countyMissing', 'notRecognised'],
          snapshot: { unchecked: ['term'] },
        },
      })
    after(...toElimination)
      .when(recordElimination('2024-06-01'))
      .then({ type: 'RiskEliminated', data: { round: 1, procedure: 2, breaches: ['alreadyEliminated'] } })
  })

  it('an elimination too early, without measure, labour or income, under the line, unsafe', () => {
    const steps = ['visitMissing', 'reviewMissing', 'noticeMissing', 'townCheckMissing', 'countyMissing']
    const house = household.HouseGraded({ household: where.household, occurredOn: '2023-11-01', grade: 'C' })
    after(...toRecognition)
      .now([...people, life.labour('P00001', 'lost', '2023-11-01'), life.income(1_000_000), house])
      .when(recordElimination('2023-12-01'))
      .then({
        type: 'RiskEliminated',
        data: { procedure: 2, breaches: [...steps, 'tooEarly', 'measureMissing', 'noLabour', 'underLine', 'guaranteeUnsafe'] },
      })
    after(...toRecognition)
      .now(people)
      .when(recordElimination('2024-12-01'))
      .then({ type: 'RiskEliminated', data: { breaches: [...steps, 'measureMissing', 'incomeMissing'], snapshot: { unchecked: ['income'] } } })
  })

  it('a natural elimination without evidence; six months and a measure are not asked for', () => {
    after(...toRecognition, life.proposed('2023-11-01', 'natural'), ...life.procedureIn('2023-11', 'notAsked'))
      .when(recordElimination('2023-11-13', 'natural'))
      .then({ type: 'RiskEliminated', data: { way: 'natural', breaches: ['naturalWithoutEvidence'] } })
  })

  it('help for a household that is neither monitored nor in the green channel', () => {
    after(clue('2023-10-01'))
      .when(life.measured('2023-10-02'))
      .then({ type: 'MeasureStarted', data: { round: 1, greenChannel: false, breaches: ['notMonitored'] } })
    after(...toElimination)
      .when(life.measured('2024-06-01', 'M2'))
      .then({ type: 'MeasureStarted', data: { round: 2, breaches: ['notMonitored'] } })
  })
})

describe('which procedure a report belongs to', () => {
  it('the one it names, else the open one, else the last', () => {
    const announced = (more: object = {}): AnyCommand => ({ type: 'RecordAnnouncement', data: { ...on('2024-01-01'), ...more } })
    const twice = after(...toRecognition, life.proposed('2024-05-01'))
    twice.when(announced()).then({ type: 'CountyAnnounced', data: { procedure: 2 } })
    twice.when(announced({ procedure: 1 })).then({ type: 'CountyAnnounced', data: { procedure: 1 } })
    after(...toRecognition)
      .when(announced())
      .then({ type: 'CountyAnnounced', data: { procedure: 1 } })
  })

  it('a visit to a household without a procedure is a clue; one to a monitored household opens nothing', () => {
    after()
      .when(visited('2023-10-11'))
      .then(
        { type: 'ClueRegistered', data: { clue: 'visit.20231011', source: 'cadreCheck', procedure: 1 } },
        { type: 'HomeVerified', data: { procedure: 1 } },
        { type: 'ConsentSigned', data: { procedure: 1 } },
      )
    after(...toRecognition)
      .when(visited('2023-11-11', 'notAsked'))
      .then({ type: 'HomeVerified', data: { procedure: 1 } })
  })

  it('a clue of a monitored household is kept under its procedure and opens nothing', () => {
    after(...toRecognition)
      .when(clue('2023-12-01', 'C2'))
      .then({ type: 'ClueRegistered', data: { procedure: 1, purpose: 'recognition' } })
    after(...toRecognition, clue('2023-12-01', 'C2'))
      .when(checked('2023-12-02'))
      .thenRefused('no-procedure')
  })

  it('a second clue joins the open procedure, and what spoke for the household is kept when it is dismissed', () => {
    after(clue('2023-10-01'), clue('2023-10-02', 'C2'), visited('2023-10-03'))
      .when({ type: 'DismissClue', data: { ...on('2023-10-04'), reason: 'noRisk', explanation: { on: '2023-10-04', how: 'visit' } } })
      .then({ type: 'ClueDismissed', data: { procedure: 1, evidence: [eventId(900)] } })
  })

  it('steps that were recorded before the clue wait for it', () => {
    after(reviewed('2023-10-03'))
      .when(clue('2023-10-01'))
      .then({ type: 'ClueRegistered', data: { procedure: 1 } })
  })
})

describe('a dismissal', () => {
  const explanation = { on: '2023-10-04', how: 'phone' } as const
  it('needs a visit, but for a duplicate and a household that is not rural', () => {
    const dismiss = (reason: 'noRisk' | 'duplicate' | 'notRural'): AnyCommand => ({
      type: 'DismissClue',
      data: { ...on('2023-10-04'), reason, explanation },
    })
    after(clue('2023-10-01')).when(dismiss('noRisk')).thenRefused('no-visit')
    for (const reason of ['duplicate', 'notRural'] as const) {
      after(clue('2023-10-01')).when(dismiss(reason)).then({ type: 'ClueDismissed', data: { reason } })
    }
  })
})

describe('helpers and measures', () => {
  it('a new helper takes the place of the one before, on the same day', () => {
    const assign = (helper: string): AnyCommand => ({ type: 'AssignHelper', data: { ...on('2023-10-20'), helper } })
    after(...toRecognition, assign('helper:a'))
      .when(assign('helper:b'))
      .then({ type: 'HelperReleased', data: { helper: 'helper:a', reason: 'replaced' } }, { type: 'HelperAssigned', data: { helper: 'helper:b' } })
    after().when(assign('helper:a')).thenRefused('not-monitored')
    after(...toRecognition)
      .when({ type: 'ReleaseHelper', data: { ...on('2023-10-20'), reason: 'left' } })
      .thenNothingHappens()
  })

  it('a withdrawn measure was never taken, and its number stays used', () => {
    const given = after(...toRecognition, life.measured('2023-10-20'))
    const withdraw: AnyCommand = { type: 'WithdrawMeasure', data: { ...where, reverses: eventId(8), reason: 'mistaken' } }
    given.when(withdraw).then({ type: 'MeasureWithdrawn', data: { measure: 'M1', occurredOn: '2023-10-20' } })
    after(...toRecognition, life.measured('2023-10-20'), withdraw)
      .when(life.measured('2023-10-21'))
      .thenRefused('measure-number-taken')
    after(...toRecognition, life.measured('2023-10-20'), withdraw, life.proposed('2024-05-01'), ...life.procedureIn('2024-05', 'notAsked'))
      .when(life.eliminated('2024-05-13'))
      .thenRefused('no-measure')
  })
})
