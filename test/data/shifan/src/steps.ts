import { later } from '@rural-tracker/sanjiang/making'

/** A way through the steps, from the clue or the proposal to the day of the decision. */
export type Steps = Readonly<{
  from: string
  visit: string
  match: string
  review: string
  notice: Readonly<{ from: string; to: string }>
  check: string
  county: string
  announced: string
  decided: string
}>

const SWIFT = [2, 3, 4, 5, 9, 10, 12, 13, 14] as const
export const SLOW = [6, 8, 12, 13, 18, 20, 24, 25, 26] as const
export const SHOWN_OFFSETS = [2, 4, 5, 6, 10, 11, 14, 15, 17] as const

/** The days of all steps, so many days after the first. */
export function stepsFrom(from: string, offsets: readonly number[] = SWIFT): Steps {
  const [visit, match, review, noticed, ended, check, county, announced, decided] = offsets.map((days) => later(from, days)) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return { from, visit, match, review, notice: { from: noticed, to: ended }, check, county, announced, decided }
}

/** The same, so that the decision falls on a day. */
export const stepsTo = (decided: string): Steps => stepsFrom(later(decided, -14))

/** In the first weeks of a year neither its line nor anybody's insurance is known: nobody decides then. */
export function afterNewYear(day: string): string {
  return day.slice(5) < '01-26' ? later(`${day.slice(0, 4)}-01-26`, Number(day.slice(8)) % 12) : day
}

/** Income years end on 30 September; from November on everybody's is known. */
export function lastIncomeYear(day: string): number {
  const year = Number(day.slice(0, 4))
  return day.slice(5) >= '11-01' ? year : year - 1
}

/** The income year in which a day lies, by the year in which it ends. */
export function incomeYearOf(day: string): number {
  return Number(day.slice(0, 4)) + (day.slice(5) >= '10-01' ? 1 : 0)
}
