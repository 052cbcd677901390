import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnyCommand } from '../catalogue.ts'
import * as life from '../testing/case-life.ts'
import { after, VILLAGE } from '../testing/case-scenario.ts'
import * as events from './events.ts'
import { NoticeField } from './kinds.ts'

const { where, clue, visited, reviewed, noticed, checked, decided, recognised, proposed, toRecognition, toElimination, procedureIn } = life
const on = (occurredOn: string) => ({ ...where, occurredOn })
const verified = [clue('2023-10-01'), visited('2023-10-02')]
const eliminating = [...toRecognition, life.measured('2023-10-20'), proposed('2024-05-01'), ...procedureIn('2024-05', 'notAsked')]

/** Limits that a rule holds up to what was done: the spec beside the rule has the number in a title. */
const BY_RULES: Readonly<Record<string, readonly string[]>> = {
  'push-late': ['L01'],
  'procedure-clock': ['L02', 'L05', 'L06', 'L14', 'L15', 'L16', 'L21'],
  'procedure-skipped': ['L03', 'L07', 'L13'],
  'notice-short': ['L10'],
  'recognised-without-measure': ['L17', 'L18'],
  'farmer-not-told': ['L20'],
  'helper-missing': ['L22'],
  'visit-overdue': ['L23'],
  'only-safety-net': ['L24'],
  'risk-without-measure': ['L25', 'L26'],
  'measure-cut-short': ['L27'],
  'eliminated-under-line': ['L28', 'L29', 'L30'],
  'eliminated-unsafe': ['L31'],
  'eliminated-early': ['L32'],
  'no-labour-eliminated': ['L34'],
  relapse: ['L37'],
}
/** The list keeps an eliminated household, and nothing ranks anybody: the specs of the list and of the figures say so. */
const BY_THE_LIST = ['L33', 'L36']

