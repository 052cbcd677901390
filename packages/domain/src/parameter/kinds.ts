import type { z } from 'zod'
import type { AlertStage } from '../alert/kinds.ts'
import type { Programme } from '../payment-list/events.ts'
import type { DeadlineStage } from './deadline-stages.ts'
import type { Tariff } from './events.ts'
import type * as families from './families.ts'
import type { ThresholdName } from './threshold-names.ts'

/** What can be asked for: a family, or one key of a family. The same word in the list's facts, in the fold and in every look-up. */
export type ParameterKind =
  | 'monitoringLine'
  | `tariff.${Programme}`
  | `deadline.${DeadlineStage}`
  | `threshold.${ThresholdName}`
  | 'requiredMeasures'
  | `visitRhythm.${families.VisitGroup}`
  | `workingCalendar.${number}`
  | 'classScheme'
  | `rule.${string}`
  | 'levelScheme'
  | AlertParameterKind
/** What alerts go by. */
export type AlertParameterKind = `alertClock.${1 | 2 | 3}.${AlertStage}` | `alertLead.${families.LeadStage}` | 'alertBudget' | 'quietHours'
/** What the monitoring rules may ask for. */
export type MonitoringParameterKind = Exclude<ParameterKind, `tariff.${Programme}` | AlertParameterKind>

type Value<Family extends { value: z.ZodType }> = Readonly<z.output<Family['value']>>

/** What was set, with its dates, its basis and its key. */
export type ParameterValue<Kind extends ParameterKind> = Kind extends 'monitoringLine'
  ? Value<typeof families.monitoringLine>
  : Kind extends `tariff.${string}`
    ? Readonly<z.output<typeof Tariff>>
    : Kind extends `deadline.${string}`
      ? Value<typeof families.deadline>
      : Kind extends `threshold.${string}`
        ? Value<typeof families.threshold>
        : Kind extends 'requiredMeasures'
          ? Value<typeof families.requiredMeasures>
          : Kind extends `visitRhythm.${string}`
            ? Value<typeof families.visitRhythm>
            : Kind extends `workingCalendar.${string}`
              ? Value<typeof families.workingCalendar>
              : Kind extends 'classScheme'
                ? Value<typeof families.classScheme>
                : Kind extends `rule.${string}`
                  ? Value<typeof families.ruleAdoption>
                  : Kind extends `alertClock.${string}`
                    ? Value<typeof families.alertClock>
                    : Kind extends `alertLead.${string}`
                      ? Value<typeof families.alertLead>
                      : Kind extends 'alertBudget'
                        ? Value<typeof families.alertBudget>
                        : Kind extends 'quietHours'
                          ? Value<typeof families.quietHours>
                          : Value<typeof families.levelScheme>

/** The family of a kind, which names its streams: `deadline` of `deadline.visit`. */
export function familyOf(kind: ParameterKind): string {
  const dot = kind.indexOf('.')
  return dot < 0 ? kind : kind.slice(0, dot)
}
