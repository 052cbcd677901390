import { calendarOf, dueOn } from '../parameter/due.ts'
import type { ParameterKind, ParameterValue } from '../parameter/kinds.ts'
import type { IsoDate } from '../values/dates.ts'
import type { AlertStage } from './kinds.ts'

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
