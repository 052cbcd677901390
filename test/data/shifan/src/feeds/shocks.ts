import { between, later, pick } from '@rural-tracker/sanjiang/making'
import { inHouse } from '../pen.ts'
import { TARGETS } from '../targets.ts'
import type { Teller } from './teller.ts'

/** Two events that struck a village each, and what strikes one household at a time. */
export function planShocks(feed: Teller): void {
  struck(feed, 'flood', '999001001207', '2022-06-14', 34)
  struck(feed, 'drought', '999001001215', '2025-07-22', TARGETS.losses - 34)
  feed.some(TARGETS.accidents).forEach(({ household, person }, n) => {
    const occurredOn = feed.day()
    const accident = {
      accident: `a${n + 1}`,
      person: person.id,
      kind: n % 3 === 0 ? 'traffic' : 'fall',
      amount: between(feed.random, 2_000, 40_000) * 100,
    } as const
    const known = feed.tell(
      occurredOn,
      `accident.${n + 1}`,
      household,
      { risk: 'accident', department: 'transport' },
      { type: 'ReportAccident', data: { ...inHouse(household), ...accident, occurredOn } },
      true,
    )
    feed.recovers(household, `accident.${n + 1}`, later(known, 90))
  })
  feed.some(TARGETS.failures).forEach(({ household }, n) => {
    const occurredOn = feed.day()
    const failure = {
      business: `f${n + 1}`,
      branch: n % 2 ? 'breeding' : 'planting',
      cause: n % 2 ? 'disease' : 'market',
      amount: between(feed.random, 3_000, 50_000) * 100,
    } as const
    const known = feed.tell(
      occurredOn,
      `failure.${n + 1}`,
      household,
      { risk: 'businessFailure', department: 'agriculture' },
      { type: 'ReportBusinessFailure', data: { ...inHouse(household), ...failure, occurredOn } },
      true,
    )
    feed.recovers(household, `failure.${n + 1}`, later(known, 120))
  })
  feed.pen.say('2023-03-04', 'bulk.1', 'town:office', {
    type: 'ReportBulkEvent',
    data: { village: '999001001211', event: 'e1', kind: 'priceFall', households: 12, occurredOn: '2023-03-01' },
  })
}

function struck(feed: Teller, kind: 'flood' | 'drought', village: string, on: string, households: number): void {
  feed.pen.say(later(on, 1), `disaster.${kind}`, 'town:office', {
    type: 'ReportDisaster',
    data: { village, disaster: kind, kind, households, occurredOn: on },
  })
  for (const household of pick(
    feed.random,
    feed.households.filter((one) => one.village === village),
    households,
  )) {
    const key = `loss.${kind}.${household.id}`
    const loss = { loss: `${kind}.${household.id}`, kind, disaster: kind, amount: between(feed.random, 1_500, 20_000) * 100 }
    const day = later(on, between(feed.random, 0, 3))
    const known = feed.tell(
      day,
      key,
      household,
      { risk: kind === 'flood' ? 'flood' : 'drought', department: 'emergency' },
      { type: 'ReportDisasterLoss', data: { ...inHouse(household), ...loss, occurredOn: day } },
      true,
    )
    feed.recovers(household, key, later(known, 60))
  }
}
