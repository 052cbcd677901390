import { between, later } from '@rural-tracker/sanjiang/making'
import { inHouse } from '../pen.ts'
import { ageIn } from '../population.ts'
import { TARGETS } from '../targets.ts'
import type { Somebody, Teller } from './teller.ts'

/** Jobs, and who lost them: a part of those are the main earners of their households. */
export function planJobs(feed: Teller): void {
  const adult = ({ person }: Somebody) => ageIn(2019, person) >= 18 && ageIn(2019, person) < 56
  const heads = feed.some(TARGETS.mainEarnersLost, (one) => adult(one) && one.household.registered && one.person.relation === 'head')
  const others = feed.some(TARGETS.jobs - heads.length, (one) => adult(one) && !heads.includes(one))
  ;[...heads, ...others].forEach(({ household, person }, n) => {
    const on = feed.day('2019-03-01', '2024-12-01')
    const place = n % 3 === 0 ? 'county' : 'outside'
    const data = { ...inHouse(household), person: person.id }
    feed.tell(
      on,
      `job.${person.id}`,
      household,
      undefined,
      { type: 'StartJob', data: { ...data, place, monthlyWage: between(feed.random, 1_900, 4_800) * 100, occurredOn: on } },
      true,
    )
    if (n >= TARGETS.jobsLost) return
    const lostOn = later(on, between(feed.random, 200, 500))
    feed.tell(
      lostOn,
      `jobLost.${person.id}`,
      household,
      { risk: 'unstableJob', department: 'humanResources' },
      { type: 'LoseJob', data: { ...data, occurredOn: lostOn } },
      true,
    )
    if (n % 2)
      feed.tell(
        later(lostOn, 120),
        `jobAgain.${person.id}`,
        household,
        undefined,
        { type: 'StartJob', data: { ...data, place: 'county', monthlyWage: 260_000, occurredOn: later(lostOn, 120) } },
        true,
      )
  })
  feed.some(30, adult).forEach(({ household, person }) => {
    const occurredOn = feed.day()
    feed.tell(occurredOn, `business.${person.id}`, household, undefined, {
      type: 'StartBusiness',
      data: { ...inHouse(household), person: person.id, occurredOn },
    })
  })
}
