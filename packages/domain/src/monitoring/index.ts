import { incomeUnderLine } from './income-under-line.ts'
import { openRisk } from './open-risk.ts'
import type { Rule } from './rule.ts'

export * from './rule.ts'

/** Every warning rule, in the order in which reasons are shown. */
export const monitoringRules: readonly Rule[] = [incomeUnderLine, openRisk]
