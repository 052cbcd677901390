import type { ParameterFact } from '../../parameter/look-up.ts'
import { inYuan } from '../../values/money.ts'
import { firstDayOf, monthNumber, monthOfNumber } from '../../values/months.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Values = Readonly<{
  paid: number
  /** The month of the bills that add up; none when there is no bill. */
  month: string | undefined
  line: ParameterFact<'threshold.outpatientMonth'>
}>

/** One member's outpatient bills (门诊, 门特) of this month or the last one reach the monthly warning line. */
export const outpatientCost = defineRule<Values>({
  id: 'outpatient-cost',
  version: 1,
  title: { zh: '门诊（门特）自付超过月预警线', en: 'Outpatient self-paid cost over the monthly line' },
  source: '某县防返贫监测实施办法（xiexiebang.com/a5/c1b3fc008528046d，未注明县名）',
  kind: 'warning',
  parameters: ['threshold.outpatientMonth'],
  facts: ['bill', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const set = need(view, { line: 'threshold.outpatientMonth' })
    if ('missing' in set) return notSet(set.missing)
    const now = monthNumber(view.day)
    const months = [...view.byPerson('bill')]
      .filter(([person]) => view.isMember(person))
      .flatMap(([, bills]) => [outpatient(bills, monthOfNumber(now - 1)), outpatient(bills, monthOfNumber(now))])
    const most = months.reduce((a, b) => (b.paid > a.paid ? b : a), { paid: 0, month: undefined, bills: [] })
    const over = months.filter(({ paid }) => paid >= set.line.body.value)
    const evidence = over.length > 0 ? over.flatMap(({ bills }) => bills) : most.bills
    const nextChangeOn = evidence.length > 0 ? firstDayOf(monthOfNumber(now + 1)) : undefined
    return answer(over.length > 0, { paid: most.paid, month: most.month, line: set.line }, { evidence, parameters: [set.line], nextChangeOn })
  },

  tell: ({ paid, month, line }, { fired }) => {
    const sign = fired ? '≥' : '<'
    const [has, limit] = [inYuan(paid), inYuan(line.body.value)]
    const from = origin(line)
    const clause = {
      text: { zh: `门诊自付 ${has.zh} ${sign} ${limit.zh}`, en: `outpatient self-paid ${has.en} ${sign} ${limit.en}` },
      value: paid,
      parameter: cited(line, line.body.value),
      holds: fired,
    }
    const reached = { zh: `一名成员一个月门诊自付达到 ${limit.zh}`, en: `bills of one member in a month that reach ${limit.en}` }
    if (month === undefined) {
      const message = { zh: `本月和上月没有成员门诊自付${from.zh}`, en: `no member's outpatient bill in this month or the last${from.en}` }
      return { message, clearedBy: reached, clauses: [clause] }
    }
    const gone = firstDayOf(monthOfNumber(monthNumber(month) + 2))
    return {
      message: {
        zh: `${month} 当月一名成员门诊自付 ${has.zh} ${sign} ${limit.zh}${from.zh}`,
        en: `one member's outpatient self-paid cost in ${month}: ${has.en} ${sign} ${limit.en}${from.en}`,
      },
      clearedBy: fired ? { zh: `报销更正，或自 ${gone} 起不再计入`, en: `a corrected reimbursement; from ${gone} it counts no more` } : reached,
      clauses: [clause],
    }
  },
})

type OfMonth = Readonly<{ paid: number; month: string | undefined; bills: readonly KnownHouseholdFact<'bill'>[] }>

function outpatient(all: readonly KnownHouseholdFact<'bill'>[], month: string): OfMonth {
  const bills = all.filter(({ on, body }) => body.care !== 'inpatient' && on.startsWith(month))
  return { bills, month: bills.length > 0 ? month : undefined, paid: bills.reduce((sum, { body }) => sum + body.compliantSelfPaid, 0) }
}
