import { between, later, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { cadre, inHouse, type Pen } from './pen.ts'
import { ageIn, type Household, type Person } from './population.ts'
import { TOWNSHIP, VILLAGES } from './places.ts'
import { monitoredTimes, type Story } from './stories.ts'
import { TARGETS } from './targets.ts'

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

/** What is known of the households that somebody looks after: labour, house, water, school and insurance, and who visits them. */
export function planFollowed(pen: Pen, followed: readonly Household[], stories: ReadonlyMap<string, Story>): void {
  const random = seeded(11)
  for (const household of followed) {
    const story = stories.get(household.id)
    const where = inHouse(household)
    const checked = later('2019-02-10', between(random, 0, 60))
    const say = (key: string, command: Parameters<Pen['say']>[3]) =>
      pen.say(later(checked, between(random, 1, 6)), `${key}.${household.id}`, cadre(household), command)
    const grade = story?.risk === 'unsafeHouse' ? 'B' : random() < 0.4 ? 'A' : 'B'
    say('house', { type: 'GradeHouse', data: { ...where, grade, occurredOn: checked } })
    say('water', {
      type: 'CheckWater',
      data: { ...where, quality: true, quantity: true, reliability: true, access: true, occurredOn: checked },
    })
    for (const person of household.members) {
      planLabour(pen, random, household, person, checked, story)
      planSchool(pen, household, person)
    }
    planInsurance(pen, random, household, story)
  }
}

function planLabour(pen: Pen, random: Random, household: Household, person: Person, checked: string, story: Story | undefined): void {
  if (ageIn(2019, person) < 16) return
  const chance = random()
  const able = chance < 0.7 ? 'ordinary' : chance < 0.85 ? 'skilled' : 'weak'
  const worn = person.relation === 'parent' ? (chance < 0.5 ? 'lost' : 'weak') : able
  const labour = story?.withoutLabour ? (person.relation === 'head' ? 'lost' : 'none') : worn
  pen.say(later(checked, 3), `labour.${person.id}`, cadre(household), {
    type: 'ReportLabour',
    data: { ...inHouse(household), person: person.id, labour, occurredOn: checked },
  })
}

/** Who is of school age in 2019 is at school, and says so once. */
function planSchool(pen: Pen, household: Household, person: Person): void {
  const age = ageIn(2019, person)
  if (age < 6 || age > 15) return
  pen.say('2019-09-20', `school.${person.id}`, 'county:education', {
    type: 'ReportSchoolStatus',
    data: { ...inHouse(household), person: person.id, stage: age < 12 ? 'primary' : 'junior', status: 'enrolled', occurredOn: '2019-09-02' },
  })
}

/** Insurance of every year: of the former poor by household and person; a few have none, a few are insured twice. */
function planInsurance(pen: Pen, random: Random, household: Household, story: Story | undefined): void {
  for (let year = 2019; year <= 2026; year++) {
    for (const { id } of household.members) {
      const chance = random()
      const spared = story !== undefined
      const basic = !spared && chance < 0.012 ? 'none' : !spared && chance < 0.015 ? 'both' : 'resident'
      const occurredOn = `${year}-01-20`
      pen.say(later(occurredOn, between(random, 3, 36)), `insurance.${id}.${year}`, 'county:medical-insurance', {
        type: 'ReportInsurance',
        data: { ...inHouse(household), person: id, year, basic, seriousIllness: basic !== 'none', occurredOn },
      })
    }
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
      if (!monitored && !household.registered) break
      const chance = random()
      const missed = chance < 0.005
      if (!missed) {
        pen.say(later(day, between(random, 0, 3)), `visit.${household.id}.${n}`, cadre(household), {
          type: 'VisitHousehold',
          data: { ...inHouse(household), visitor: random() < 0.8 ? 'helper' : 'villageCadre', occurredOn: day },
        })
      }
      const next = later(day, (monitored ? between(random, 23, 28) : between(random, 83, 89)) + (chance > 0.96 ? between(random, 6, 30) : 0))
      const begins = times.find(({ from }) => from > day && from < next)
      day = begins ? later(begins.from, between(random, 5, 20)) : next
    }
  }
}
