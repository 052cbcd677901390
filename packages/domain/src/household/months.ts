import { IsoDate } from '../values/dates.ts'

/** The last day of a month. @example lastDayOf('2020-02') // '2020-02-29' */
export function lastDayOf(month: string): IsoDate {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, number ?? 1, 0)).toISOString().slice(0, 10)
}

/** The first day of the month `months` after this one: 12 months from `2022-10` on end before `2023-10-01`. */
function firstDayAfter(month: string, months: number): IsoDate {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, (number ?? 1) - 1 + months, 1)).toISOString().slice(0, 10)
}

/** From the first day of a month to the last day of the eleventh month after it. */
export function isTwelveWholeMonths({ from, to }: { from: IsoDate; to: IsoDate }): boolean {
  // A schema asks this also of a window whose days are no dates, and has to answer, not to throw.
  if (!IsoDate.safeParse(from).success) return false
  const first = from.slice(0, 7)
  const last = firstDayAfter(first, 11).slice(0, 7)
  return from === `${first}-01` && to === lastDayOf(last)
}
