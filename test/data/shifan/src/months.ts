import { plusMonths } from '@rural-tracker/domain'
import { later } from '@rural-tracker/sanjiang/making'

/** The last day of a month: `2020-02` ends on 2020-02-29. */
export function lastDayOf(month: string): string {
  return later(plusMonths(`${month}-01`, 1), -1)
}

/** The first day of the month after a day. */
export function nextMonth(day: string): string {
  return plusMonths(`${day.slice(0, 7)}-01`, 1)
}
