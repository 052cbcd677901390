import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type AnyCommand, commands } from '../catalogue.ts'
import { DEADLINE_STAGES } from '../parameter/deadline-stages.ts'
import { THRESHOLDS } from '../parameter/threshold-names.ts'
import { sightOf } from '../seen.ts'
import * as life from '../testing/case-life.ts'
import { after, VILLAGE } from '../testing/case-scenario.ts'
import { aggregateOf, eventId, fold } from '../testing/scenario.ts'
import { MeasureKind } from '../values/measure-kinds.ts'
import * as events from './events.ts'
import { NoticeField } from './kinds.ts'

const { where, clue, visited, reviewed, noticed, checked, decided, recognised, proposed, toRecognition, toElimination, procedureIn } = life
const on = (occurredOn: string) => ({ ...where, occurredOn })
const verified = [clue('2023-10-01'), visited('2023-10-02')]
const eliminating = [...toRecognition, life.measured('2023-10-20'), proposed('2024-05-01'), ...procedureIn('2024-05', 'notAsked')]

/** Every sentence on the work that states a limit, as found in the sources (S…); where one says none was found, that is kept too. */
const LIMITS = {
  L01: 'department clues come monthly, by the 5th (S38) or by the end of the month (S39)',
  L02: '入户核实 2 working days after a self-report (Anhui, S10), 3 days (S7), 5 working days (Gansu, S9)',
  L03: 'two visitors for each patch (S29)',
  L04: '《承诺授权书》 is signed',
  L05: '信息比对 in 5 days (S7), also beside the visit; 低保 objects that were checked are skipped',
  L06: 'review and notice within 5 days after visit and match (S7)',
  L07: '民主评议 by 代表会议 or 两委扩大会议, with minutes, sign-in and votes',
  L08: '公示 once',
  L09: '公示 only in the village',
  L10: '公示 at least 5 days (S1), 5 working days in a text of Guizhou (S6)',
  L11: '公示 without ID number, phone, account or health data (S1)',
  L12: '乡镇审核: sample check, forward',
  L13: '县级审定 and 公告: the county decides and announces',
  L14: 'from the clue to the county in 15 days (S1)',
  L15: 'in 15 working days after the visit (Gansu, S9), in 20 working days (Anhui, S10; Guizhou, S6)',
  L16: '系统录入: no limit found',
  L17: 'a measure within a month after recognition (S21)',
  L18: 'in practice half a month from discovery (S12), 15 days from warning to help (S13)',
  L19: '绿色通道: in disasters or accidents help first, papers later (S6)',
  L20: 'who is not recognised is told why, and that closes the clue (S10, S74)',
  L21: 'a request that is open for more than 10 days is pressed (Yunnan, S11a)',
  L22: '帮扶责任人: one for each household',
  L23: 'a visit a month to a 监测户, one a quarter to a 脱贫户 (S46a)',
  L24: '有劳动力: at least one 产业 or 就业 measure, 综合保障 alone is a finding; 无劳动力: 兜底 (S12, S21)',
  L25: '因病, 因学, 因残, 因房, 因水: each has the measures that answer it (S21)',
  L26: 'drop-out: 义务教育保障; uninsured: 健康帮扶 or 社会帮扶 (S21)',
  L27: 'after elimination running measures go on to the end of contract, post or school stage (S20)',
  L28: 'income stable, in principle for half a year (S14)',
  L29: "net income per head stably above this year's line (S14)",
  L30: 'big rigid spending stably solved (S14)',
  L31: '三保障 and water keep (S14)',
  L32: 'at least 6 months since recognition, and at least one measure (S14, S15)',
  L33: 'no ratio targets (S14, S15)',
  L34: '整户无劳动力: keep tracking (S15, S17)',
  L35: 'the procedure of an elimination is like that of a recognition (S14, S16, S17)',
  L36: 'the record stays in the system and is updated (S14)',
  L37: '风险消除回退: a weak elimination is rolled back, and help goes on (S18)',
  L38: '风险再标注: a new risk is a new recognition by the full procedure on the same record (S18)',
  L39: 'the risk is stably gone, or gone by itself (S14, S15)',
  L40: '帮扶措施: the fourteen kinds of the national export (S21)',
} as const

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
  relapse: ['L37', 'L39'],
}

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

  it('L05 the data match may run beside the visit: before it, it is in order', () => {
    after(clue('2023-10-01'))
      .when({ type: 'RecordDataMatch', data: { ...on('2023-10-01'), doubts: ['car'] } })
      .then({ type: 'DataMatched', data: { procedure: 1, doubts: ['car'] } })
  })

  it('L07 a review is held in one of two forms, and has its minutes and all its votes', () => {
    const review = { household: 'H00001', occurredOn: '2023-10-03', procedure: 1, form: 'representatives', outcome: 'agreed', breaches: [] }
    const whole = { ...review, attended: 30, agree: 25, disagree: 3, abstain: 2, minutes: 'R1' }
    expect(events.VillageReviewed.schema.safeParse(whole).success).toBe(true)
    for (const field of ['attended', 'agree', 'disagree', 'abstain', 'minutes'] as const) {
      const { [field]: _, ...rest } = whole
      expect(events.VillageReviewed.schema.safeParse(rest).success, field).toBe(false)
    }
    const forms = ['representatives', 'enlargedCommittee', 'phone'].map((form) => events.VillageReviewed.schema.safeParse({ ...whole, form }).success)
    expect(forms).toEqual([true, true, false])
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

  it('L33 there is no target: an elimination is decided on its own household and its place, whatever became of others', () => {
    const command = commands.get('EliminateRisk')
    if (!command) throw new Error('no such command')
    const asked = new Set<string>()
    const others = life.beside()
    sightOf(command as never, on('2024-05-13'), (stream) => {
      asked.add(stream)
      const { state, length } = others.get(stream) ?? fold(aggregateOf(stream), [], VILLAGE)
      return { state, revision: length - 1 }
    })
    const [parameters, rest] = [[...asked].filter((stream) => stream.startsWith('parameter-')), [...asked].filter((s) => !s.startsWith('parameter-'))]
    expect(parameters.length).toBeGreaterThan(0)
    expect(rest).toEqual([life.HOUSEHOLD])
    expect(Object.keys({ ...THRESHOLDS, ...DEADLINE_STAGES }).filter((name) => /target|quota|ratio/i.test(name))).toEqual([])
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

  it('L39 a risk that went by itself is shown by evidence: without, an order is refused and a report carries it', () => {
    const natural = after(...toRecognition, proposed('2024-05-01', 'natural'), ...procedureIn('2024-05', 'notAsked'))
    natural.when(life.eliminated('2024-05-13')).thenRefused('natural-without-evidence')
    natural
      .when({ type: 'RecordElimination', data: { ...on('2024-05-13'), way: 'natural' } })
      .then({ type: 'RiskEliminated', data: { breaches: ['naturalWithoutEvidence'] } })
    natural
      .when({ type: 'EliminateRisk', data: { ...on('2024-05-13'), natural: { reason: 'incomeRisen', evidence: [eventId(1, 1)] } } })
      .then({ type: 'RiskEliminated', data: { way: 'natural', breaches: [] } })
  })

  it('L40 a measure is of one of the fourteen kinds, and of no other', () => {
    expect(MeasureKind.options).toHaveLength(14)
    const started = { household: 'H00001', occurredOn: '2023-10-20', round: 1, measure: 'M1', risks: [], greenChannel: false, breaches: [] }
    const parsed = ['industry', 'cash'].map((kind) => events.MeasureStarted.schema.safeParse({ ...started, kind }).success)
    expect(parsed).toEqual([true, false])
  })
})

it('every sentence that states a limit has a test here that names it, or a rule that answers for it', () => {
  const here = readFileSync(new URL(import.meta.url), 'utf8').match(/(?<=\(')L\d\d(?= )/g) ?? []
  expect([...new Set([...here, ...Object.values(BY_RULES).flat()])].toSorted()).toEqual(Object.keys(LIMITS))
})

it('a rule that answers for a limit names it in the titles of its spec', () => {
  const unnamed = Object.entries(BY_RULES).flatMap(([rule, limits]) => {
    const titles = readFileSync(new URL(`../monitoring/rules/${rule}.unit.spec.ts`, import.meta.url), 'utf8').match(/(?:describe|it)\(.*/g) ?? []
    return limits.filter((limit) => !titles.some((title) => title.includes(limit))).map((limit) => `${rule}: ${limit}`)
  })
  expect(unnamed).toEqual([])
})
