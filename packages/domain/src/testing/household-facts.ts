import type { FactBodies, FactKind, KnownHouseholdFact } from '../monitoring/facts.ts'
import type { StoodBefore } from '../monitoring/view.ts'

let known = 0

/**
 * One fact for a specification, known in the order in which it is written down. The event id is made up of the kind and the day, so that
 * evidence can be named: `said('bill', '2023-02-01', {…}).eventId` is `bill 2023-02-01`.
 */
export function said<K extends FactKind>(
  kind: K,
  on: string,
  body: FactBodies[K],
  more: { eventId?: string; knownAt?: string } = {},
): KnownHouseholdFact<K> {
  known++
  const { eventId = `${kind} ${on}`, knownAt = `${on}T08:00:00.000Z` } = more
  return { kind, subject: 'H00001', on, body, eventId, knownAt, position: known, n: 0 } as unknown as KnownHouseholdFact<K>
}

/** What stood before a position, of facts of which none was ever corrected or withdrawn. */
export function untouched(facts: readonly KnownHouseholdFact[]): StoodBefore {
  return (position) => facts.filter((fact) => fact.position < position)
}
