import type { IsoDate } from './dates.ts'

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
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7)) - 1 + months
  const last = new Date(Date.UTC(year, month + 1, 0))
  const day = Math.min(Number(date.slice(8)), last.getUTCDate())
  return `${last.toISOString().slice(0, 8)}${String(day).padStart(2, '0')}`
}

/** Whole days from one day to another; negative when the second lies before the first. @example daysBetween('2024-02-28', '2024-03-01') // 2 */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY
}

/** The day of the week, Monday 1 to Sunday 7. */
export function weekdayOf(date: IsoDate): number {
  return new Date(Date.parse(date)).getUTCDay() || 7
}
