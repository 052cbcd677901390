import type { KnownHouseholdFact } from './facts.ts'

/** Whether a fact stands after another: on a later day, or on the same day and known later. */
export function isAfter(later: KnownHouseholdFact, earlier: KnownHouseholdFact): boolean {
  if (later.on !== earlier.on) return later.on > earlier.on
  return later.position !== earlier.position ? later.position > earlier.position : later.n > earlier.n
}
