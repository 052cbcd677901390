export * from './deadline-stages.ts'
export {
  AlertBudgetCorrected,
  AlertBudgetSet,
  AlertClockCorrected,
  AlertClockSet,
  AlertLeadCorrected,
  AlertLeadSet,
  type AlertParameterEvent,
  alertParameterEvents,
  ClassSchemeCorrected,
  ClassSchemeSet,
  DeadlineCorrected,
  DeadlineSet,
  LevelSchemeCorrected,
  LevelSchemeSet,
  MonitoringLineCorrected,
  MonitoringLineSet,
  type MonitoringParameterEvent,
  monitoringParameterEvents,
  type ParameterEvent,
  parameterEvents,
  QuietHoursCorrected,
  QuietHoursSet,
  RequiredMeasuresCorrected,
  RequiredMeasuresSet,
  RuleAdopted,
  RuleAdoptionCorrected,
  TariffCorrected,
  TariffSet,
  ThresholdCorrected,
  ThresholdSet,
  VisitRhythmCorrected,
  VisitRhythmSet,
  WorkingCalendarCorrected,
  WorkingCalendarSet,
} from './events.ts'
export { LeadStage, VisitGroup } from './families.ts'
export * from './kinds.ts'
export { type Dated, type Setting, settingOf } from './setting.ts'
export { type ThresholdName, THRESHOLDS, ThresholdUnit } from './threshold-names.ts'
export { titleOf } from './titles.ts'
export * from './due.ts'
export * from './look-up.ts'
export * from './need.ts'
export * from './seen.ts'
export type { ParameterState } from './state.ts'
