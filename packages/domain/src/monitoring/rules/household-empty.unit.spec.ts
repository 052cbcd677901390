import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { householdEmpty } from './household-empty.ts'

const joined = (person: string) =>
  said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn: '1940-01', reason: 'registered' }, { eventId: `joined ${person}` })
const died = (on: string, person: string) => said('died', on, { person })
const left = (on: string, person: string) => said('memberLeft', on, { person, reason: 'movedOut' })
const rule = specify(householdEmpty)
const couple = rule.given(joined('P00001'), joined('P00002'))

describe('rule 45: nobody is left in the household', () => {
  it('fires: the last member died', () => {
    couple
      .given(left('2022-03-01', 'P00002'), died('2023-02-10', 'P00001'))
      .on('2023-02-10')
      .fires({
        events: ['memberLeft 2022-03-01', 'died 2023-02-10'],
        zh: '户内已无成员，未销户',
        en: 'nobody is left, the household is not closed',
        clearedBy: '销户',
        nextChangeOn: undefined,
      })
  })

  it('is silent: somebody is there, or nobody ever was', () => {
    couple.given(died('2023-02-10', 'P00001')).on('2023-02-10').isSilent({ zh: '户内有 1 名成员', en: '1 members are in the household' })
    rule.on('2023-02-10').isSilent({ zh: '没有登记过成员' })
  })

  it('boundary: the day before the last one died', () => {
    const gone = couple.given(left('2022-03-01', 'P00002'), died('2023-02-10', 'P00001'))
    gone.on('2023-02-09').isSilent()
    gone.on('2023-02-10').fires()
  })

  it('cleared: the household is closed, or somebody comes back', () => {
    const gone = couple.given(died('2022-03-01', 'P00001'), left('2023-02-10', 'P00002'))
    gone
      .given(said('closed', '2023-03-01', { reason: 'diedOut' }))
      .on('2023-03-01')
      .isSilent({ zh: '该户已销户，监测随之终止' })
    gone
      .given(said('memberJoined', '2023-03-01', { person: 'P00002', relation: 'other', bornIn: '1940-01', reason: 'returned' }))
      .on('2023-03-01')
      .isSilent()
  })
})
