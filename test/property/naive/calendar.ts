// Days as one would count them on a wall calendar; nothing of `values/` is used here, because the rules count with that.

const DAY = 86_400_000
const of = (date: string) => new Date(`${date}T00:00:00Z`)
const iso = (date: Date) => date.toISOString().slice(0, 10)

export const addDays = (date: string, days: number) => iso(new Date(of(date).getTime() + days * DAY))

export function lastOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return iso(new Date(Date.UTC(year, number, 0)))
}

/** `2020-01` and 2 give `2020-03`. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return iso(new Date(Date.UTC(year, number - 1 + months, 1))).slice(0, 7)
}

/** The same day number some months on, or the last day of that month. */
export function sameDayIn(date: string, months: number): string {
  const month = addMonths(date.slice(0, 7), months)
  const wished = Number(date.slice(8))
  const last = Number(lastOfMonth(month).slice(8))
  return `${month}-${String(Math.min(wished, last)).padStart(2, '0')}`
}

/** All months from one to another, both included. */
export function monthsOf(from: string, to: string): string[] {
  const months: string[] = []
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month)
  return months
}

/** Completed years on the first of a day's month. */
export function ageOn(day: string, bornIn: string): number {
  const months = (Number(day.slice(0, 4)) - Number(bornIn.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - Number(bornIn.slice(5, 7))
  return Math.floor(months / 12)
}

export const isWeekend = (date: string) => [0, 6].includes(of(date).getUTCDay())
