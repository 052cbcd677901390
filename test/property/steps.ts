import type { AnyCommand } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import fc from 'fast-check'

export const VILLAGES = ['431224105201', '431224105202']
export const HOUSEHOLDS = ['H00001', 'H00002', 'H00003']
export const PEOPLE = ['P00001', 'P00002', 'P00003', 'P00004']

export const day = fc.integer({ min: 0, max: 730 }).map((days) => new Date(Date.parse('2019-06-01') + days * 86_400_000).toISOString().slice(0, 10))
export const village = fc.constantFrom(...VILLAGES)
/** A household is always the same village's: its stream's name says so. */
export const household = fc.constantFrom(...HOUSEHOLDS).map((id) => ({ household: id, registeredIn: VILLAGES[Number(id.at(-1)) % 2] ?? '' }))
export const person = fc.constantFrom(...PEOPLE)
/** Somebody in the household that the beginnings put them in. */
export const member = fc.nat({ max: PEOPLE.length - 1 }).map((i) => ({ ...householdOf(i), person: PEOPLE[i] ?? '' }))
export function householdOf(somebody: number) {
  const home = HOUSEHOLDS[somebody % HOUSEHOLDS.length] ?? ''
  return { household: home, registeredIn: VILLAGES[Number(home.at(-1)) % 2] ?? '' }
}
export const amount = fc.integer({ min: 100_000, max: 900_000 })
export const later = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

/** What may be said next. `reportOf` names the command whose event a clearance or a withdrawal points at. */
export type Step = (earlier: readonly Command[]) => AnyCommand | undefined
export const say = (arbitrary: fc.Arbitrary<AnyCommand>): fc.Arbitrary<Step> => arbitrary.map((command) => () => command)

/** Speaks about one of the commands of a type given so far. */
export const about = (type: string, make: (earlier: Command) => AnyCommand): fc.Arbitrary<Step> =>
  fc.nat().map((which) => (earlier) => {
    const those = earlier.filter((command) => command.type === type)
    const one = those[which % Math.max(1, those.length)]
    return one && make(one)
  })
