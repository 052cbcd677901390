import { plusDays, plusMonths } from '../values/calendar.ts'

/** The earliest of these days that is still to come. @example nextAfter('2024-03-01', ['2024-03-01', '2024-05-01']) // '2024-05-01' */
export function nextAfter(day: string, days: readonly (string | undefined)[]): string | undefined {
  let next: string | undefined
  for (const one of days) if (one !== undefined && one > day && (next === undefined || one < next)) next = one
  return next
}

/** The earliest day of some facts. */
export function earliestOf(facts: readonly Readonly<{ on: string }>[]): string | undefined {
  return nextAfter(
    '',
    facts.map(({ on }) => on),
  )
}

/**
 * The first day on which a day lies outside the last `months` months, (day − months, day]. It is a day later than `plusMonths` says where the months
 * are not equally long.
 *
 * @example leavesWindow('2023-05-10', 12) // '2024-05-10'
 * @example leavesWindow('2024-08-31', 6) // '2025-03-01': six months before 28 February is 28 August
 */
export function leavesWindow(on: string, months: number): string {
  const day = plusMonths(on, months)
  return plusMonths(day, -months) >= on ? day : plusDays(day, 1)
}
