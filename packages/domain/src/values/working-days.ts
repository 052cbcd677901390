import { plusDays, weekdayOf } from './calendar.ts'
import type { IsoDate, Period } from './dates.ts'

/** The days of one year that differ from the plain week: weekdays that are free, and weekends that are worked (调休). */
export type WorkingDays = Readonly<{ off: readonly IsoDate[]; work: readonly IsoDate[] }>
/** The calendar of a year, where there is one. */
export type CalendarOf = (year: number) => WorkingDays | undefined
/** Nobody has set the calendar of this year, so nothing can be said of its days. */
export type MissingYear = Readonly<{ missingYear: number }>

const SATURDAY = 6

/** Whether work is done on the day; a year without a calendar is no plain week, it is unknown. */
export function isWorkingDay(calendarOf: CalendarOf, date: IsoDate): boolean | MissingYear {
  const year = Number(date.slice(0, 4))
  const calendar = calendarOf(year)
  if (!calendar) return { missingYear: year }
  return weekdayOf(date) < SATURDAY ? !calendar.off.includes(date) : calendar.work.includes(date)
}

/**
 * The n-th working day after a day, which is not counted itself.
 *
 * @param days at least 1
 * @example plusWorkingDays(calendarOf, '2024-09-30', 1) // { date: '2024-10-08' }: 1 to 7 October are free
 */
export function plusWorkingDays(calendarOf: CalendarOf, from: IsoDate, days: number): Readonly<{ date: IsoDate }> | MissingYear {
  let date = from
  for (let left = days; left > 0; ) {
    date = plusDays(date, 1)
    const works = isWorkingDay(calendarOf, date)
    if (typeof works === 'object') return works
    if (works) left--
  }
  return { date }
}

/** How many working days lie in a period, both ends included. */
export function workingDaysIn(calendarOf: CalendarOf, { from, to }: Period): Readonly<{ days: number }> | MissingYear {
  let days = 0
  for (let date = from; date <= to; date = plusDays(date, 1)) {
    const works = isWorkingDay(calendarOf, date)
    if (typeof works === 'object') return works
    if (works) days++
  }
  return { days }
}
