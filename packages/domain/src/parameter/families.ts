import { z } from 'zod'
import { RiskKind } from '../household/events.ts'
import { IsoDate } from '../values/dates.ts'
import { LocalId, RuleId } from '../values/ids.ts'
import { MeasureKind } from '../values/measure-kinds.ts'
import { PositiveFen } from '../values/money.ts'
import { MonitoringClass, Scheme } from '../values/monitoring-classes.ts'
import { AlertLevel, AlertStage } from '../alert/kinds.ts'
import { calendarFault } from './calendar-fault.ts'
import { dated, defineDated } from './dated.ts'
import { DeadlineStage } from './deadline-stages.ts'
import { thresholdFault, ThresholdUnit } from './threshold-names.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** 监测线, yuan per person and year as fen. */
export const monitoringLine = defineDated({
  kind: 'monitoringLine',
  code: 'line',
  events: ['MonitoringLineSet', 'MonitoringLineCorrected'],
  commands: ['SetMonitoringLine', 'CorrectMonitoringLine'],
  shape: { from: dated.from, to: dated.to, amount: PositiveFen, basis: dated.basis, assumption: dated.assumption },
})

/** A time limit: so many days, working days or months after the day on which its stage begins. */
export const deadline = defineDated({
  kind: 'deadline',
  code: 'deadline',
  events: ['DeadlineSet', 'DeadlineCorrected'],
  commands: ['SetDeadline', 'CorrectDeadline'],
  shape: { ...dated, stage: DeadlineStage, length: z.int().min(1).max(3650), unit: z.enum(['day', 'workingDay', 'month']) },
  key: ({ stage }) => stage,
})

/** A number that a rule compares with, in the unit of its name. Names are checked when one is set: a new rule brings new ones. */
export const threshold = defineDated({
  kind: 'threshold',
  code: 'threshold',
  events: ['ThresholdSet', 'ThresholdCorrected'],
  commands: ['SetThreshold', 'CorrectThreshold'],
  shape: { ...dated, name: z.string().regex(/^[a-z][A-Za-z]{2,40}$/), value: z.int().nonnegative(), unit: ThresholdUnit },
  key: ({ name }) => name,
  fault: thresholdFault,
})

/** Which measures answer which risk, and which ones are development (开发式帮扶). */
export const requiredMeasures = defineDated({
  kind: 'requiredMeasures',
  code: 'required-measures',
  events: ['RequiredMeasuresSet', 'RequiredMeasuresCorrected'],
  commands: ['SetRequiredMeasures', 'CorrectRequiredMeasures'],
  shape: {
    ...dated,
    development: z.array(MeasureKind).max(14),
    pairs: z
      .array(
        z.strictObject({
          /** A risk of the recognition, or a state of the household. */
          when: z.enum([...RiskKind.options, 'dropOut', 'uninsured']),
          anyOf: z.array(MeasureKind).min(1).max(14),
          /** These count as well once the risk is eliminated. */
          afterElimination: z.array(MeasureKind).min(1).max(14).optional(),
        }),
      )
      .max(40),
  },
})

/** Who is visited at least once in how many months. */
export const VisitGroup = z.enum(['monitored', 'formerPoor', 'registeredPoor'])
export type VisitGroup = z.infer<typeof VisitGroup>
export const visitRhythm = defineDated({
  kind: 'visitRhythm',
  code: 'visit-rhythm',
  events: ['VisitRhythmSet', 'VisitRhythmCorrected'],
  commands: ['SetVisitRhythm', 'CorrectVisitRhythm'],
  shape: { ...dated, group: VisitGroup, months: z.int().min(1).max(24) },
  key: ({ group }) => group,
})

/** The days of one year on which work differs from the plain week: weekdays that are free, and weekends that are worked (调休). */
export const workingCalendar = defineDated({
  kind: 'workingCalendar',
  code: 'working-calendar',
  events: ['WorkingCalendarSet', 'WorkingCalendarCorrected'],
  commands: ['SetWorkingCalendar', 'CorrectWorkingCalendar'],
  shape: { ...dated, year: z.int().min(2000).max(2100), off: z.array(IsoDate).max(100), work: z.array(IsoDate).max(100) },
  key: ({ year }) => String(year),
  fault: calendarFault,
})

