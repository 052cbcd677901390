import { divisionPrefix, plusDays, type ProposedParameter } from '@rural-tracker/domain'
import type { KnownFact } from '@rural-tracker/projections'

type Recorded = KnownFact | undefined
type Entry = Readonly<{
  prefix: string
  from: string
  to: string | null
  /** A value that was recorded is made another one, and where none was there is none. */
  scales: boolean
  instead: (recorded: Recorded) => Recorded
}>

/**
 * A proposal laid over the recorded parameters. In its region and on its days what it sets stands in place of what the region had set; the region
 * nearest to the household counts here as everywhere, so a county that has a value of its own keeps it when the province's is another. What it
 * scales is what was in force, whoever set it.
 */
export class ProposedParameters {
  readonly kinds: ReadonlySet<string>
  /** The days, ascending, on which a part of it begins or is over. */
  readonly #turns: readonly string[]
  /** Of each kind, the nearest region first. */
  readonly #entries: ReadonlyMap<string, readonly Entry[]>

  constructor(proposed: readonly ProposedParameter[]) {
    this.kinds = new Set(proposed.map(({ kind }) => kind))
    this.#turns = [...new Set(proposed.flatMap(({ from, to }) => (to === null ? [from] : [from, plusDays(to, 1)])))].sort()
    const entries = proposed.map((one, n) => ({ kind: one.kind, entry: entryOf(one, n) }))
    this.#entries = new Map(
      [...Map.groupBy(entries, ({ kind }) => kind)].map(([kind, own]) => [
        kind,
        own.map(({ entry }) => entry).sort((a, b) => b.prefix.length - a.prefix.length),
      ]),
    )
  }

  /** Whether it speaks of any place in which the household is said to have lived. */
  mayTouch(facts: readonly KnownFact[]): boolean {
    return facts.some(({ kind, body }) => {
      if (kind !== 'residence') return false
      const { village } = body as { village: string }
      return [...this.#entries.values()].some((own) => own.some(({ prefix }) => village.startsWith(prefix)))
    })
  }

  /** Whether what is in force at a place on a day would have been something else, given what was recorded for it. */
  replaces(place: string, kind: string, on: string, recorded: Recorded): boolean {
    return this.#entry(place, kind, on, recorded) !== undefined
  }

  /** What would have been in force, given what was recorded. */
  inForce(place: string, kind: string, on: string, recorded: Recorded): Recorded {
    const entry = this.#entry(place, kind, on, recorded)
    return entry === undefined ? recorded : entry.instead(recorded)
  }

  nextTurn(after: string): string | undefined {
    return this.#turns.find((day) => day > after)
  }

  #entry(place: string, kind: string, on: string, recorded: Recorded): Entry | undefined {
    const entry = this.#entries.get(kind)?.find(({ prefix, from, to }) => place.startsWith(prefix) && from <= on && (to === null || on <= to))
    if (entry === undefined) return undefined
    if (recorded === undefined) return entry.scales ? undefined : entry
    return !entry.scales && divisionPrefix(recorded.subject).length > entry.prefix.length ? undefined : entry
  }
}

function entryOf(one: ProposedParameter, n: number): Entry {
  const { kind, region, from, to } = one
  const here = { prefix: divisionPrefix(region), from, to, scales: one.does === 'scale' }
  switch (one.does) {
    case 'set': {
      const fact = { subject: region, kind, on: from, body: one.value, eventId: `proposed:${n}`, position: 0, n, knownAt: '' }
      return { ...here, instead: () => fact }
    }
    case 'drop':
      return { ...here, instead: () => undefined }
    case 'scale':
      return { ...here, instead: (recorded) => recorded && { ...recorded, body: scaled(recorded.body, one.percent) } }
    default: {
      const never: never = one
      return never
    }
  }
}

/** What does not come out even is rounded down, to the fen. */
function scaled(body: unknown, percent: number): unknown {
  const by = (value: number) => Math.floor((value * percent) / 100)
  const { amount, value } = body as { amount?: number; value?: number }
  return { ...(body as object), ...(amount === undefined ? {} : { amount: by(amount) }), ...(value === undefined ? {} : { value: by(value) }) }
}
