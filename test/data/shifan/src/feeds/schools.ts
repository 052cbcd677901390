import { between, later } from '@rural-tracker/sanjiang/making'
import { inHouse } from '../pen.ts'
import { ageIn } from '../population.ts'
import { TARGETS } from '../targets.ts'
import type { Teller } from './teller.ts'

export function planSchools(feed: Teller): void {
  feed
    .some(TARGETS.dropOuts, ({ person }) => ageIn(2023, person) === 13)
    .forEach(({ household, person }, n) => {
      const data = { ...inHouse(household), person: person.id, stage: 'junior' } as const
      const out = `${2022 + n}-10-11`
      feed.tell(
        out,
        `dropOut.${person.id}`,
        household,
        { risk: 'schooling', department: 'education' },
        { type: 'ReportSchoolStatus', data: { ...data, status: 'droppedOut', reason: 'other', occurredOn: out } },
        true,
      )
      const back = later(out, 75)
      feed.tell(
        back,
        `backAtSchool.${person.id}`,
        household,
        undefined,
        { type: 'ReportSchoolStatus', data: { ...data, status: 'enrolled', occurredOn: back } },
        true,
      )
    })
  const students = feed.some(TARGETS.schoolingCosts, ({ person }) => ageIn(2022, person) >= 12 && ageIn(2022, person) <= 16)
  for (const { household, person } of students) {
    const schoolYear = Number(person.bornIn.slice(0, 4)) + 16
    const occurredOn = `${schoolYear}-09-05`
    if (occurredOn > TARGETS.to) continue
    const cost = { tuition: between(feed.random, 5_000, 9_000) * 100, board: 420_000, books: 160_000, aid: 50_000 }
    feed.tell(
      occurredOn,
      `schoolCost.${person.id}`,
      household,
      { risk: 'schooling', department: 'education' },
      {
        type: 'ReportSchoolingCost',
        data: { ...inHouse(household), person: person.id, schoolYear, stage: 'vocational', publicSchool: true, ...cost, occurredOn },
      },
    )
  }
}
