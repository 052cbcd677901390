import type { Text } from '../../aggregate.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import { MEASURE_KINDS } from '../../values/measure-kinds.ts'
import { NOT_MONITORED } from '../case-told.ts'
import type { Round } from '../case-state.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { lastDayInTime, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import type { View } from '../view.ts'
import { listed, RISK_WORDS, wordFor } from '../words.ts'

/** States of the household that the table of required measures knows beside the risks of the recognition, and the rules that find them. */
const CONDITIONS = { dropOut: 'drop-out', uninsured: 'insurance-missing' } as const

type Pair = ParameterFact<'requiredMeasures'>['body']['pairs'][number]
type Asked = Readonly<{ when: string; words: Text; answered: boolean; evidence: readonly KnownHouseholdFact[] }>
type Values = Readonly<{ recognisedOn: string; due: string; asked: readonly Asked[]; table: ParameterFact<'requiredMeasures'> }>

/** A risk of the round, or a child out of school or a member uninsured, has none of the measures that the table requires for it. */
export const riskWithoutMeasure = defineRule<Values | null>({
  id: 'risk-without-measure',
  version: 1,
  title: { zh: '风险没有对应措施', en: 'A risk without its measure' },
  source: '长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）',
  kind: 'process',
  parameters: ['requiredMeasures', 'deadline.firstMeasure'],
  facts: [
    'case.HouseholdRecognised',
    'case.RiskReMarked',
    'case.RiskEliminated',
    'case.EliminationRolledBack',
    'case.MeasureStarted',
    'case.MeasureEnded',
  ],
  asks: Object.values(CONDITIONS),

  check: (view) => {
    const { current: round, monitoring } = view.case()
    if (round === undefined || monitoring !== 'monitored') return answer(false, null)
    const { recognised } = round
    const set = need(view, { table: 'requiredMeasures', limit: 'deadline.firstMeasure' })
    if ('missing' in set) return notSet(set.missing, { evidence: [recognised] })
    const last = lastDayInTime(view, recognised.on, set.limit.body)
    if ('missing' in last) return notSet(last.missing, { evidence: [recognised] })
    const asked = askedFor(view, round, set.table.body.pairs)
    const lacking = asked.filter(({ answered }) => !answered)
    const conditions = Object.values(CONDITIONS).map((rule) => view.outcome(rule).nextChangeOn)
    return answer(
      lacking.length > 0 && view.day > last.day,
      { recognisedOn: recognised.on, due: last.day, asked, table: set.table },
      {
        evidence: [...new Set([recognised, ...lacking.flatMap(({ evidence }) => evidence)])],
        parameters: [set.table, set.limit],
        nextChangeOn: nextAfter(view.day, [plusDays(last.day, 1), ...conditions]),
      },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_MONITORED
    const { recognisedOn, due, asked, table } = values
    const lacking = asked.filter(({ answered }) => !answered)
    const { zh, en } = origin(table)
    const texts = lacking.map(({ when, words }) => {
      const risk = wordFor(RISK_WORDS, when)
      return { zh: `风险 ${risk.zh} 没有对应措施（应为 ${words.zh}）`, en: `risk ${risk.en} without a measure of ${words.en}` }
    })
    const clauses = asked.map(({ when, words, answered }) => {
      const risk = wordFor(RISK_WORDS, when)
      return {
        text: { zh: `${risk.zh}：${words.zh}`, en: `${risk.en}: ${words.en}` },
        value: when,
        parameter: `${table.kind} ${table.subject} ${table.on}`,
        holds: !answered,
      }
    })
    if (lacking.length === 0)
      return {
        message: { zh: `各项风险都有对应措施${zh}`, en: `every risk has its measure${en}` },
        clearedBy: { zh: '没有对应措施的新风险', en: 'a new risk without its measure' },
        clauses,
      }
    const [told, said] = [texts.map((text) => text.zh).join('；'), texts.map((text) => text.en).join('; ')]
    return {
      message: fired
        ? { zh: `${told}${zh}`, en: `${said}${en}` }
        : { zh: `识别于 ${recognisedOn}，最迟 ${due}：${told}${zh}`, en: `recognised on ${recognisedOn}, due ${due}: ${said}${en}` },
      clearedBy: fired ? { zh: '落实其中一项', en: 'one of these measures' } : { zh: `${due} 前没有落实`, en: `none of these measures until ${due}` },
      clauses,
    }
  },
})

function askedFor(view: View, round: Round, pairs: readonly Pair[]): readonly Asked[] {
  const kinds = new Set<string>(
    view
      .case()
      .measuresOf(round)
      .map(({ started }) => started.body.kind),
  )
  const wasEliminated = round.turns.some(({ kind }) => kind === 'case.RiskEliminated')
  return pairs.flatMap(({ when, anyOf, afterElimination = [] }) => {
    const evidence = groundsOf(view, round, when)
    if (evidence === undefined) return []
    const counting = wasEliminated ? [...anyOf, ...afterElimination] : anyOf
    const words = listed(counting.map((kind) => MEASURE_KINDS[kind]))
    return [{ when, words, answered: counting.some((kind) => kinds.has(kind)), evidence }]
  })
}

/** What says that the household has this risk or is in this state; none: it is not. */
function groundsOf(view: View, { recognised, risks }: Round, when: Pair['when']): readonly KnownHouseholdFact[] | undefined {
  if (when === 'dropOut' || when === 'uninsured') {
    const { outcome, evidence } = view.outcome(CONDITIONS[when])
    return outcome === 'fired' ? evidence : undefined
  }
  return risks.some(({ kind }) => kind === when) ? [recognised] : undefined
}
