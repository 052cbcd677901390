import type { Text } from '../aggregate.ts'
import type { Contribution } from './contribution.ts'

/** `fen` prints as 元 or 万元, `m` as 公里; the others are counts in the unit named. */
export type Unit =
  | 'fen'
  | 'm'
  | 'household'
  | 'person'
  | 'personTime'
  | 'village'
  | 'project'
  | 'percent'
  | 'piece'
  | 'mu'
  | 'head'
  | 'case'
  | 'yesNo'

/**
 * A figure: how the contributions of a series become one number.
 * `sum` adds the amounts; `distinct` counts what is counted, once each; `any` is 1 when there is one; `ratio` divides two figures.
 */
export type Indicator = Readonly<{ id: string; title: Text; unit: Unit }> &
  (
    | Readonly<{ combine: 'sum' | 'distinct' | 'any'; series: string }>
    | Readonly<{ combine: 'ratio'; numerator: Part; denominator: Part; times: number }>
  )
type Part = Readonly<{ combine: 'sum' | 'distinct'; series: string }>

/** Adds contributions up one by one, in the order of the log, and says what each changed. */
export class Tally {
  readonly #combine: 'sum' | 'distinct' | 'any'
  readonly #weights = new Map<string, number>()
  #value = 0
  #events = 0

  constructor(combine: 'sum' | 'distinct' | 'any') {
    this.#combine = combine
  }

  /** How much the figure moved: somebody already counted moves it by 0. */
  add({ counted, amount, weight }: Pick<Contribution, 'counted' | 'amount' | 'weight'>): number {
    this.#events++
    const before = this.#value
    if (this.#combine === 'sum') this.#value += amount
    else {
      const had = this.#weights.get(counted) ?? 0
      const has = had + weight
      this.#weights.set(counted, has)
      const distinct = Number(has > 0) - Number(had > 0)
      if (this.#combine === 'distinct') this.#value += distinct
      else if (before === 0 && distinct > 0) this.#value = 1
    }
    return this.#value - before
  }

  get value(): number {
    return this.#value
  }

  get events(): number {
    return this.#events
  }
}
