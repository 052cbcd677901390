import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import type { Procedure, Round } from '../case-state.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, lastDayInTime, type Missing, missingIn, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import type { View } from '../view.ts'

type Stage = 'deadline.firstMeasure' | 'deadline.firstMeasureFromClue'
type Limit = Readonly<{ begins: KnownHouseholdFact; due: string; past: boolean; parameter: ParameterFact<Stage> }>
type Values = Readonly<{ recognisedOn: string | undefined; measures: number; limits: readonly Limit[] }>

/** A monitored household has no measure, and the time for the first one is over: from the recognition, or already from the clue. */
export const recognisedWithoutMeasure = defineRule<Values>({
  id: 'recognised-without-measure',
  version: 1,
  title: { zh: '识别满一月无帮扶措施', en: 'Recognised, and no measure in time' },
  source: '长顺县防返贫监测规则（github.com/Gzuwkj/fuping）',
  kind: 'process',
  parameters: ['deadline.firstMeasure', 'deadline.firstMeasureFromClue'],
  facts: ['case.HouseholdRecognised', 'case.RiskReMarked', 'case.ClueRegistered', 'case.MeasureStarted', 'case.MeasureEnded'],

  check: (view) => {
    const { current: round, monitoring, measuresOf, procedures } = view.case()
    if (round === undefined || monitoring !== 'monitored') return answer(false, { recognisedOn: undefined, measures: 0, limits: [] })
    const recognisedOn = round.recognised.on
    const measures = measuresOf(round)
    if (measures.length > 0) {
      return answer(false, { recognisedOn, measures: measures.length, limits: [] }, { evidence: measures.map(({ started }) => started) })
    }
    const { limits, missing } = limitsOf(view, round, procedures)
    if (limits.length === 0) return notSet(missing, { evidence: [round.recognised] })
    const past = limits.filter((limit) => limit.past)
    return answer(
      past.length > 0,
      { recognisedOn, measures: 0, limits },
      {
        evidence: [...new Set([round.recognised, ...past.map(({ begins }) => begins)])],
        parameters: limits.map(({ parameter }) => parameter),
        nextChangeOn: nextAfter(
          view.day,
          limits.map(({ due }) => plusDays(due, 1)),
        ),
        missing,
      },
    )
  },

  tell: ({ recognisedOn, measures, limits }, { fired }) => {
    const clearedBy = { zh: '落实一项措施', en: 'one measure' }
    const clauses = limits.map(({ begins, due, past, parameter }) => ({
      text: { zh: `${begins.on} 起应在 ${due} 前落实措施`, en: `since ${begins.on}, a measure was due ${due}` },
      value: due,
      parameter: cited(parameter, `${parameter.body.length} ${parameter.body.unit}`),
      holds: past,
    }))
    if (recognisedOn === undefined)
      return { message: { zh: '不是监测中的户', en: 'not monitored' }, clearedBy: { zh: '识别为监测对象', en: 'a recognition' }, clauses }
    if (measures > 0) {
      const message = { zh: `识别于 ${recognisedOn}，已有 ${measures} 项帮扶措施`, en: `recognised on ${recognisedOn}, ${measures} measures taken` }
      return { message, clearedBy: { zh: '措施被撤回', en: 'the measures withdrawn' }, clauses }
    }
    const limit = limits.find(({ past }) => past === fired) ?? limits[0]
    const from = limit ? origin(limit.parameter) : { zh: '', en: '' }
    return {
      message: {
        zh: `识别于 ${recognisedOn}，没有帮扶措施，${fired ? '应在' : '最迟'} ${limit?.due} ${fired ? '前落实' : '落实'}${from.zh}`,
        en: `recognised on ${recognisedOn}, no measure, ${fired ? 'was due' : 'due'} ${limit?.due}${from.en}`,
      },
      clearedBy,
      clauses,
    }
  },
})

/**
 * The two time limits that are set, and what keeps the others from being counted. Who came back after a refusal is counted from that day, be it a
 * clue or the signature. A recognition without a clue has no limit from a clue.
 */
function limitsOf(view: View, { recognised }: Round, procedures: readonly Procedure[]) {
  const procedure = procedures.find(({ number }) => number === recognised.body.procedure)
  const clue = [...(procedure?.of('case.ClueRegistered') ?? []), ...(procedure?.of('case.ConsentSigned') ?? [])].find(
    ({ on }) => on === procedure?.startsOn,
  )
  const limits: Limit[] = []
  const missing: Missing[] = []
  const add = (kind: Stage, begins: KnownHouseholdFact, from: string) => {
    const parameter = view.parameter(kind, view.day)
    if (parameter === undefined) return missing.push(missingIn(view.village, kind, view.day))
    const last = lastDayInTime(view, from, parameter.body)
    if ('missing' in last) return missing.push(...last.missing)
    return limits.push({ begins, due: last.day, past: view.day > last.day, parameter })
  }
  add('deadline.firstMeasure', recognised, recognised.on)
  if (clue) add('deadline.firstMeasureFromClue', clue, clue.on)
  return { limits, missing }
}
