import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusMonths } from '../../values/calendar.ts'
import { inYuan } from '../../values/money.ts'
import { earliestOf, leavesWindow } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Values = Readonly<{
  paid: number
  /** First and last day of the bills that add up; none when there is no bill. */
  bills: Readonly<{ from: string; to: string }> | undefined
  months: number
  line: ParameterFact<'threshold.medicalRegistered' | 'threshold.medicalOrdinary'>
  /** The day on which the first of them counts no more. */
  over: string | undefined
}>

/** One member's compliant self-paid inpatient bills of the last months reach the warning line for the household's class. */
export const medicalSelfPaid = defineRule<Values>({
  id: 'medical-self-paid',
  version: 1,
  title: { zh: '合规自付医疗费超过预警线', en: 'Compliant self-paid inpatient cost over the warning line' },
  source: '某县防返贫监测实施办法（xiexiebang.com/a5/c1b3fc008528046d，未注明县名）',
  kind: 'warning',
  parameters: ['threshold.medicalRegistered', 'threshold.medicalOrdinary', 'threshold.medicalWindow'],
  facts: ['bill', 'class', 'exitedPoverty', 'memberJoined', 'memberLeft', 'died'],

  check: (view) => {
    const line = view.baseClass() === 'ordinary' ? 'threshold.medicalOrdinary' : 'threshold.medicalRegistered'
    const set = need(view, { months: 'threshold.medicalWindow', line })
    if ('missing' in set) return notSet(set.missing)
    const months = set.months.body.value
    const limit = set.line.body.value
    const after = plusMonths(view.day, -months)
    const members = [...view.byPerson('bill')]
      .filter(([person]) => view.isMember(person))
      .map(([, all]) => inpatient(all.filter(({ on }) => on > after)))
    const most = members.reduce((a, b) => (b.paid > a.paid ? b : a), inpatient([]))
    const fires = most.paid >= limit
    const evidence = fires ? members.filter(({ paid }) => paid >= limit).flatMap(({ bills }) => bills) : most.bills
    const earliest = earliestOf(evidence)
    const over = earliest && leavesWindow(earliest, months)
    const [first, last] = [most.bills[0], most.bills.at(-1)]
    const bills = first && last && { from: first.on, to: last.on }
    const grounds = { evidence, parameters: [set.line, set.months], nextChangeOn: over }
    return answer(fires, { paid: most.paid, bills, months, line: set.line, over }, grounds)
  },

  tell: ({ paid, bills, months, line, over }, { fired }) => {
    const sign = fired ? '≥' : '<'
    const [has, limit] = [inYuan(paid), inYuan(line.body.value)]
    const from = origin(line)
    const clause = {
      text: { zh: `住院合规自付 ${has.zh} ${sign} ${limit.zh}`, en: `inpatient self-paid ${has.en} ${sign} ${limit.en}` },
      value: paid,
      parameter: cited(line, line.body.value),
      holds: fired,
    }
    if (bills === undefined) {
      const message = { zh: `${months} 个月内没有成员住院自付${from.zh}`, en: `no member's inpatient bill in ${months} months${from.en}` }
      return {
        message,
        clearedBy: { zh: `一名成员住院合规自付达到 ${limit.zh}`, en: `bills of one member that reach ${limit.en}` },
        clauses: [clause],
      }
    }
    return {
      message: {
        zh: `${bills.from} 至 ${bills.to} 一名成员住院合规自付 ${has.zh} ${sign} ${limit.zh}${from.zh}`,
        en: `one member's compliant self-paid inpatient cost ${bills.from} to ${bills.to}: ${has.en} ${sign} ${limit.en}${from.en}`,
      },
      clearedBy: { zh: `报销更正，或自 ${over} 起不再累计`, en: `a corrected reimbursement; from ${over} the first bill counts no more` },
      clauses: [clause],
    }
  },
})

function inpatient(all: readonly KnownHouseholdFact<'bill'>[]) {
  const bills = all.filter(({ body }) => body.care === 'inpatient')
  return { bills, paid: bills.reduce((sum, { body }) => sum + body.compliantSelfPaid, 0) }
}
