import { plusMonths } from '@rural-tracker/domain'
import { between, later, type Random, seeded } from '@rural-tracker/sanjiang/making'
import type { Churn } from './churn.ts'
import { planInsurance } from './insurance.ts'
import { cadre, inHouse, type Pen } from './pen.ts'
import { ageIn, type Household, type Person } from './population.ts'
import { planSchooling } from './schooling.ts'
import type { Story } from './stories.ts'
import { TARGETS } from './targets.ts'

/** What is known of the households that somebody looks after: house, water, labour, school and insurance, of whoever belongs to them. */
export function planFollowed(pen: Pen, churn: Churn, followed: readonly Household[], stories: ReadonlyMap<string, Story>): void {
  const random = seeded(11)
  for (const household of followed) {
    const story = stories.get(household.id)
    const checked = later('2019-02-10', between(random, 0, 60))
    planDwelling(pen, random, household, checked, story)
    planLabour(pen, random, churn, household, checked, story)
    planSchooling(pen, random, churn, household)
    planInsurance(pen, random, churn, household, story)
    if (story?.fault === 'labourLost') planLoss(pen, story)
  }
}

function planDwelling(pen: Pen, random: Random, household: Household, occurredOn: string, story: Story | undefined): void {
  const where = { ...inHouse(household), occurredOn }
  const say = (key: string, command: Parameters<Pen['say']>[3]) =>
    pen.say(later(occurredOn, between(random, 1, 6)), `${key}.${household.id}`, cadre(household), command)
  const grade = story?.risk === 'unsafeHouse' ? 'B' : random() < 0.4 ? 'A' : 'B'
  if (story?.fault !== 'houseUnknown') say('house', { type: 'GradeHouse', data: { ...where, grade } })
  if (story?.fault !== 'waterUnknown') {
    say('water', { type: 'CheckWater', data: { ...where, quality: true, quantity: true, reliability: true, access: true } })
  }
}

/** Of everybody who can work, once: in the first spring, when they come grown-up, or in the month in which they turn 16. */
function planLabour(pen: Pen, random: Random, churn: Churn, household: Household, checked: string, story: Story | undefined): void {
  const say = ({ id }: Person, on: string, labour: 'ordinary' | 'skilled' | 'weak' | 'lost' | 'none', known: string) => {
    if (known > TARGETS.to) return
    const data = { ...inHouse(household), person: id, labour, occurredOn: on } as const
    pen.say(known, `labour.${id}.${on.slice(0, 4)}`, cadre(household), { type: 'ReportLabour', data })
  }
  household.members.forEach((person, i) => {
    if (ageIn(2019, person) < 16) return grown(person)
    if (story?.fault === 'labourUnknown' && i === 1) return
    const chance = random()
    const able = chance < 0.7 ? 'ordinary' : chance < 0.85 ? 'skilled' : 'weak'
    const worn = person.relation === 'parent' ? (chance < 0.5 ? 'lost' : 'weak') : able
    say(person, checked, story?.withoutLabour ? (person.relation === 'head' ? 'lost' : 'none') : worn, later(checked, 3))
  })
  for (const { person, on, known } of churn.newcomers(household)) {
    if (ageIn(Number(on.slice(0, 4)), person) >= 16) say(person, on, 'ordinary', later(known, between(random, 0, 6)))
  }

  /** At school nobody works yet; three years later the school is over. */
  function grown(person: Person): void {
    const turned = plusMonths(`${person.bornIn}-01`, 16 * 12)
    for (const [on, labour] of [
      [turned, 'none'],
      [plusMonths(turned, 36), 'ordinary'],
    ] as const) {
      if (churn.peopleOn(household, on).includes(person)) say(person, on, labour, later(on, between(random, 0, 8)))
    }
  }
}

/** It came out after the elimination that for weeks already nobody of the household had been able to work. */
function planLoss(pen: Pen, { household, elimination }: Story): void {
  const decided = elimination?.steps.decided ?? TARGETS.to
  for (const { id, relation } of household.members) {
    const data = { ...inHouse(household), person: id, labour: relation === 'head' ? 'lost' : 'none', occurredOn: later(decided, -20) } as const
    pen.say(later(decided, 33), `labourLost.${id}`, cadre(household), { type: 'ReportLabour', data })
  }
}
