import { it } from 'vitest'
import { given } from '../testing/scenario.ts'
import { FactRecorded } from './events.ts'

const fact = FactRecorded({
  division: '431224105000',
  programme: 'hazard',
  measure: 'rectified',
  reference: 'drive.2018.06',
  amount: 12,
  unit: 'piece',
  occurredOn: '2018-06-30',
})

it('records a fact once under its reference, and again in other words', () => {
  given().when({ type: 'RecordFact', data: fact.data }).then(fact)
  given(fact).when({ type: 'RecordFact', data: fact.data }).thenNothingHappens()
  given(fact)
    .when({ type: 'RecordFact', data: { ...fact.data, amount: 13 } })
    .then(FactRecorded({ ...fact.data, amount: 13 }))
})
