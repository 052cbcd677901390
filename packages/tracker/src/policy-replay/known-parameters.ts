import type { Asked, KnownFact, StandingParameters } from '@rural-tracker/projections'
import { monitoringList } from '@rural-tracker/read-models'
import { endOfDay, knownOn } from './known-on.ts'

/** The recorded parameters as they were known at the end of each day: made ready once for each day on which something became known of them. */
export class KnownParameters {
  readonly #all: readonly KnownFact[]
  /** Ascending; before the first nothing is known. */
  readonly #days: readonly string[]
  readonly #kindsOf: ReadonlyMap<string, ReadonlySet<string>>
  readonly #standing = new Map<string, StandingParameters>()
  readonly #daysFor = new Map<Asked, readonly string[]>()

  constructor(all: readonly KnownFact[]) {
    this.#all = all
    const byDay = Map.groupBy(all, knownOn)
    this.#days = [...byDay.keys()].sort()
    this.#kindsOf = new Map([...byDay].map(([day, own]) => [day, new Set(own.map(({ kind }) => kind))]))
  }

  /** What stands of them, as known at the end of the day. */
  at(day: string): StandingParameters {
    const last = this.#days.findLast((one) => one <= day) ?? ''
    let standing = this.#standing.get(last)
    if (!standing) {
      standing = monitoringList.parametersAt(this.#all, { asOf: last, knownAt: last === '' ? '' : endOfDay(last) })
      this.#standing.set(last, standing)
    }
    return standing
  }

  /** The next day after this one on which something becomes known of one of these kinds. */
  nextKnown(asked: Asked, after: string): string | undefined {
    let days = this.#daysFor.get(asked)
    if (!days) {
      days = this.#days.filter((day) => asked.kinds.some((kind) => this.#kindsOf.get(day)?.has(kind)))
      this.#daysFor.set(asked, days)
    }
    return days.find((day) => day > after)
  }
}
