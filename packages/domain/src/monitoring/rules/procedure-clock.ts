import type { ParameterFact } from '../../parameter/look-up.ts'
import { daysBetween, plusDays } from '../../values/calendar.ts'
import { NO_PROCEDURE } from '../case-told.ts'
import type { Procedure } from '../case-state.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, daysBefore, lastDayInTime, type Missing, missingIn, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import type { View } from '../view.ts'
import { listed } from '../words.ts'

type Stage = 'visit' | 'match' | 'review' | 'whole' | 'press' | 'entry'
type Limit = Readonly<{
  stage: Stage
  due: string
  /** How the stage stands: not yet, near its due day, past it, done in time or so many days late. */
  stands: 'ahead' | 'near' | 'past' | 'inTime' | 'late'
  daysLate: number
  parameter: ParameterFact<`deadline.${Stage}`>
  evidence: readonly KnownHouseholdFact[]
  changesOn: readonly string[]
}>
type Values = Readonly<{ limits: readonly Limit[] }>

const STAGES: Readonly<Record<Stage, Readonly<{ zh: string; en: string }>>> = {
  visit: { zh: '入户核实', en: 'the home visit' },
  match: { zh: '信息比对', en: 'the data match' },
  review: { zh: '民主评议和公示', en: 'review and notice' },
  whole: { zh: '县级审定', en: 'the county decision' },
  press: { zh: '督办', en: 'being pressed' },
  entry: { zh: '系统录入', en: 'the national entry' },
}

/** A time limit of the open procedure is near or past, or a step of it came late. Where the household refused consent no time runs. */
export const procedureClock = defineRule<Values | null>({
  id: 'procedure-clock',
  version: 1,
  title: { zh: '办理时限临近或超期', en: 'A deadline is near or past' },
  source: '秦安县监测对象识别认定问答（qinan.gov.cn/info/11792/1360362）；安徽一码申报 2022-03-30；甘肃一键报贫 2023-02-21；公益时报 2021-11-23',
  kind: 'process',
  parameters: ['deadline.visit', 'deadline.match', 'deadline.review', 'deadline.whole', 'deadline.press', 'deadline.near', 'deadline.entry'],
  facts: [
    'case.ClueRegistered',
    'case.EliminationProposed',
    'case.ConsentSigned',
    'case.ConsentRefused',
    'case.HomeVerified',
    'case.DataMatched',
    'case.CaseNoticed',
    'case.CountyDecided',
    'case.NationalEntryRecorded',
  ],

  check: (view) => {
    const { open } = view.case()
    if (open === undefined || open.step === 'consentRefused') return answer(false, null)
    const { limits, missing } = limitsOf(view, open)
    const evidence = [...new Set((limits.length > 0 ? limits.filter(speaks) : []).flatMap((limit) => limit.evidence))]
    const nextChangeOn = nextAfter(
      view.day,
      limits.flatMap(({ changesOn }) => changesOn),
    )
    if (limits.length === 0) return notSet(missing, { evidence: begunBy(open) })
    return answer(limits.some(speaks), { limits }, { evidence, parameters: limits.map(({ parameter }) => parameter), nextChangeOn, missing })
  },

  tell: (values, { fired }) => {
    if (values === null) return NO_PROCEDURE
    const told = values.limits.filter((limit) => speaks(limit) === fired)
    const clauses = values.limits.map((limit) => ({
      text: sentenceOf(limit),
      value: limit.due,
      parameter: cited(limit.parameter, `${limit.parameter.body.length} ${limit.parameter.body.unit}`),
      holds: speaks(limit),
    }))
    const message = {
      zh: told.map((limit) => `${sentenceOf(limit).zh}${origin(limit.parameter).zh}`).join('；'),
      en: told.map((limit) => `${sentenceOf(limit).en}${origin(limit.parameter).en}`).join('; '),
    }
    const { zh, en } = listed(told.map(({ stage }) => STAGES[stage]))
    const clearedBy = fired
      ? { zh: '完成该步骤，或程序办结', en: 'the step, or the end of the procedure' }
      : { zh: `${zh}超期`, en: `time over for ${en}` }
    return { message, clearedBy, clauses }
  },
})

