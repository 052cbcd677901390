import type { Rule } from './rule.ts'
import { accident } from './rules/accident.ts'
import { benefitsEnded } from './rules/benefits-ended.ts'
import { classContradictsLine } from './rules/class-contradicts-line.ts'
import { decisionBasis } from './rules/decision-basis.ts'
import { disaster } from './rules/disaster.ts'
import { dividendsStopped } from './rules/dividends-stopped.ts'
import { dropOut } from './rules/drop-out.ts'
import { eliminatedEarly } from './rules/eliminated-early.ts'
import { eliminatedUnderLine } from './rules/eliminated-under-line.ts'
import { eliminatedUnsafe } from './rules/eliminated-unsafe.ts'
import { eliminationUnchecked } from './rules/elimination-unchecked.ts'
import { farmerNotTold } from './rules/farmer-not-told.ts'
import { helperMissing } from './rules/helper-missing.ts'
import { houseUnsafe } from './rules/house-unsafe.ts'
import { householdEmpty } from './rules/household-empty.ts'
import { incomeAfterExpense } from './rules/income-after-expense.ts'
import { incomeUnderLine } from './rules/income-under-line.ts'
import { industryFailed } from './rules/industry-failed.ts'
import { insuranceDoubled } from './rules/insurance-doubled.ts'
import { insuranceMissing } from './rules/insurance-missing.ts'
import { leafletMissing } from './rules/leaflet-missing.ts'
import { loanOverdue } from './rules/loan-overdue.ts'
import { mainEarnerLostJob } from './rules/main-earner-lost-job.ts'
import { measureCutShort } from './rules/measure-cut-short.ts'
import { medicalSelfPaid } from './rules/medical-self-paid.ts'
import { newDisability } from './rules/new-disability.ts'
import { newSeriousIllness } from './rules/new-serious-illness.ts'
import { noLabourEliminated } from './rules/no-labour-eliminated.ts'
import { notEliminatedInTime } from './rules/not-eliminated-in-time.ts'
import { noticeShort } from './rules/notice-short.ts'
import { onlySafetyNet } from './rules/only-safety-net.ts'
import { openRisk } from './rules/open-risk.ts'
import { outpatientCost } from './rules/outpatient-cost.ts'
import { procedureClock } from './rules/procedure-clock.ts'
import { procedureSkipped } from './rules/procedure-skipped.ts'
import { pushLate } from './rules/push-late.ts'
import { recognisedWithoutMeasure } from './rules/recognised-without-measure.ts'
import { relapse } from './rules/relapse.ts'
import { riskWithoutFact } from './rules/risk-without-fact.ts'
import { riskWithoutMeasure } from './rules/risk-without-measure.ts'
import { schoolingCost } from './rules/schooling-cost.ts'
import { splitFromMonitored } from './rules/split-from-monitored.ts'
import { visitOverdue } from './rules/visit-overdue.ts'
import { waterUnsafe } from './rules/water-unsafe.ts'
import { weakSigns } from './rules/weak-signs.ts'

/** Every rule, in the order in which reasons are shown: first the warnings, then those on the procedure. */
export const monitoringRules: readonly Rule[] = [
  incomeUnderLine,
  openRisk,
  incomeAfterExpense,
  medicalSelfPaid,
  outpatientCost,
  newSeriousIllness,
  newDisability,
  schoolingCost,
  dropOut,
  houseUnsafe,
  waterUnsafe,
  insuranceMissing,
  insuranceDoubled,
  mainEarnerLostJob,
  disaster,
  accident,
  industryFailed,
  dividendsStopped,
  benefitsEnded,
  loanOverdue,
  splitFromMonitored,
  weakSigns,
  procedureClock,
  pushLate,
  noticeShort,
  procedureSkipped,
  recognisedWithoutMeasure,
  onlySafetyNet,
  riskWithoutMeasure,
  visitOverdue,
  eliminatedEarly,
  eliminatedUnderLine,
  noLabourEliminated,
  eliminatedUnsafe,
  eliminationUnchecked,
  notEliminatedInTime,
  relapse,
  classContradictsLine,
  riskWithoutFact,
  farmerNotTold,
  leafletMissing,
  helperMissing,
  measureCutShort,
  decisionBasis,
  householdEmpty,
]
