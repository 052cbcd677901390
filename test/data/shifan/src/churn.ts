import { type Random, seeded } from '@rural-tracker/sanjiang/making'
import { cadre, inHouse, knownAfter, type Pen } from './pen.ts'
import type { Household, Person } from './population.ts'

/** Somebody who came to a household after the first day, and when that was known. */
export type Newcomer = Readonly<{ person: Person; on: string; known: string }>

/** Who came and went, and what that makes of the number of members on a day. */
export class Churn {
  readonly #pen: Pen
  readonly #random: Random = seeded(51)
  readonly #households: ReadonlyMap<string, Household>
  readonly #newcomers = new Map<string, Newcomer[]>()
  /** When each has left a household of the first day, by death, marriage or a split: that happens once. */
  readonly #goneOn = new Map<string, string>()
  /** Households that are no longer what they were: nothing else happens to them. */
  readonly done = new Set<string>()
  #person = 950_000

  constructor(pen: Pen, households: readonly Household[]) {
    this.#pen = pen
    this.#households = new Map(households.map((household) => [household.id, household]))
  }

  membersOn = (household: string, day: string): number => {
    const known = this.#households.get(household)
    return known ? this.peopleOn(known, day).length : 0
  }

  /** Who of the first day and of those who came later lives in the household on a day. */
  peopleOn(household: Household, day: string): readonly Person[] {
    const there = household.members.filter(({ id }) => (this.#goneOn.get(id) ?? '9999') > day)
    const came = this.newcomers(household).filter(({ on }) => on <= day)
    return [...there, ...came.map(({ person }) => person)]
  }

  newcomers({ id }: Household): readonly Newcomer[] {
    return this.#newcomers.get(id) ?? []
  }

  newPerson(): string {
    return `P${++this.#person}`
  }

  /** Somebody comes, known after a while. */
  comes(
    household: Household,
    { id, ...person }: Omit<Person, 'sex'> & { sex?: Person['sex'] },
    reason: 'born' | 'married' | 'split' | 'merged',
    on: string,
    known = knownAfter(this.#random, on, 30),
  ): void {
    const sex = person.sex ?? (this.#random() < 0.5 ? 'female' : 'male')
    this.#newcomers.set(household.id, [...this.newcomers(household), { person: { ...person, id, sex }, on, known }])
    this.#pen.say(known, `joined.${household.id}.${id}`, cadre(household), {
      type: 'AddMember',
      data: { ...inHouse(household), person: id, ...person, sex, reason, standingFacts: [], carries: [], occurredOn: on },
    })
  }

  dies(household: Household, person: string, on: string, known = knownAfter(this.#random, on, 20)): void {
    this.#goneOn.set(person, on)
    this.#pen.say(known, `death.${person}`, cadre(household), { type: 'ReportDeath', data: { ...inHouse(household), person, occurredOn: on } })
  }

  movesOut(
    household: Household,
    person: string,
    reason: 'married' | 'merged',
    on: string,
    to?: string,
    known = knownAfter(this.#random, on, 30),
  ): void {
    this.#goneOn.set(person, on)
    this.#pen.say(known, `left.${person}`, cadre(household), {
      type: 'RemoveMember',
      data: { ...inHouse(household), person, reason, ...(to ? { to } : {}), occurredOn: on },
    })
  }

  /** Who leaves with a split is named in its order. */
  splitsOff(person: string, on: string): void {
    this.#goneOn.set(person, on)
  }

  /** Somebody of the household who is still there, the last one first, never the head. */
  lastMember({ members }: Household): Person | undefined {
    return members.slice(1).findLast(({ id }) => !this.#goneOn.has(id))
  }

  remaining({ members }: Household): readonly Person[] {
    return members.filter(({ id }) => !this.#goneOn.has(id))
  }
}
