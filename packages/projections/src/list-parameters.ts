import { divisionsUpFrom, plusDays } from '@rural-tracker/domain'
import type { Asked } from './asked.ts'
import { type Clocks, type KnownFact, known, standing } from './facts.ts'

/** Who is in force from which day on: `days` ascending, and of each the parameter from that day until the next one. */
type Steps = Readonly<{ days: readonly string[]; parameters: readonly (KnownFact | undefined)[] }>
type ByKind = ReadonlyMap<string, Steps>
type Term = Readonly<{ parameter: KnownFact; over: string | undefined }>

/**
 * The parameters that stand for a pair of clocks, made ready once and asked by as many subjects as there are.
 *
 * @example
 * const standing = new StandingParameters(parameters, { asOf: '2024-06-30' }, (parameter) => parameter.body.to ?? undefined)
 * standing.of('431224105201').inForce('monitoringLine', '2024-06-30')
 */
export class StandingParameters {
  readonly clocks: Clocks
  readonly #byRegion: ReadonlyMap<string, ByKind>
  readonly #places = new Map<string, PlaceParameters>()

  /** `until`: the last day a parameter is in force; undefined means until another begins. */
  constructor(parameters: readonly KnownFact[], clocks: Clocks, until: (parameter: KnownFact) => string | undefined) {
    this.clocks = clocks
    const terms = standing(known(parameters, clocks)).map((parameter): Term => {
      const last = until(parameter)
      return { parameter, over: last === undefined ? undefined : plusDays(last, 1) }
    })
    const regions = Map.groupBy(terms, ({ parameter }) => parameter.subject)
    this.#byRegion = new Map([...regions].map(([region, own]) => [region, byKind(own)]))
  }

  /** What counts at a place: its own region and every region above it. No place, no parameters. */
  of(place: string | undefined): PlaceParameters {
    if (place === undefined) return NOWHERE
    let found = this.#places.get(place)
    if (!found) {
      const upwards = divisionsUpFrom(place).map((region) => this.#byRegion.get(region))
      found = new PlaceParameters(upwards.filter((region) => region !== undefined))
      this.#places.set(place, found)
    }
    return found
  }
}

/** The parameters of one place. */
export class PlaceParameters {
  readonly #upwards: readonly ByKind[]
  readonly #nextDays = new Map<Asked, string | undefined>()
  #nextDaysAfter: string | undefined

  constructor(upwards: readonly ByKind[]) {
    this.#upwards = upwards
  }

  /** The parameter of this kind in force on the day in the nearest region that has one: there, the one that began last. */
  inForce(kind: string, on: string): KnownFact | undefined {
    for (const region of this.#upwards) {
      const steps = region.get(kind)
      const parameter = steps && steps.parameters[begunBy(steps.days, on) - 1]
      if (parameter) return parameter
    }
    return undefined
  }

  /** The first day after this one on which a parameter of one of these kinds begins or is over. */
  nextDay(asked: Asked, after: string): string | undefined {
    if (this.#nextDaysAfter !== after) {
      this.#nextDays.clear()
      this.#nextDaysAfter = after
    }
    if (this.#nextDays.has(asked)) return this.#nextDays.get(asked)
    let next: string | undefined
    for (const kind of asked.kinds) {
      for (const region of this.#upwards) {
        const steps = region.get(kind)
        const day = steps?.days[begunBy(steps.days, after)]
        if (day !== undefined && (next === undefined || day < next)) next = day
      }
    }
    this.#nextDays.set(asked, next)
    return next
  }
}

const NOWHERE = new PlaceParameters([])

function byKind(terms: readonly Term[]): ByKind {
  return new Map([...Map.groupBy(terms, ({ parameter }) => parameter.kind)].map(([kind, own]) => [kind, stepsOf(own)]))
}

/** `terms` in the order in which they came into force: the last that began counts, and when it is over none does until another begins. */
function stepsOf(terms: readonly Term[]): Steps {
  const days: string[] = []
  const parameters: (KnownFact | undefined)[] = []
  const turns = terms.flatMap(({ parameter: { on }, over }) => (over === undefined ? [on] : [on, over]))
  for (const day of [...new Set(turns)].sort()) {
    const last = terms.findLast((term) => term.parameter.on <= day)
    const parameter = last && (last.over === undefined || last.over > day) ? last.parameter : undefined
    if (parameter === parameters.at(-1)) continue
    days.push(day)
    parameters.push(parameter)
  }
  return { days, parameters }
}

/** How many of the ascending days are not after this one. */
function begunBy(days: readonly string[], day: string): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] as string) <= day) low = middle + 1
    else high = middle
  }
  return low
}
