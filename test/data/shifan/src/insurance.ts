import { between, later, type Random } from '@rural-tracker/sanjiang/making'
import type { Churn } from './churn.ts'
import { inHouse, type Pen } from './pen.ts'
import type { Household, Person } from './population.ts'
import type { Story } from './stories.ts'
import { TARGETS } from './targets.ts'

type Basic = 'resident' | 'both' | 'none'

/** Insurance of every year, of everybody in it: a few have none, a few are insured twice, and most of those put it right within months. */
export function planInsurance(pen: Pen, random: Random, churn: Churn, household: Household, story: Story | undefined): void {
  const say = ({ id }: Person, year: number, basic: Basic, occurredOn: string, known: string, key = 'insurance') => {
    if (known > TARGETS.to) return
    const data = { ...inHouse(household), person: id, year, basic, seriousIllness: basic !== 'none', occurredOn } as const
    pen.say(known, `${key}.${id}.${year}`, 'county:medical-insurance', { type: 'ReportInsurance', data })
  }
  for (let year = 2019; year <= 2026; year++) {
    // Of the monitored the office asks first.
    const told = `${year}-01-${story ? '05' : '20'}`
    churn.peopleOn(household, told).forEach((person, i) => {
      if (isUnknown(story, year, i)) return
      const basic = basicOf(random, story, year, i)
      say(person, year, basic, told, later(told, story ? between(random, 2, 7) : between(random, 3, 36)))
      if (basic === 'resident' || story || random() > 0.8) return
      const again = later(`${year}-03-10`, between(random, 0, 90))
      say(person, year, 'resident', again, later(again, between(random, 2, 9)), 'insuredAgain')
    })
    for (const { person, on, known } of churn.newcomers(household)) {
      if (on.startsWith(`${year}-`) && on > told) say(person, year, 'resident', on, later(known, between(random, 1, 20)), 'insuredWhenJoined')
    }
  }
}

/** Nobody asked in the year of the elimination. */
function isUnknown(story: Story | undefined, year: number, i: number): boolean {
  return story?.fault === 'insuranceUnknown' && i === 1 && story.elimination?.steps.decided.startsWith(`${year}-`) === true
}

function basicOf(random: Random, story: Story | undefined, year: number, i: number): Basic {
  const chance = random()
  if (story) return story.fault === 'uninsured' && year === 2026 && i === 1 ? 'none' : 'resident'
  return chance < 0.012 ? 'none' : chance < 0.015 ? 'both' : 'resident'
}
