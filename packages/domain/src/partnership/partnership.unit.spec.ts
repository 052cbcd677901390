import { it } from 'vitest'
import type { AnyCommand } from '../catalogue.ts'
import { given } from '../testing/scenario.ts'
import * as events from './events.ts'

const here = { division: '431224105000', partnership: 'partner1', occurredOn: '2017-03-15' }
const agreed = events.PartnershipAgreed({ ...here, title: '豆腐' })
const linked = events.HouseholdLinked({ ...here, household: 'H00001' })

it('is agreed once, and before anything is said of it', () => {
  given().when({ type: 'AgreePartnership', data: agreed.data }).then(agreed)
  given(agreed).when({ type: 'AgreePartnership', data: agreed.data }).thenNothingHappens()
  given()
    .when({ type: 'InvestEquity', data: { ...here, amount: 1 } })
    .thenRefused('partnership.unknown')
  given()
    .when({ type: 'LinkHousehold', data: { ...linked.data, persons: ['P00001'] } })
    .thenRefused('partnership.unknown')
})

it('links a household and each of its persons, once', () => {
  const link: AnyCommand = { type: 'LinkHousehold', data: { ...linked.data, persons: ['P00001', 'P00002'] } }
  given(agreed)
    .when(link)
    .then(linked, events.PersonLinked({ ...linked.data, person: 'P00001' }), events.PersonLinked({ ...linked.data, person: 'P00002' }))
  given(agreed, linked).when(link).thenNothingHappens()
})

it('pays dividends of different days, each once', () => {
  const dividend = events.DividendPaid({ ...here, amount: 2_000 })
  given(agreed, dividend).when({ type: 'PayDividend', data: dividend.data }).thenNothingHappens()
  given(agreed, dividend)
    .when({ type: 'PayDividend', data: { ...here, occurredOn: '2018-12-20', amount: 2_000 } })
    .then(events.DividendPaid({ ...here, occurredOn: '2018-12-20', amount: 2_000 }))
})

it('distributes a dividend to a household once a day, linked or not: what was paid was paid', () => {
  const got = events.DividendDistributed({ ...here, household: 'H00001', amount: 42_000 })
  given().when({ type: 'DistributeDividend', data: got.data }).thenRefused('partnership.unknown')
  given(agreed).when({ type: 'DistributeDividend', data: got.data }).then(got)
  given(agreed, got, events.DividendDistributed({ ...got.data, household: 'H00002' }))
    .when({ type: 'DistributeDividend', data: got.data })
    .thenNothingHappens()
  given(agreed, got)
    .when({ type: 'DistributeDividend', data: { ...got.data, occurredOn: '2018-03-15' } })
    .then(events.DividendDistributed({ ...got.data, occurredOn: '2018-03-15' }))
})
