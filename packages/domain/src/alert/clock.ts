import { calendarOf, dueOn } from '../parameter/due.ts'
import type { ParameterKind, ParameterValue } from '../parameter/kinds.ts'
import type { IsoDate } from '../values/dates.ts'
import { plusDays } from '../values/calendar.ts'
import { ALERT_STAGES, type AlertStage } from './kinds.ts'
import type { AlertState } from './state.ts'

/** What is in force at one place; the day is that of the question. */
export type ValueOf = <Kind extends ParameterKind>(kind: Kind, on: IsoDate) => ParameterValue<Kind> | undefined

/**
 * The last day for an answer of a stage that heard on a day; none where the stage has no length, or where working days of a year without a
 * calendar would have to be counted: then no time runs.
 *
 * @example respondBy(valueOf, 3, 'village', '2024-05-06') // '2024-05-08', with a clock of 2 days
 */
export function respondBy(valueOf: ValueOf, level: number, stage: AlertStage, on: IsoDate): IsoDate | undefined {
  const clock = valueOf(`alertClock.${level as 1 | 2 | 3}.${stage}`, on)
  if (clock === undefined) return undefined
  const due = dueOn(
    calendarOf((kind, day) => valueOf(kind, day)),
    on,
    clock,
  )
  return 'date' in due ? due.date : undefined
}

/**
 * Who hears of an alert next, and on which day, should nobody answer it; undefined where no time runs, or nobody stands above.
 *
 * @example nextStage(alert) // { stage: 'town', on: '2024-05-09' }, with an answer due by 2024-05-08
 */
export function nextStage({ status, stage, respondBy: by }: Pick<AlertState, 'status' | 'stage' | 'respondBy'>) {
  const next = ALERT_STAGES[ALERT_STAGES.indexOf(stage) + 1]
  const waits = status === 'raised' || status === 'acknowledged'
  return waits && next && by !== null ? { stage: next, on: plusDays(by, 1) } : undefined
}
