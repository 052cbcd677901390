import type { ParameterFact } from '../../parameter/look-up.ts'
import { plusDays, plusMonths } from '../../values/calendar.ts'
import { formatFen } from '../../values/money.ts'
import { leavesWindow, nextAfter } from '../days.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { cited, need, origin } from '../parameter.ts'
import { answer, defineRule, notSet } from '../rule.ts'

type Line = ParameterFact<'threshold.medicalRegistered' | 'threshold.medicalOrdinary'>
type Values = Readonly<{ since: string; paid: number; line: Line; over: string | undefined }>

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
    const over = nextAfter(
      view.day,
      evidence.map(({ on }) => leavesWindow(on, months)),
    )
    return answer(
      fires,
      { since: plusDays(after, 1), paid: most.paid, line: set.line, over },
      { evidence, parameters: [set.line, set.months], nextChangeOn: over },
    )
  },

  tell: ({ since, paid, line, over }, { fired, day }) => {
    const sign = fired ? '≥' : '<'
    const [has, limit] = [formatFen(paid), formatFen(line.body.value)]
    const from = origin(line)
    return {
      message: {
        zh: `${since} 至 ${day} 一名成员住院合规自付 ${has} ${sign} ${limit}${from.zh}`,
        en: `one member's compliant self-paid inpatient cost ${since} to ${day}: ${has} ${sign} ${limit}${from.en}`,
      },
      clearedBy: over
        ? { zh: `报销更正，或自 ${over} 起不再累计`, en: `a corrected reimbursement; from ${over} the first bill no longer counts` }
        : { zh: '报销更正', en: 'a corrected reimbursement' },
      clauses: [
        {
          text: { zh: `住院合规自付 ${has} ${sign} ${limit}`, en: `inpatient self-paid ${has} ${sign} ${limit}` },
          value: paid,
          parameter: cited(line, line.body.value),
          holds: fired,
        },
      ],
    }
  },
})

function inpatient(all: readonly KnownHouseholdFact<'bill'>[]) {
  const bills = all.filter(({ body }) => body.care === 'inpatient')
  return { bills, paid: bills.reduce((sum, { body }) => sum + body.compliantSelfPaid, 0) }
}
