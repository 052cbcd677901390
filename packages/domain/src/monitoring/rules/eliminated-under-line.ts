import type { Text } from '../../aggregate.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { inYuan } from '../../values/money.ts'
import { NOT_ELIMINATED } from '../case-told.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { evidenceOf, type Income } from '../income.ts'
import { cited, missingIn, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'
import type { View } from '../view.ts'
import { listed } from '../words.ts'

/** What makes an income unstable on the day: its source had just been lost. */
const UNSTABLE = ['main-earner-lost-job', 'industry-failed', 'benefits-ended'] as const

type Line = ParameterFact<'monitoringLine'>
type Clause = Readonly<{ text: Text; value: number | string; line: Line | undefined; holds: boolean }>
type Values = Readonly<{ eliminatedOn: string; clauses: readonly Clause[] }>

/**
 * On the day of the elimination, as it is known now, the income was under the line of that day: net, or after rigid spending; or nobody had
 * told an income, or what it came from had just been lost.
 */
export const eliminatedUnderLine = defineRule<Values | null>({
  id: 'eliminated-under-line',
  version: 1,
  title: { zh: '消除时收入低于当年监测线', en: "Eliminated under this year's line" },
  source: '枞阳县（zongyang.gov.cn 913795）；长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）',
  kind: 'process',
  parameters: ['monitoringLine'],
  facts: [
    'case.RiskEliminated',
    'case.EliminationRolledBack',
    'income',
    'incomeEntry',
    'expenseEntry',
    'incomeCollected',
    'bill',
    'schoolCost',
    'payout',
    'memberJoined',
    'memberLeft',
    'died',
  ],
  asks: UNSTABLE,

  check: (view) => {
    const eliminated = view.case().current?.eliminated
    if (eliminated === undefined) return answer(false, null)
    const then = view.at(eliminated.on)
    const line = view.parameter('monitoringLine', eliminated.on)
    const income = then.income()
    const unstable = unstableThen(then)
    const clauses = [...incomeClauses(then, line), ...unstable.map(({ clause }) => clause)]
    const costs = income === undefined ? [] : [...evidenceOf(income), ...income.costs, ...income.payouts]
    const evidence = [...new Set([eliminated, ...view.known(costs), ...unstable.flatMap((one) => one.evidence)])]
    const parameters = line ? [line] : []
    const missing = line ? [] : [missingIn(view.village, 'monitoringLine', eliminated.on)]
    const fires = clauses.some(({ holds }) => holds)
    if (!fires && line === undefined) return notSet(missing, { evidence })
    return answer(fires, { eliminatedOn: eliminated.on, clauses }, { evidence, parameters, missing })
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_ELIMINATED
    const { eliminatedOn, clauses } = values
    const told = clauses.filter(({ holds }) => holds === fired)
    const { zh, en } = listed(told.map(({ text }) => text))
    const line = told.find((clause) => clause.line)?.line
    const from = line ? origin(line) : { zh: '', en: '' }
    return {
      message: { zh: `消除时（${eliminatedOn}）${zh}${from.zh}`, en: `at elimination (${eliminatedOn}) ${en}${from.en}` },
      clearedBy: fired ? { zh: '回退或更正收入', en: 'a roll-back or a corrected income' } : { zh: '收入更正', en: 'a corrected income' },
      clauses: clauses.map(({ text, value, line: against, holds }) => ({
        text,
        value,
        parameter: against ? cited(against, against.body.amount) : null,
        holds,
      })),
    }
  },
})

/** Net income and what is left after rigid spending, each against the line; without income, or without a member to divide it by, nobody is over any line. */
function incomeClauses(then: View, line: Line | undefined): readonly Clause[] {
  const income = then.income()
  if (income?.perHead === undefined || income.afterExpense === undefined) {
    return [{ text: noIncome(income), value: 0, line: undefined, holds: true }]
  }
  if (line === undefined) return []
  const { amount } = line.body
  const against = (zh: string, en: string, has: number): Clause => {
    const sign = has < amount ? '<' : '≥'
    const words = {
      zh: `${zh} ${inYuan(has).zh} ${sign} 当年监测线 ${inYuan(amount).zh}`,
      en: `${en} ${inYuan(has).en} ${sign} line ${inYuan(amount).en}`,
    }
    return { text: words, value: has, line, holds: has < amount }
  }
  return [against('人均', 'per head', income.perHead), against('扣除合规自付后人均', 'per head after self-paid cost', income.afterExpense)]
}

function noIncome(income: Income | undefined): Text {
  return income === undefined
    ? { zh: '没有已结束时段的收入', en: 'there was no income of an ended window' }
    : { zh: '没有已结束时段的人均收入', en: 'there was no income per head of an ended window' }
}

function unstableThen(then: View): readonly Readonly<{ clause: Clause; evidence: readonly KnownHouseholdFact[] }>[] {
  return UNSTABLE.flatMap((id) => {
    const { outcome, evidence } = then.outcome(id)
    if (outcome !== 'fired') return []
    const text = then.rules.find((rule) => rule.id === id)?.title ?? { zh: id, en: id }
    return [{ clause: { text, value: id, line: undefined, holds: true }, evidence }]
  })
}
