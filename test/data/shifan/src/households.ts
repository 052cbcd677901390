import { between, later, seeded } from '@rural-tracker/sanjiang/making'
import { cadre, inHouse, type Pen } from './pen.ts'
import type { Household } from './population.ts'
import { TOWNSHIP, VILLAGES } from './places.ts'
import type { Story } from './stories.ts'
import { TARGETS } from './targets.ts'
import { monitoredTimes } from './times.ts'

const START = '2019-01-02'

export function planVillages(pen: Pen): void {
  pen.say(START, 'township', 'town:office', {
    type: 'RegisterVillage',
    data: { village: TOWNSHIP, level: 'township', title: '示范镇', poverty: 'none', occurredOn: TARGETS.from },
  })
  for (const { code, title } of VILLAGES) {
    pen.say(START, `village.${code.slice(-3)}`, 'town:office', {
      type: 'RegisterVillage',
      data: { village: code, level: 'village', title, poverty: 'none', occurredOn: TARGETS.from },
    })
  }
}

/** Who lives where. */
export function planRegister(pen: Pen, households: readonly Household[]): void {
  for (const household of households) {
    const where = { ...inHouse(household), occurredOn: TARGETS.from }
    const kind = household.registered ? 'registeredPoor' : 'ordinary'
    pen.say(START, `household.${household.id}`, cadre(household), { type: 'RegisterHousehold', data: { ...where, kind } })
    for (const { id, ...person } of household.members) {
      pen.say(START, `member.${id}`, cadre(household), {
        type: 'AddMember',
        data: { ...where, person: id, ...person, reason: 'registered', standingFacts: [], carries: [] },
      })
    }
    if (!household.exitedOn) continue
    const known = household.exitedOn < START ? START : later(household.exitedOn, 10)
    pen.say(known, `exit.${household.id}`, 'county:poverty-office', {
      type: 'ExitPoverty',
      data: { ...inHouse(household), occurredOn: household.exitedOn },
    })
  }
}

/** Every three months the former poor, every month the monitored; a few visits come late, a few not at all. */
export function planVisits(pen: Pen, followed: readonly Household[], stories: ReadonlyMap<string, Story>): void {
  const random = seeded(12)
  for (const household of followed) {
    const times = monitoredTimes(stories.get(household.id))
    let day = later(household.exitedOn && household.exitedOn > TARGETS.from ? household.exitedOn : TARGETS.from, between(random, 5, 70))
    if (!household.registered) day = times[0]?.from ?? TARGETS.to
    for (let n = 0; day < TARGETS.to; n++) {
      const monitored = times.some(({ from, to }) => day >= from && day <= to)
      if (!monitored && !household.registered) {
        const again = times.find(({ from }) => from > day)
        if (!again) break
        day = later(again.from, between(random, 5, 20))
        continue
      }
      const chance = random()
      const missed = chance < 0.005
      if (!missed) {
        pen.say(later(day, between(random, 0, 3)), `visit.${household.id}.${n}`, cadre(household), {
          type: 'VisitHousehold',
          data: { ...inHouse(household), visitor: random() < 0.8 ? 'helper' : 'villageCadre', occurredOn: day },
        })
      }
      const next = later(day, (monitored ? between(random, 23, 28) : between(random, 83, 89)) + (chance > 0.96 ? between(random, 5, 18) : 0))
      const begins = times.find(({ from }) => from > day && from < next)
      day = begins ? later(begins.from, between(random, 5, 20)) : next
    }
  }
}
