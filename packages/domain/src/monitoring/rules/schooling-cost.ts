import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays } from '../../values/calendar.ts'
import { inYuan } from '../../values/money.ts'
import { lastDayOf, monthOfNumber } from '../../values/months.ts'
import { nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { lastTold } from '../income.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Cost = KnownHouseholdFact<'schoolCost'>
type Values = Readonly<{ cost: Cost | undefined; line: ParameterFact<'threshold.schoolingYear'> }>

const STAGES: ReadonlySet<string> = new Set(['senior', 'vocational'])

/** A member's year at a public senior or vocational school (高中、中职) costs more than the warning line after aid, as last told, until that school year is over. */
export const schoolingCost = defineRule<Values>({
  id: 'schooling-cost',
  version: 1,
  title: { zh: '学费支出超过预警线', en: 'Schooling cost over the warning line' },
  source: '某县防返贫监测实施办法（xiexiebang.com/a5/c1b3fc008528046d，未注明县名）',
  kind: 'warning',
  parameters: ['threshold.schoolingYear', 'threshold.schoolYearEnds'],
  facts: ['schoolCost', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const set = need(view, { line: 'threshold.schoolingYear', ends: 'threshold.schoolYearEnds' })
    if ('missing' in set) return notSet(set.missing)
    const lastDay = ({ body }: Cost) => lastDayOf(monthOfNumber((body.schoolYear + 1) * 12 + set.ends.body.value - 1))
    const costs = lastTold(view.of('schoolCost'), view.day).filter(
      (cost) => STAGES.has(cost.body.stage) && cost.body.publicSchool && view.isMember(cost.body.person) && view.day <= lastDay(cost),
    )
    const over = costs.filter((cost) => borne(cost) > set.line.body.value)
    const most = costs.reduce<Cost | undefined>((a, b) => (a === undefined || borne(b) > borne(a) ? b : a), undefined)
    const evidence = over.length > 0 || most === undefined ? over : [most]
    const nextChangeOn = nextAfter(
      view.day,
      evidence.map((cost) => plusDays(lastDay(cost), 1)),
    )
    return answer(over.length > 0, { cost: most, line: set.line }, { evidence, parameters: [set.line, set.ends], nextChangeOn })
  },

  tell: ({ cost, line }, { fired }) => {
    const limit = inYuan(line.body.value)
    const from = origin(line)
    const more = { zh: `报告的学年费用超过 ${limit.zh}`, en: `a reported school year of more than ${limit.en}` }
    if (cost === undefined) {
      const message = {
        zh: `没有成员本学年高中、中职费用记录${from.zh}`,
        en: `no member's cost of a senior or vocational school year reported${from.en}`,
      }
      return { message, clearedBy: more, clauses: [] }
    }
    const sign = fired ? '>' : '≤'
    const { schoolYear, tuition, board, books, aid } = cost.body
    const [all, helped, rest] = [inYuan(tuition + board + books), inYuan(aid), inYuan(borne(cost))]
    return {
      message: {
        zh: `${schoolYear} 学年费用 ${all.zh}，减资助 ${helped.zh} 后 ${rest.zh} ${sign} ${limit.zh}${from.zh}`,
        en: `school year ${schoolYear}: ${all.en} less aid ${helped.en} = ${rest.en} ${sign} ${limit.en}${from.en}`,
      },
      clearedBy: fired ? { zh: `资助到位使其不超过 ${limit.zh}`, en: `aid that takes it to ${limit.en} or less` } : more,
      clauses: [
        {
          text: { zh: `学年费用减资助 ${rest.zh} ${sign} ${limit.zh}`, en: `cost less aid ${rest.en} ${sign} ${limit.en}` },
          value: borne(cost),
          parameter: cited(line, line.body.value),
          holds: fired,
        },
      ],
    }
  },
})

function borne({ body: { tuition, board, books, aid } }: Cost): number {
  return tuition + board + books - aid
}
