import type { Rule } from './rule.ts'
import { incomeAfterExpense } from './rules/income-after-expense.ts'
import { incomeUnderLine } from './rules/income-under-line.ts'
import { medicalSelfPaid } from './rules/medical-self-paid.ts'
import { newDisability } from './rules/new-disability.ts'
import { newSeriousIllness } from './rules/new-serious-illness.ts'
import { openRisk } from './rules/open-risk.ts'
import { outpatientCost } from './rules/outpatient-cost.ts'
import { recognisedWithoutMeasure } from './rules/recognised-without-measure.ts'

/** Every rule, in the order in which reasons are shown: first the warnings, then those on the procedure. */
export const monitoringRules: readonly Rule[] = [
  incomeUnderLine,
  openRisk,
  incomeAfterExpense,
  medicalSelfPaid,
  outpatientCost,
  newSeriousIllness,
  newDisability,
  recognisedWithoutMeasure,
]
