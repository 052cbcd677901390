/**
 * Months as text, `YYYY-MM`, counted by a whole number so that they can be added and compared.
 * A day may stand for its month: only its first seven letters are read.
 */
export function monthNumber(monthOrDay: string): number {
  return Number(monthOrDay.slice(0, 4)) * 12 + Number(monthOrDay.slice(5, 7)) - 1
}

/** The month of a number. @example monthOfNumber(monthNumber('2020-12') + 1) // '2021-01' */
export function monthOfNumber(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`
}

/** @example firstDayOf('2024-02') // '2024-02-01' */
export function firstDayOf(monthOrDay: string): string {
  return `${monthOrDay.slice(0, 7)}-01`
}

/** @example lastDayOf('2024-02') // '2024-02-29' */
export function lastDayOf(monthOrDay: string): string {
  return `${monthOrDay.slice(0, 7)}-${daysIn(monthOrDay)}`
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(monthOrDay: string): number {
  const month = Number(monthOrDay.slice(5, 7))
  if (month !== 2) return DAYS[month - 1] ?? 31
  const year = Number(monthOrDay.slice(0, 4))
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}
