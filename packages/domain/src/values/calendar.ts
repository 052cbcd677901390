import type { IsoDate } from './dates.ts'
import { lastDayOf, monthNumber, monthOfNumber } from './months.ts'

// Rules count days for every household, so this is arithmetic on the calendar alone: no zone, no luxon.

const DAY = 86_400_000

/** The day so many days later, or earlier for a negative number. @example plusDays('2024-02-28', 2) // '2024-03-01' */
export function plusDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)
}

/**
 * The same day number so many months later, or earlier for a negative number; the month's last day where it has no such number.
 *
 * @example plusMonths('2024-01-31', 1) // '2024-02-29'
 */
export function plusMonths(date: IsoDate, months: number): IsoDate {
  const month = monthOfNumber(monthNumber(date) + months)
  const last = lastDayOf(month)
  const same = `${month}${date.slice(7)}`
  return same < last ? same : last
}

/** Whole days from one day to another; negative when the second lies before the first. @example daysBetween('2024-02-28', '2024-03-01') // 2 */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY
}

/** The day of the week, Monday 1 to Sunday 7. */
export function weekdayOf(date: IsoDate): number {
  return new Date(Date.parse(date)).getUTCDay() || 7
}
