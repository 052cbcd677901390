import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { Programme } from '../payment-list/events.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { EventId } from '../values/ids.ts'
import { PositiveFen } from '../values/money.ts'
import * as families from './families.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** 监测线. */
export const { Set: MonitoringLineSet, Corrected: MonitoringLineCorrected } = families.monitoringLine
/** 时限. */
export const { Set: DeadlineSet, Corrected: DeadlineCorrected } = families.deadline
/** 预警线 and every other number of a rule. */
export const { Set: ThresholdSet, Corrected: ThresholdCorrected } = families.threshold
/** 风险与帮扶措施对应. */
export const { Set: RequiredMeasuresSet, Corrected: RequiredMeasuresCorrected } = families.requiredMeasures
/** 走访频次. */
export const { Set: VisitRhythmSet, Corrected: VisitRhythmCorrected } = families.visitRhythm
/** 工作日历. */
export const { Set: WorkingCalendarSet, Corrected: WorkingCalendarCorrected } = families.workingCalendar
/** 监测对象分类. */
export const { Set: ClassSchemeSet, Corrected: ClassSchemeCorrected } = families.classScheme
/** 规则启用. */
export const { Set: RuleAdopted, Corrected: RuleAdoptionCorrected } = families.ruleAdoption
/** 风险等级. */
export const { Set: LevelSchemeSet, Corrected: LevelSchemeCorrected } = families.levelScheme

/** 预警响应时限. */
export const { Set: AlertClockSet, Corrected: AlertClockCorrected } = families.alertClock
/** 临期提前量. */
export const { Set: AlertLeadSet, Corrected: AlertLeadCorrected } = families.alertLead
/** 预警限额. */
export const { Set: AlertBudgetSet, Corrected: AlertBudgetCorrected } = families.alertBudget
/** 免打扰时段. */
export const { Set: QuietHoursSet, Corrected: QuietHoursCorrected } = families.quietHours

/** `occurredOn` is the first day in force; it can begin in the middle of a year. */
const here = { region: DivisionCode, occurredOn: IsoDate }
/** What one unit of a programme is paid: fen per unit. */
export const TariffSet = defineEvent(
  'TariffSet',
  z.strictObject({ ...here, programme: Programme, amount: PositiveFen, basis: z.string().min(1).max(120) }),
)
/** `from` is the first day in force. */
export const Tariff = z.strictObject({ from: IsoDate, amount: PositiveFen, basis: z.string().min(1).max(120) })
/** `corrects` is the event that set it, also for a second correction. */
export const TariffCorrected = defineEvent(
  'TariffCorrected',
  z.strictObject({ ...here, programme: Programme, corrects: EventId, was: Tariff, is: Tariff }),
)

/** What the monitoring rules are held against. */
export const monitoringParameterEvents = [
  MonitoringLineSet,
  MonitoringLineCorrected,
  DeadlineSet,
  DeadlineCorrected,
  ThresholdSet,
  ThresholdCorrected,
  RequiredMeasuresSet,
  RequiredMeasuresCorrected,
  VisitRhythmSet,
  VisitRhythmCorrected,
  WorkingCalendarSet,
  WorkingCalendarCorrected,
  ClassSchemeSet,
  ClassSchemeCorrected,
  RuleAdopted,
  RuleAdoptionCorrected,
  LevelSchemeSet,
  LevelSchemeCorrected,
] as const
export type MonitoringParameterEvent = EventOf<(typeof monitoringParameterEvents)[number]>

/** What alerts go by; no rule asks for these. */
export const alertParameterEvents = [
  AlertClockSet,
  AlertClockCorrected,
  AlertLeadSet,
  AlertLeadCorrected,
  AlertBudgetSet,
  AlertBudgetCorrected,
  QuietHoursSet,
  QuietHoursCorrected,
] as const
export type AlertParameterEvent = EventOf<(typeof alertParameterEvents)[number]>

export const parameterEvents = [...monitoringParameterEvents, ...alertParameterEvents, TariffSet, TariffCorrected] as const
export type ParameterEvent = EventOf<(typeof parameterEvents)[number]>
