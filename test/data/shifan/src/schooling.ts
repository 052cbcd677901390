import { between, later, type Random } from '@rural-tracker/sanjiang/making'
import type { Churn } from './churn.ts'
import { inHouse, type Pen } from './pen.ts'
import { ageIn, type Household } from './population.ts'

type Stage = 'preschool' | 'primary' | 'junior' | 'senior' | 'vocational'

/** Every September who is of the age of a school, from the year before the first class on; who is through is told once. */
export function planSchooling(pen: Pen, random: Random, churn: Churn, household: Household): void {
  for (let year = 2019; year <= 2025; year++) {
    const occurredOn = `${year}-09-02`
    for (const person of churn.peopleOn(household, occurredOn)) {
      const age = ageIn(year, person)
      const vocational = Number(person.id.slice(1)) % 3 > 0
      const stage = stageAt(Math.min(age, 17), vocational)
      if (!stage || age > 18) continue
      const status = age === 18 ? 'finished' : 'enrolled'
      pen.say(later(occurredOn, between(random, 5, 25)), `school.${person.id}.${year}`, 'county:education', {
        type: 'ReportSchoolStatus',
        data: { ...inHouse(household), person: person.id, stage, status, occurredOn },
      })
    }
  }
}

function stageAt(age: number, vocational: boolean): Stage | undefined {
  if (age < 5) return undefined
  if (age === 5) return 'preschool'
  if (age < 12) return 'primary'
  if (age < 15) return 'junior'
  return vocational ? 'vocational' : 'senior'
}