function speaks({ stands }: Limit): boolean {
  return stands === 'near' || stands === 'past' || stands === 'late'
}

function sentenceOf({ stage, due, stands, daysLate }: Limit) {
  const { zh, en } = STAGES[stage]
  switch (stands) {
    case 'late':
      return { zh: `${zh}应在 ${due} 前，迟 ${daysLate} 天完成`, en: `${en} was due ${due}, done ${daysLate} days late` }
    case 'past':
      return { zh: `${zh}应在 ${due} 前，已超期`, en: `${en} was due ${due} and is past` }
    case 'near':
      return stage === 'press'
        ? { zh: `${due} 后仍未办结，应督办`, en: `still open after ${due}, to be pressed` }
        : { zh: `${zh}应在 ${due} 前，时限临近`, en: `${en} due ${due} is near` }
    case 'inTime':
      return { zh: `${zh}应在 ${due} 前，已按时完成`, en: `${en} due ${due} was done in time` }
    case 'ahead':
      return { zh: `${zh}最迟 ${due}`, en: `${en} due ${due}` }
    default: {
      const never: never = stands
      return never
    }
  }
}

/** The limits whose beginning and length are known, in the order of the procedure, and what is missing of the others. */
function limitsOf(view: View, open: Procedure) {
  const limits: Limit[] = []
  const missing: Missing[] = []
  const near = view.parameter('deadline.near', view.day)
  const begun = begunBy(open)
  const visit = open.of('case.HomeVerified')[0]
  const match = open.of('case.DataMatched')[0]
  const decided = open.of('case.CountyDecided')[0]
  const add = (stage: Stage, from: string | undefined, by: readonly (KnownHouseholdFact | undefined)[], done: KnownHouseholdFact | undefined) => {
    if (from === undefined) return
    const parameter = view.parameter(`deadline.${stage}`, view.day)
    if (parameter === undefined) return void missing.push(missingIn(view.village, `deadline.${stage}`, view.day))
    const last = lastDayInTime(view, from, parameter.body)
    if ('missing' in last) return void missing.push(...last.missing)
    const warns = stage === 'press' || near === undefined ? undefined : daysBefore(view, last.day, near.body)
    if (warns && 'missing' in warns) missing.push(...warns.missing)
    const nearFrom = warns && 'day' in warns ? warns.day : undefined
    const stands = standsOn(view.day, { stage, due: last.day, nearFrom, done: done?.on })
    limits.push({
      stage,
      due: last.day,
      stands,
      daysLate: stands === 'late' && done ? daysBetween(last.day, done.on) : 0,
      parameter,
      evidence: [...by, ...(stands === 'late' ? [done] : [])].filter((fact) => fact !== undefined),
      changesOn: done ? [] : [...(nearFrom ? [nearFrom] : []), plusDays(last.day, 1)],
    })
  }
  add('visit', open.startsOn, begun, visit)
  add('match', visit?.on, [visit], match)
  add('review', visit && match && (visit.on > match.on ? visit.on : match.on), [visit, match], open.of('case.CaseNoticed')[0])
  add('whole', open.startsOn, begun, decided)
  if (decided === undefined) add('press', open.startsOn, begun, undefined)
  add('entry', decided?.on, [decided], open.of('case.NationalEntryRecorded')[0])
  return { limits, missing }
}

type Times = Readonly<{ stage: Stage; due: string; nearFrom: string | undefined; done: string | undefined }>

function standsOn(day: string, { stage, due, nearFrom, done }: Times): Limit['stands'] {
  if (done !== undefined) return done > due ? 'late' : 'inTime'
  if (day > due) return stage === 'press' ? 'near' : 'past'
  return nearFrom !== undefined && day >= nearFrom ? 'near' : 'ahead'
}

/** The clue, the return or the proposal on whose day the time begins to run. */
function begunBy({ facts, startsOn }: Procedure): readonly KnownHouseholdFact[] {
  const begins = facts.find(
    ({ kind, on }) => on === startsOn && (kind === 'case.ClueRegistered' || kind === 'case.ConsentSigned' || kind === 'case.EliminationProposed'),
  )
  return begins ? [begins] : []
}