describe('limits of the work that an order, a report or a shape holds up', () => {
  it('L03 a home visit says how many came, and nobody is no visit', () => {
    const visit = { household: 'H00001', occurredOn: '2023-10-02', procedure: 1, levels: ['village'], difficulties: [], evidence: [] }
    const seen = { income: true, spending: true, house: true, school: true, insurance: true, water: true }
    const parsed = [0, 2].map((visitors) => events.HomeVerified.schema.safeParse({ ...visit, seen, visitors }).success)
    expect(parsed).toEqual([false, true])
  })

  it('L04 the 承诺授权书 has to be signed: an order is refused, a report carries it', () => {
    const asked = [clue('2023-10-01'), visited('2023-10-02', 'notAsked')]
    after(...asked)
      .when(noticed('2023-10-04', '2023-10-08'))
      .thenRefused('no-consent')
    after(...asked)
      .when(reviewed('2023-10-03'))
      .then({ type: 'VillageReviewed', data: { breaches: ['consentMissing'] } })
  })

  it('L05 who has the living allowance is skipped in the data match', () => {
    after(...verified)
      .when({ type: 'RecordDataMatch', data: { ...on('2023-10-03'), doubts: [], skipped: 'onLivingAllowance' } })
      .then({ type: 'DataMatched', data: { doubts: [], skipped: 'onLivingAllowance' } })
  })

  it('L07 a review has its minutes and all its votes', () => {
    const review = { household: 'H00001', occurredOn: '2023-10-03', procedure: 1, form: 'representatives', outcome: 'agreed', breaches: [] }
    const whole = { ...review, attended: 30, agree: 25, disagree: 3, abstain: 2, minutes: 'R1' }
    expect(events.VillageReviewed.schema.safeParse(whole).success).toBe(true)
    for (const field of ['attended', 'agree', 'disagree', 'abstain', 'minutes'] as const) {
      const { [field]: _, ...rest } = whole
      expect(events.VillageReviewed.schema.safeParse(rest).success, field).toBe(false)
    }
  })

  it('L08 a notice is published once in a procedure', () => {
    const once = [...verified, reviewed('2023-10-03'), noticed('2023-10-04', '2023-10-08')]
    after(...once)
      .when(noticed('2023-10-05', '2023-10-09'))
      .thenRefused('already-noticed')
    after(...once)
      .when({ type: 'RecordCaseNotice', data: { ...where, from: '2023-10-05', to: '2023-10-09', fields: ['village'] } })
      .then({ type: 'CaseNoticed', data: { breaches: ['noticedAgain'] } })
  })

  it('L09 a notice has no place but the village: there is no field for another', () => {
    expect(Object.keys(events.CaseNoticed.schema.shape).toSorted()).toEqual(
      ['household', 'occurredOn', 'procedure', 'from', 'to', 'fields', 'basis', 'by', 'breaches', 'unchecked'].toSorted(),
    )
  })

  it('L10 a notice is at least as long as the place has set, first and last day counted', () => {
    const ready = after(...verified, reviewed('2023-10-03'))
    ready.when(noticed('2023-10-04', '2023-10-07')).thenRefused('notice-too-short')
    ready.when(noticed('2023-10-04', '2023-10-08')).then({ type: 'CaseNoticed', data: { breaches: [], unchecked: [] } })
  })

  it('L11 a notice cannot show an ID, a phone, an account, or any health data such as the risk', () => {
    expect(NoticeField.options).toEqual(['village', 'householdNumber', 'headName', 'memberCount', 'class', 'stage'])
    for (const field of ['idNumber', 'phone', 'account', 'risk', 'illness']) expect(NoticeField.safeParse(field).success, field).toBe(false)
  })

  it('L12 the township checks, and not by whoever recorded the review', () => {
    const over = [...verified, reviewed('2023-10-03'), noticed('2023-10-04', '2023-10-08')]
    after(...over)
      .when(recognised('2023-10-13'))
      .thenRefused('no-town-check')
    after(...over)
      .when(checked('2023-10-09'), VILLAGE)
      .thenRefused('own-review')
  })

  it('L13 the county decides', () => {
    after(...verified, reviewed('2023-10-03'), noticed('2023-10-04', '2023-10-08'), checked('2023-10-09'))
      .when(recognised('2023-10-13'))
      .thenRefused('no-county-approval')
  })

  it('L16 the entry in the national system keeps the number that it gave back', () => {
    after(...toRecognition)
      .when({ type: 'RecordNationalEntry', data: { ...on('2023-10-14'), number: 'N1', entry: 'recognised' } })
      .then({ type: 'NationalEntryRecorded', data: { number: 'N1', procedure: 1 } })
  })

  it('L19 help comes first in disasters and accidents only', () => {
    const open = (risk: 'flood' | 'accident' | 'illness'): AnyCommand => ({
      type: 'OpenGreenChannel',
      data: { ...on('2023-10-01'), clue: 'C1', risk, evidence: [] },
    })
    after().when(open('illness')).thenRefused('green-channel-not-for-risk')
    for (const risk of ['flood', 'accident'] as const)
      after(open(risk))
        .when(life.measured('2023-10-01'))
        .then({ type: 'MeasureStarted', data: { greenChannel: true, breaches: [] } })
  })

  it('L20 who is not taken in is told why: without it the clue stays open', () => {
    after(...verified)
      .when({ type: 'DismissClue', data: { ...on('2023-10-03'), reason: 'noRisk' } })
      .thenRefused('no-explanation')
  })

  it('L27 a measure says until when it goes on, past an elimination too', () => {
    const start: AnyCommand = { type: 'StartMeasure', data: { ...on('2023-11-01'), measure: 'M1', kind: 'finance', risks: [], until: '2026-10-31' } }
    after(...toRecognition)
      .when(start)
      .then({ type: 'MeasureStarted', data: { until: '2026-10-31' } })
  })

  it('L29 income per head is not below the line of this year', () => {
    const line = (net: number) => after(...eliminating).with([...life.people, life.income(net)])
    line(1_499_998).when(life.eliminated('2024-05-13')).thenRefused('under-line')
    line(1_500_000)
      .when(life.eliminated('2024-05-13'))
      .then({ type: 'RiskEliminated', data: { breaches: [] } })
  })

  it('L31 the guarantees and water are safe', () => {
    after(...eliminating)
      .where({ threshold: [] })
      .when(life.eliminated('2024-05-13'))
      .then({ type: 'RiskEliminated', data: { after: { houseSafe: true, insuranceSafe: true, waterSafe: true } } })
  })

  it('L32 by help, six months have passed since recognition and a measure was taken', () => {
    const early = [...toRecognition, life.measured('2023-10-20'), proposed('2024-03-01'), ...procedureIn('2024-03', 'notAsked')]
    after(...early)
      .when(life.eliminated('2024-04-12'))
      .thenRefused('too-early')
    after(...early)
      .when(life.eliminated('2024-04-13'))
      .then({ type: 'RiskEliminated' })
    after(...early.filter(({ type }) => type !== 'StartMeasure'))
      .when(life.eliminated('2024-04-13'))
      .thenRefused('no-measure')
  })

  it('L34 a whole household without labour is not eliminated; one of whom nobody said it is not such', () => {
    after(...toRecognition)
      .now([...life.wellOff, life.labour('P00001', 'lost', '2024-01-01')])
      .when(proposed('2024-05-01'))
      .thenRefused('whole-household-no-labour')
    after(...toRecognition)
      .now(life.wellOff.filter(({ type }) => type !== 'LabourReported'))
      .when(proposed('2024-05-01'))
      .then({ type: 'EliminationProposed' })
  })

  it.each([
    [0, 'no-visit'],
    [1, 'no-review'],
    [3, 'no-town-check'],
    [4, 'no-county-approval'],
  ])('L35 an elimination goes the way of a recognition: after %i steps it is refused', (steps, code) => {
    after(...toRecognition, life.measured('2023-10-20'), proposed('2024-05-01'), ...procedureIn('2024-05', 'notAsked').slice(0, steps))
      .when(life.eliminated('2024-05-13'))
      .thenRefused(code)
  })

  it('L36 the record goes on after the elimination', () => {
    after(...toElimination)
      .when({ type: 'EndMeasure', data: { ...on('2024-06-30'), measure: 'M1', reason: 'completed' } })
      .then({ type: 'MeasureEnded' })
  })

  it('L37 a weak elimination is rolled back', () => {
    after(...toElimination)
      .when(life.rolledBack('2024-07-01'))
      .then({ type: 'EliminationRolledBack', data: { round: 1 } })
  })

  it('L38 a new risk goes the full procedure on the same record', () => {
    const full = [clue('2024-10-01', 'C2'), ...procedureIn('2024-10'), decided('2024-10-12', 'approved', 'marginal')]
    after(...toElimination, ...full)
      .when(recognised('2024-10-13'))
      .then({ type: 'RiskReMarked', data: { round: 2 } })
    after(...toElimination)
      .when(recognised('2024-10-13'))
      .thenRefused('no-procedure')
  })
})

it('every limit L01 … L38 has a test here or a rule that answers for it', () => {
  const all = Array.from({ length: 38 }, (_, i) => `L${String(i + 1).padStart(2, '0')}`)
  const here = readFileSync(new URL(import.meta.url), 'utf8').match(/(?<=\(')L\d\d(?= )/g) ?? []
  expect([...new Set([...here, ...Object.values(BY_RULES).flat(), ...BY_THE_LIST])].toSorted()).toEqual(all)
})

it('a rule that answers for a limit names it in its spec, once the rule is there', () => {
  const rules = new URL('../monitoring/', import.meta.url)
  const specs = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.unit.spec.ts'))
  const unnamed = Object.entries(BY_RULES).flatMap(([rule, limits]) => {
    const spec = specs.find((file) => file.replaceAll('\\', '/').endsWith(`rules/${rule}.unit.spec.ts`))
    if (!spec) return []
    const text = readFileSync(new URL(spec, rules), 'utf8')
    return limits.filter((limit) => !text.includes(limit)).map((limit) => `${rule}: ${limit}`)
  })
  expect(unnamed).toEqual([])
})
