import { plusDays, plusMonths } from '../values/calendar.ts'
import type { IsoDate } from '../values/dates.ts'
import { type CalendarOf, type MissingYear, plusWorkingDays } from '../values/working-days.ts'
import type { ParameterKind, ParameterValue } from './kinds.ts'

/** A length as a deadline gives it. */
export type Length = Pick<ParameterValue<'deadline.visit'>, 'length' | 'unit'>

/** The last day in time: so many days, working days or months after the day on which the stage begins. */
export function dueOn(calendarOf: CalendarOf, begins: IsoDate, { length, unit }: Length): Readonly<{ date: IsoDate }> | MissingYear {
  switch (unit) {
    case 'day':
      return { date: plusDays(begins, length) }
    case 'month':
      return { date: plusMonths(begins, length) }
    case 'workingDay':
      return plusWorkingDays(calendarOf, begins, length)
    default: {
      const never: never = unit
      return never
    }
  }
}

/**
 * The calendars of a place out of any look-up. A year's calendar is the one in force on its last day: a holiday that is prolonged in
 * spring counts for the whole year, whatever day is asked about.
 *
 * @example calendarOf((kind, on) => parameterIn(seen, kind, village, on)?.value)
 */
export function calendarOf(
  valueOf: <Kind extends Extract<ParameterKind, `workingCalendar.${number}`>>(
    kind: Kind,
    on: IsoDate,
  ) => Pick<ParameterValue<'workingCalendar.0'>, 'off' | 'work'> | undefined,
): CalendarOf {
  return (year) => valueOf(`workingCalendar.${year}`, `${year}-12-31`)
}
