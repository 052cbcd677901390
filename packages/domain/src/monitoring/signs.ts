import { plusDays } from '../values/calendar.ts'
import type { KnownHouseholdFact } from './facts.ts'
import type { View } from './view.ts'

/** What strikes a household once and then stands until it is over. */
export type Shock = KnownHouseholdFact<'disasterLoss' | 'accident' | 'businessFailed'>

/**
 * How long a sign of this rule stands without anybody saying that it is over: `standsDays` of the rule's adoption, from its day on, the last day
 * included. Where none is set it stands until it is over.
 */
export function standsUntil(view: View, rule: string, on: string): string | undefined {
  const days = view.adoption(rule)?.body.standsDays
  return days === undefined ? undefined : plusDays(on, days)
}

/** The facts that still stand under a rule, and the day after the first of them stands no more. */
export function standing<Fact extends KnownHouseholdFact>(
  view: View,
  rule: string,
  facts: readonly Fact[],
): Readonly<{ facts: readonly Fact[]; over: string | undefined }> {
  let over: string | undefined
  const still = facts.filter(({ on }) => {
    const until = standsUntil(view, rule, on)
    if (until === undefined) return true
    if (until < view.day) return false
    const next = plusDays(until, 1)
    if (over === undefined || next < over) over = next
    return true
  })
  return { facts: still, over }
}

/** Shocks of a kind from which the household has not recovered. */
export function unrecovered<K extends Shock['kind']>(view: View, kind: K): readonly KnownHouseholdFact<K>[] {
  const over = new Set(view.of('recovered').map(({ body }) => body.recovers))
  return view.of(kind).filter(({ eventId }) => !over.has(eventId))
}
