import { lastDayOf, firstDayOf, monthNumber, monthOfNumber } from '../values/months.ts'
import type { KnownHouseholdFact, Said } from './facts.ts'
import { shareIn } from './income.ts'
import { partOf } from './income-kinds.ts'
import { isAfter } from './order.ts'

/** What one person earned before a day, in fen, and the facts that say so. */
export type Wage = Readonly<{ amount: number; facts: readonly Said<'incomeEntry' | 'job'>[] }>

/** What wages are found in, oldest first. */
export type WageFacts = Readonly<{
  entries: readonly Said<'incomeEntry'>[]
  jobs: readonly KnownHouseholdFact<'job'>[]
  losses: readonly KnownHouseholdFact<'jobLost'>[]
}>

/**
 * The wage of a person in the whole months before the month of `day`: what the income entries in the person's name say; where there is none, the
 * monthly wage of the last job begun before the day, for each whole month of it in those months. A month in which the job was lost is whole only if
 * it was lost on its last day. An entry over months that reach beyond the day counts with its share: yearly wages are reported when the year is over.
 */
export function wageBefore(person: string, day: string, months: number, { entries, jobs, losses }: WageFacts): Wage {
  const now = monthNumber(day)
  const window = { from: firstDayOf(monthOfNumber(now - months)), to: lastDayOf(monthOfNumber(now - 1)) }
  const paid = entries.filter((entry) => entry.body.person === person && partOf(entry) === 'wages' && shareIn(entry.body, window) > 0)
  if (paid.length > 0) return { amount: paid.reduce((sum, { body }) => sum + shareIn(body, window), 0), facts: paid }
  const job = jobs.findLast(({ on, body }) => on < day && body.person === person)
  if (job === undefined) return { amount: 0, facts: [] }
  const lost = losses.find((loss) => loss.body.person === person && isAfter(loss, job))?.on ?? day
  let whole = 0
  for (let month = now - months; month < now; month++) {
    const name = monthOfNumber(month)
    if (job.on <= firstDayOf(name) && lost >= lastDayOf(name)) whole++
  }
  return { amount: job.body.monthlyWage * whole, facts: [job] }
}

/**
 * Whose wage before the day was the largest, if anybody had one; several with the same wage are all of them.
 *
 * @param persons members on the day, and who lost a job on it.
 */
export function mainEarners(persons: readonly string[], day: string, months: number, facts: WageFacts): ReadonlyMap<string, Wage> {
  const wages = persons.map((person) => [person, wageBefore(person, day, months, facts)] as const)
  const most = Math.max(0, ...wages.map(([, { amount }]) => amount))
  return new Map(most > 0 ? wages.filter(([, { amount }]) => amount === most) : [])
}
