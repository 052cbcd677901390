import { monthNumber } from '../values/months.ts'
import type { Said } from './facts.ts'

/** Somebody comes to belong to the household, or ceases to. */
export type Move = Said<'memberJoined' | 'memberLeft' | 'died'>

/** Who belonged to a household on a day. `bornIn` is a month, `YYYY-MM`; `since` the day of the last joining. */
export type Member = Readonly<{ person: string; bornIn: string; relation: string; since: string }>

/**
 * Who belongs to the household on `day`: each person whose last move up to then is a joining, in the order in which they first joined.
 *
 * @param moves oldest first; moves of one day in the order in which they were known.
 */
export function membersOn(moves: readonly Move[], day: string): readonly Member[] {
  const members = new Map<string, Member | undefined>()
  for (const { kind, on, body } of moves) {
    if (on > day) continue
    members.set(body.person, kind === 'memberJoined' ? { person: body.person, bornIn: body.bornIn, relation: body.relation, since: on } : undefined)
  }
  return [...members.values()].filter((member) => member !== undefined)
}

/** Full years, counted in whole months, because of a birth only the month is known. @example ageOn('2008-06', '2023-06-01') // 15 */
export function ageOn(bornIn: string, day: string): number {
  return Math.floor((monthNumber(day) - monthNumber(bornIn)) / 12)
}

/** The first day on which somebody born in that month has that age. @example dayOfAge('2008-06', 16) // '2024-06-01' */
export function dayOfAge(bornIn: string, years: number): string {
  return `${String(Number(bornIn.slice(0, 4)) + years).padStart(4, '0')}-${bornIn.slice(5, 7)}-01`
}
