import type { KnownHouseholdFact } from './facts.ts'
import type { View } from './view.ts'

/** What was last said of each member's insurance for the year of the day, and of how many members nothing was said. */
export function insuredIn(view: View): Readonly<{ year: number; said: readonly KnownHouseholdFact<'insurance'>[]; unsaid: number }> {
  const year = Number(view.day.slice(0, 4))
  const reports = view.byPerson('insurance')
  const said = view.members().flatMap(({ person }) => reports.get(person)?.findLast(({ body }) => body.year === year) ?? [])
  return { year, said, unsaid: view.members().length - said.length }
}

/** Insurance is a matter of the year: on this day another one begins. @example newYearAfter('2023-05-10') // '2024-01-01' */
export function newYearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}-01-01`
}
