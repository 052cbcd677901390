/**
 * Months as text, `YYYY-MM`, counted by a whole number so that they can be added and compared.
 * A day may stand for its month: only its first seven letters are read.
 */
export function monthNumber(monthOrDay: string): number {
  return (digits(monthOrDay, 0) * 100 + digits(monthOrDay, 2)) * 12 + digits(monthOrDay, 5) - 1
}

/** The number that two figures in a row are. Rules count months for every household, so nothing is cut out of the text. */
function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
}

const ZERO = 48

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
  const month = digits(monthOrDay, 5)
  if (month !== 2) return DAYS[month - 1] ?? 31
  const year = digits(monthOrDay, 0) * 100 + digits(monthOrDay, 2)
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}
