import type { Text } from '../aggregate.ts'
import type { Contribution } from './series.ts'

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
  | 'day'

/**
 * A figure: how the contributions of a series become one number.
 * `sum` adds the amounts; `distinct` counts what is counted, once each; `any` is 1 when there is one; `ratio` divides two figures.
 * `standing` counts what stands by the last word said of it, in the order of the days, `standingAmount` adds what those stand for;
 * `outstanding` adds what is left of each, never less than nothing.
 */
export type Indicator = Readonly<{ id: string; title: Text; unit: Unit; formula?: Formula }> &
  (Part | Readonly<{ combine: 'ratio'; numerator: Part; denominator: Part; times: number }>)
export type Combine = 'sum' | 'distinct' | 'any' | 'standing' | 'standingAmount' | 'outstanding'
export type Part = Readonly<{
  combine: Combine
  series: string
  /** Of what stands, only what stands as this. */
  as?: string
  /** From the beginning up to the end of the period, and where things are by then. */
  stock?: true
  /** Only procedures that had a time limit when they began, or those that kept it. */
  limit?: 'set' | 'kept'
}>
/** A ratio that has no official formula says its own, with a version. */
export type Formula = Readonly<{ version: number; text: Text }>

type Added = Pick<Contribution, 'counted' | 'amount' | 'weight' | 'on' | 'as'>

/** Adds contributions up one by one, in the order of the log, and says what each changed. */
export class Tally {
  readonly #how: Pick<Part, 'combine' | 'as'>
  readonly #held = new Map<string, Held>()
  #value = 0
  #events = 0

  constructor(how: Pick<Part, 'combine' | 'as'>) {
    this.#how = how
  }

  /** How much the figure moved: somebody already counted moves it by 0. */
  add(one: Added): number {
    this.#events++
    if (this.#how.combine === 'sum') {
      this.#value += one.amount
      return one.amount
    }
    const had = this.#held.get(one.counted) ?? NOTHING
    const has = held(had, one)
    this.#held.set(one.counted, has)
    const change = this.#worth(has) - this.#worth(had)
    if (this.#how.combine !== 'any') {
      this.#value += change
      return change
    }
    if (this.#value > 0 || change <= 0) return 0
    this.#value = 1
    return 1
  }

  #worth({ weights, amounts, weight, amount, as }: Held): number {
    const stands = weight.is > 0 && (this.#how.as === undefined || as.is === this.#how.as)
    switch (this.#how.combine) {
      case 'standing':
        return Number(stands)
      case 'standingAmount':
        return stands ? amount.is : 0
      case 'outstanding':
        return Math.max(0, amounts)
      default:
        return Number(weights > 0)
    }
  }

  get value(): number {
    return this.#value
  }

  get events(): number {
    return this.#events
  }
}

/** What was said last, by the day on which it was true. */
type Last<Value> = Readonly<{ on: string; is: Value }>
type Held = Readonly<{ weights: number; amounts: number; weight: Last<number>; amount: Last<number>; as: Last<string | null> }>
const NOTHING: Held = { weights: 0, amounts: 0, weight: { on: '', is: 0 }, amount: { on: '', is: 0 }, as: { on: '', is: null } }

function held(had: Held, { amount, weight, on, as }: Added): Held {
  return {
    weights: had.weights + weight,
    amounts: had.amounts + amount,
    weight: last(had.weight, weight, on),
    amount: last(had.amount, amount, on),
    as: last(had.as, as, on),
  }
}

/** 0 and null say nothing, and what is known late does not stand before what was true after it. */
function last<Value>(had: Last<Value>, is: Value, on: string): Last<Value> {
  return is && on >= had.on ? { on, is } : had
}
