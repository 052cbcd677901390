import type { Text } from '../../aggregate.ts'
import type { ParameterFact } from '../../parameter/look-up.ts'
import { monthNumber } from '../../values/months.ts'
import { NOT_ELIMINATED } from '../case-told.ts'
import type { Measure, Round } from '../case-state.ts'
import { cited, lastDayInTime, type Missing, missingIn, origin } from '../parameter.ts'
import { answer, defineRule } from '../rule.ts'
import type { View } from '../view.ts'

type Limit = 'deadline.elimination' | 'threshold.fastElimination'
type Clause = Readonly<{ text: Text; value: string | number; parameter: ParameterFact<Limit> | undefined; holds: boolean }>
type Values = Readonly<{ clauses: readonly Clause[]; recognisedOn: string; eliminatedOn: string; natural: boolean }>

/**
 * An elimination by help that came before its time, without any measure, or in the month after the recognition. All by what was in force on
 * the day of the elimination; who was not helped but got out by itself waits for nothing.
 */
export const eliminatedEarly = defineRule<Values | null>({
  id: 'eliminated-early',
  version: 1,
  title: { zh: '风险消除过早', en: 'Eliminated too early' },
  source: '长顺县数据规则（github.com/Gzuwkj/fuping 9a6a9ee）：2022年4月起；枞阳县、弋江区同',
  kind: 'process',
  parameters: ['deadline.elimination', 'threshold.fastElimination'],
  facts: [
    'case.HouseholdRecognised',
    'case.RiskReMarked',
    'case.RiskEliminated',
    'case.EliminationRolledBack',
    'case.MeasureStarted',
    'case.MeasureEnded',
  ],

  check: (view) => {
    const { current: round } = view.case()
    if (round?.eliminated === undefined) return answer(false, null)
    const { eliminated, recognised } = round
    const evidence = [recognised, eliminated]
    const days = { recognisedOn: recognised.on, eliminatedOn: eliminated.on }
    if (eliminated.body.way === 'natural') return answer(false, { ...days, clauses: [], natural: true }, { evidence })
    const { clauses, missing } = clausesOf(view, days, measuresThen(view, eliminated.on, round))
    return answer(
      clauses.some(({ holds }) => holds),
      { ...days, clauses, natural: false },
      { evidence, parameters: clauses.flatMap(({ parameter }) => parameter ?? []), missing },
    )
  },

  tell: (values, { fired }) => {
    if (values === null) return NOT_ELIMINATED
    const { clauses, recognisedOn, eliminatedOn, natural } = values
    const told = clauses.filter(({ holds }) => holds === fired)
    const way = natural ? { zh: '（自然消除）', en: ' (natural)' } : { zh: '', en: '' }
    const texts = told.map(({ text, parameter }) => {
      const { zh, en } = parameter ? origin(parameter) : { zh: '', en: '' }
      return { zh: `${text.zh}${zh}`, en: `${text.en}${en}` }
    })
    return {
      message: {
        zh: [`识别 ${recognisedOn}，消除 ${eliminatedOn}${way.zh}`, ...texts.map(({ zh }) => zh)].join('，'),
        en: [`recognised ${recognisedOn}, eliminated ${eliminatedOn}${way.en}`, ...texts.map(({ en }) => en)].join(', '),
      },
      clearedBy: fired ? { zh: '回退', en: 'a roll-back' } : { zh: '日期更正', en: 'corrected days' },
      clauses: clauses.map(({ text, value, parameter, holds }) => ({
        text,
        value,
        parameter: parameter
          ? cited(parameter, 'length' in parameter.body ? `${parameter.body.length} ${parameter.body.unit}` : parameter.body.value)
          : null,
        holds,
      })),
    }
  },
})

/** The measures that the elimination could count on: what began later helps no more. */
function measuresThen(view: View, day: string, { number }: Round): readonly Measure[] {
  const then = view.at(day).case()
  const round = then.rounds.find((one) => one.number === number)
  return round ? then.measuresOf(round) : []
}

function clausesOf(view: View, { recognisedOn, eliminatedOn }: Pick<Values, 'recognisedOn' | 'eliminatedOn'>, measures: readonly Measure[]) {
  const missing: Missing[] = []
  const set = <Kind extends Limit>(kind: Kind) => {
    const parameter = view.parameter(kind, eliminatedOn)
    if (parameter === undefined) missing.push(missingIn(view.village, kind, eliminatedOn))
    return parameter
  }
  const clauses: Clause[] = []
  const term = set('deadline.elimination')
  const last = term && lastDayInTime(view, recognisedOn, term.body)
  if (last && 'missing' in last) missing.push(...last.missing)
  if (term && last && 'day' in last) {
    const early = eliminatedOn < last.day
    const { length, unit } = term.body
    const named = { day: { zh: '天', en: 'days' }, workingDay: { zh: '个工作日', en: 'working days' }, month: { zh: '个月', en: 'months' } }[unit]
    const text = {
      zh: `${early ? '不足' : '已满'} ${length} ${named.zh}（应在 ${last.day} 后）`,
      en: `${early ? 'under' : 'after'} ${length} ${named.en} (from ${last.day})`,
    }
    clauses.push({ text, value: last.day, parameter: term, holds: early })
  }
  const none = measures.length === 0
  const help = none ? { zh: '没有帮扶措施', en: 'no measure' } : { zh: `帮扶措施 ${measures.length} 项`, en: `${measures.length} measures` }
  clauses.push({ text: help, value: measures.length, parameter: undefined, holds: none })
  const fast = set('threshold.fastElimination')
  if (fast) {
    const months = monthNumber(eliminatedOn) - monthNumber(recognisedOn)
    const { value } = fast.body
    const text = {
      zh: `相隔 ${months} 个自然月 ${months <= value ? '≤' : '>'} ${value}`,
      en: `${months} calendar months between ${months <= value ? '≤' : '>'} ${value}`,
    }
    clauses.push({ text, value: months, parameter: fast, holds: months <= value })
  }
  return { clauses, missing }
}