/** The classes that a recognition may use. */
export const classScheme = defineDated({
  kind: 'classScheme',
  code: 'class-scheme',
  events: ['ClassSchemeSet', 'ClassSchemeCorrected'],
  commands: ['SetClassScheme', 'CorrectClassScheme'],
  shape: { ...dated, scheme: Scheme, classes: z.array(MonitoringClass).min(1).max(6) },
})

/** A rule is in force where and while it is adopted. `standsDays` is how long a shock stands when nobody says that it is over. */
export const ruleAdoption = defineDated({
  kind: 'rule',
  code: 'rule-adoption',
  events: ['RuleAdopted', 'RuleAdoptionCorrected'],
  commands: ['AdoptRule', 'CorrectRuleAdoption'],
  shape: {
    ...dated,
    rule: RuleId,
    level: z.int().min(1).max(9),
    sign: z.enum(['strong', 'weak', 'process']),
    standsDays: z.int().min(1).max(3650).optional(),
  },
  key: ({ rule }) => rule,
})

/** What the levels are called here: 高中低, 红黄绿. The higher number is the graver one. */
export const levelScheme = defineDated({
  kind: 'levelScheme',
  code: 'level-scheme',
  events: ['LevelSchemeSet', 'LevelSchemeCorrected'],
  commands: ['SetLevelScheme', 'CorrectLevelScheme'],
  shape: {
    ...dated,
    levels: z
      .array(z.strictObject({ level: z.int().min(1).max(9), id: LocalId, zh: z.string().min(1).max(20), en: z.string().min(1).max(40) }))
      .min(1)
      .max(9),
  },
})

/** How long a stage has for its answer to an alert of this level. A stage without a length has no clock, and nothing is passed up from it. */
export const alertClock = defineDated({
  kind: 'alertClock',
  code: 'alert-clock',
  events: ['AlertClockSet', 'AlertClockCorrected'],
  commands: ['SetAlertClock', 'CorrectAlertClock'],
  shape: { ...dated, level: AlertLevel, stage: AlertStage, length: z.int().min(1).max(365), unit: z.enum(['day', 'workingDay']) },
  key: ({ level, stage }) => `${level}.${stage}`,
})

/** What is announced before its due day. */
export const LeadStage = z.enum(['visit', 'match', 'review', 'whole', 'entry', 'firstMeasure', 'visitRhythm', 'notice', 'elimination', 'comparison'])
export type LeadStage = z.infer<typeof LeadStage>
/** So many days before a due day its breach is announced; 0 is the day itself. Without a length the day only passes. */
export const alertLead = defineDated({
  kind: 'alertLead',
  code: 'alert-lead',
  events: ['AlertLeadSet', 'AlertLeadCorrected'],
  commands: ['SetAlertLead', 'CorrectAlertLead'],
  shape: { ...dated, stage: LeadStage, days: z.int().min(0).max(90) },
  key: ({ stage }) => stage,
})

/** New alerts in a village and month; above it weak signs go to the weekly list. */
export const alertBudget = defineDated({
  kind: 'alertBudget',
  code: 'alert-budget',
  events: ['AlertBudgetSet', 'AlertBudgetCorrected'],
  commands: ['SetAlertBudget', 'CorrectAlertBudget'],
  shape: { ...dated, perVillageMonth: z.int().min(0).max(1000) },
})

/** From one time of the day to another, over midnight where the first is the later, nobody is called. Times are those of Shanghai. */
export const quietHours = defineDated({
  kind: 'quietHours',
  code: 'quiet-hours',
  events: ['QuietHoursSet', 'QuietHoursCorrected'],
  commands: ['SetQuietHours', 'CorrectQuietHours'],
  shape: { ...dated, begins: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), ends: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) },
})

export const families = [
  monitoringLine,
  deadline,
  threshold,
  requiredMeasures,
  visitRhythm,
  workingCalendar,
  classScheme,
  ruleAdoption,
  levelScheme,
  alertClock,
  alertLead,
  alertBudget,
  quietHours,
] as const
