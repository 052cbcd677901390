import { describe, expect, it } from 'vitest'
import { ageOn, dayOfAge, membersOn } from './membership.ts'
import { said } from '../testing/household-facts.ts'

const joined = (person: string, on: string, bornIn = '1980-01') =>
  said('memberJoined', on, { person, relation: 'other', bornIn, reason: 'registered' })
const left = (person: string, on: string) => said('memberLeft', on, { person, reason: 'movedOut' })
const died = (person: string, on: string) => said('died', on, { person })
const who = (moves: Parameters<typeof membersOn>[0], day: string) => membersOn(moves, day).map(({ person }) => person)

describe('who belongs to a household on a day', () => {
  const moves = [joined('P00001', '2019-01-01'), joined('P00002', '2019-01-01'), left('P00001', '2021-05-01'), died('P00002', '2022-03-10')]

  it('whoever joined belongs to it from that day on', () => {
    expect(who(moves, '2018-12-31')).toEqual([])
    expect(who(moves, '2019-01-01')).toEqual(['P00001', 'P00002'])
  })

  it('whoever left or died does not, from that day on', () => {
    expect(who(moves, '2021-04-30')).toEqual(['P00001', 'P00002'])
    expect(who(moves, '2021-05-01')).toEqual(['P00002'])
    expect(who(moves, '2022-03-10')).toEqual([])
  })

  it('who comes back belongs to it again, from the day of the return', () => {
    const back = [...moves, joined('P00001', '2023-01-01')]
    expect(membersOn(back, '2023-01-01')).toMatchObject([{ person: 'P00001', since: '2023-01-01' }])
  })

  it('of two moves on one day the one known last counts', () => {
    expect(who([joined('P00001', '2020-01-01'), left('P00001', '2020-01-01')], '2020-01-01')).toEqual([])
    expect(who([left('P00001', '2020-01-01'), joined('P00001', '2020-01-01')], '2020-01-01')).toEqual(['P00001'])
  })
})

describe('age in full years', () => {
  it('changes on the first day of the month of birth', () => {
    expect(ageOn('2008-06', '2024-05-31')).toBe(15)
    expect(ageOn('2008-06', '2024-06-01')).toBe(16)
    expect(dayOfAge('2008-06', 16)).toBe('2024-06-01')
  })
})
