import { between, dayBetween, later, pick, seeded } from '@rural-tracker/sanjiang/making'
import { cadre, inHouse, knownAfter, type Pen } from '../pen.ts'
import type { Household, Person } from '../population.ts'
import type { Sign } from '../signs.ts'

export type Somebody = Readonly<{ household: Household; person: Person }>

/** What departments tell the township of households that have no case of their own; a part is late, a part was wrong and is put right. */
export class Teller {
  readonly signs: Sign[] = []
  readonly pen: Pen
  readonly random = seeded(41)
  readonly households: readonly Household[]
  readonly #people: readonly Somebody[]

  constructor(pen: Pen, households: readonly Household[]) {
    this.pen = pen
    this.households = households
    this.#people = households.flatMap((household) => household.members.map((person) => ({ household, person })))
  }

  day(from: string = '2019-01-10', to: string = '2026-05-20'): string {
    return dayBetween(this.random, from, to)
  }

  some(count: number, fits: (one: Somebody) => boolean = () => true): readonly Somebody[] {
    return pick(this.random, this.#people.filter(fits), count)
  }

  /** Says it, late now and then; one in thirteen was wrong and is withdrawn. */
  tell(
    on: string,
    key: string,
    household: Household,
    sign: Pick<Sign, 'risk' | 'department'> | undefined,
    command: Parameters<Pen['say']>[3],
    lasting = false,
  ): string {
    const known = knownAfter(this.random, on)
    const event = this.pen.ofHousehold(household, key)
    this.pen.say(known, key, sign?.department === 'health' ? 'county:health' : cadre(household), command)
    if (!lasting && this.random() < 0.08) {
      this.pen.say(later(known, between(this.random, 2, 25)), `withdrawn.${key}`, 'town:office', {
        type: 'WithdrawReport',
        data: { ...inHouse(household), reverses: event, reason: this.random() < 0.5 ? 'mistaken' : 'wrongHousehold' },
      })
    } else if (sign) this.signs.push({ household, event, known, ...sign })
    return known
  }

  /** Most are over it some time later. */
  recovers(household: Household, key: string, around: string): void {
    const on = later(around, between(this.random, 0, 60))
    if (this.random() < 0.1 || on > '2026-06-20') return
    this.pen.say(later(on, 5), `recovered.${key}`, cadre(household), {
      type: 'ReportRecovery',
      data: { ...inHouse(household), recovers: this.pen.ofHousehold(household, key), how: 'recovered', occurredOn: on },
    })
  }
}
