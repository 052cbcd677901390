import type { Period } from '../values/dates.ts'
import { firstDayOf, lastDayOf, monthNumber, monthOfNumber } from '../values/months.ts'

/** From the first day of a month to the last day of the eleventh month after it. */
export function isTwelveWholeMonths({ from, to }: Period): boolean {
  return from === firstDayOf(from) && to === lastDayOf(monthOfNumber(monthNumber(from) + 11))
}
