import type { Rule } from './rule.ts'
import { incomeUnderLine } from './rules/income-under-line.ts'
import { medicalSelfPaid } from './rules/medical-self-paid.ts'
import { openRisk } from './rules/open-risk.ts'
import { recognisedWithoutMeasure } from './rules/recognised-without-measure.ts'

/** Every rule, in the order in which reasons are shown: first the warnings, then those on the procedure. */
export const monitoringRules: readonly Rule[] = [incomeUnderLine, openRisk, medicalSelfPaid, recognisedWithoutMeasure]
