import { plusDays } from '../values/calendar.ts'
import { nextAfter } from './days.ts'
import type { KnownHouseholdFact } from './facts.ts'
import type { View } from './view.ts'

type Act = 'included' | 'paused' | 'waived'

/** What people decided about a household and that holds on the day. People outrank rules, until a day that they name. */
export type People = Readonly<{
  inclusions: readonly KnownHouseholdFact<'included'>[]
  pauses: readonly KnownHouseholdFact<'paused'>[]
  waivers: readonly KnownHouseholdFact<'waived'>[]
  /** The day after the first of them is over. */
  nextChangeOn: string | undefined
}>

/** `until` is the last day; the day after, the act is gone without a word. Who ended one earlier is believed from that day on. */
export function peopleOf(view: View): People {
  const ended = endedIn(view)
  const inForce = <K extends Act>(kind: K) =>
    (view.of(kind) as readonly KnownHouseholdFact<Act>[]).filter(
      ({ body, eventId }) => body.until >= view.day && !ended.has(eventId),
    ) as unknown as readonly KnownHouseholdFact<K>[]
  const inclusions = inForce('included')
  const pauses = inForce('paused')
  const waivers = inForce('waived')
  const over = [...inclusions, ...pauses, ...waivers].map(({ body }) => plusDays(body.until, 1))
  return { inclusions, pauses, waivers, nextChangeOn: nextAfter(view.day, over) }
}

/** Evidence that was looked at and settled, a set for each act: dismissals of any rule, and waivers of this one that somebody ended. */
export function settledEvidence(view: View, rule: string): readonly ReadonlySet<string>[] {
  const ended = endedIn(view)
  const waivers = view.of('waived').filter(({ body, eventId }) => body.rule === rule && ended.has(eventId))
  return [...view.of('case.ClueDismissed'), ...waivers].map(({ body }) => new Set(body.evidence))
}

function endedIn(view: View): ReadonlySet<string> {
  return new Set(view.of('ended').map(({ body }) => body.ends))
}
