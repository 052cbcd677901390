import { inYuan } from '../../values/money.ts'
import type { KnownHouseholdFact } from '../facts.ts'
import { answer, defineRule } from '../rule.ts'
import type { View } from '../view.ts'
import { joined } from '../words.ts'

/** A loan that is overdue; without its grant only the overdue report is known, not how much. */
type Overdue = Readonly<{
  since: string
  granted: number | undefined
  repaid: number
  facts: readonly KnownHouseholdFact<'loanOverdue' | 'loanRepaid'>[]
}>

/** A small loan (小额信贷) fell overdue and was neither repaid in full nor renewed. */
export const loanOverdue = defineRule<readonly Overdue[]>({
  id: 'loan-overdue',
  version: 1,
  title: { zh: '小额贷款逾期', en: 'Loan overdue' },
  source: '脱贫人口小额信贷政策（wxredian.com，4bf203f26963a3f627514d46dc9438c7；bypc.gov.cn）',
  kind: 'warning',
  parameters: [],
  facts: ['loan', 'loanRepaid', 'loanRenewed', 'loanOverdue'],

  check: (view) => {
    const ids = new Set(view.of('loanOverdue').map(({ body }) => body.loan))
    const overdue = [...ids].flatMap((loan) => overdueIn(view, loan) ?? [])
    return answer(overdue.length > 0, overdue, { evidence: overdue.flatMap(({ facts }) => facts) })
  },

  tell: (overdue, { fired }) => {
    const loans = joined(overdue.map(sentence))
    return {
      message: fired ? loans : { zh: '没有逾期的贷款', en: 'no loan overdue' },
      clearedBy: fired ? { zh: '还清或展期', en: 'repaid in full or renewed' } : { zh: '报告贷款逾期', en: 'a loan reported overdue' },
      clauses: overdue.map((one) => ({ text: sentence(one), value: leftOf(one) ?? null, parameter: null, holds: true })),
    }
  },
})

function overdueIn(view: View, loan: string): Overdue | undefined {
  const ofLoan = ({ body }: KnownHouseholdFact<'loanOverdue' | 'loanRepaid' | 'loanRenewed' | 'loan'>) => body.loan === loan
  const renewedOn = view.of('loanRenewed').findLast(ofLoan)?.on ?? ''
  const standing = view.of('loanOverdue').filter((fact) => ofLoan(fact) && fact.on > renewedOn)
  const repayments = view.of('loanRepaid').filter(ofLoan)
  const repaid = repayments.reduce((sum, { body }) => sum + body.amount, 0)
  const granted = view.of('loan').findLast(ofLoan)?.body.amount
  const first = standing[0]
  if (first === undefined || (granted !== undefined && repaid >= granted)) return undefined
  return { since: first.on, granted, repaid, facts: [...standing, ...repayments] }
}

function leftOf({ granted, repaid }: Overdue): number | undefined {
  return granted === undefined ? undefined : granted - repaid
}

function sentence(overdue: Overdue) {
  const { since, granted } = overdue
  const left = leftOf(overdue)
  if (granted === undefined || left === undefined) return { zh: `贷款于 ${since} 逾期，未还清`, en: `loan overdue since ${since}, not repaid` }
  return {
    zh: `贷款 ${inYuan(granted).zh} 于 ${since} 逾期，未还 ${inYuan(left).zh}`,
    en: `loan of ${inYuan(granted).en} overdue since ${since}, ${inYuan(left).en} unpaid`,
  }
}
