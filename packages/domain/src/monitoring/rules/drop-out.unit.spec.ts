import { describe, it } from 'vitest'
import type { FactBodies } from '../facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { dropOut } from './drop-out.ts'

const child = (person: string, bornIn: string) => said('memberJoined', '2019-01-01', { person, relation: 'child', bornIn, reason: 'born' })
const school = (on: string, status: FactBodies['school']['status'], more: Partial<FactBodies['school']> = {}) =>
  said('school', on, { person: 'P00001', stage: 'junior', status, ...more })
const from = parameter('threshold.schoolAgeFrom', { name: 'schoolAgeFrom', value: 6, unit: 'year' })
const to = parameter('threshold.schoolAgeTo', { name: 'schoolAgeTo', value: 15, unit: 'year' })
const rule = specify(dropOut).set(from, to)
const pupil = rule.given(child('P00001', '2010-05'))

describe('rule 9: dropped out of compulsory school', () => {
  it('fires: a member of school age dropped out', () => {
    pupil
      .given(school('2022-09-01', 'enrolled'), school('2023-03-01', 'droppedOut', { reason: 'other' }))
      .on('2023-04-01')
      .fires({
        events: ['school 2023-03-01', 'threshold.schoolAgeFrom 2019-01-01', 'threshold.schoolAgeTo 2019-01-01'],
        zh: '1 名 6–15 岁成员失学（2023-03-01 起）',
        en: '1 members aged 6–15 out of school (since 2023-03-01)',
        clearedBy: '复学',
        nextChangeOn: '2026-05-01',
      })
  })

  it('is silent: out of school for health, suspended, finished, or no longer a member', () => {
    pupil
      .given(school('2023-03-01', 'droppedOut', { reason: 'health' }))
      .on('2023-04-01')
      .isSilent({ zh: '没有 6–15 岁成员失学' })
    pupil.given(school('2023-03-01', 'suspended')).on('2023-04-01').isSilent()
    pupil.given(school('2023-03-01', 'finished')).on('2023-04-01').isSilent()
    pupil
      .given(school('2023-03-01', 'droppedOut'), said('memberLeft', '2023-04-01', { person: 'P00001', reason: 'movedOut' }))
      .on('2023-04-01')
      .isSilent()
  })

  it('boundary, next change: from the month of the first age to the month before the age after the last one', () => {
    const dropped = (bornIn: string) => rule.given(child('P00001', bornIn), school('2020-01-01', 'droppedOut'))
    dropped('2014-07').on('2020-06-30').isSilent({ nextChangeOn: '2020-07-01' })
    dropped('2014-07').on('2020-07-01').fires({ nextChangeOn: '2030-07-01' })
    dropped('2014-07').on('2030-06-30').fires({ nextChangeOn: '2030-07-01' })
    dropped('2014-07').on('2030-07-01').isSilent({ nextChangeOn: undefined })
  })

  it('unknown: nothing was said of a child of that age', () => {
    pupil.on('2023-04-01').isUnknown({ zh: '1 名 6–15 岁成员没有就学记录', en: 'no school status reported for 1 members aged 6–15' })
    rule.given(child('P00001', '1990-01')).on('2023-04-01').isSilent()
  })

  it('not set: it says which age is missing', () => {
    specify(dropOut)
      .set(to)
      .given(child('P00001', '2010-05'), school('2023-03-01', 'droppedOut'))
      .on('2023-04-01')
      .isNotSet({ zh: '未设定示范 2023 年的义务教育起始年龄', clearedBy: '先设定义务教育起始年龄' })
  })

  it('cleared: enrolled again, and the other child still counts', () => {
    const back = pupil.given(school('2023-03-01', 'droppedOut'), school('2023-09-01', 'enrolled'))
    back.on('2023-08-31').fires()
    back.on('2023-09-01').isSilent()
    back
      .given(child('P00002', '2012-01'), school('2023-06-01', 'droppedOut', { person: 'P00002' }))
      .on('2023-09-01')
      .fires({ events: ['school 2023-06-01', 'threshold.schoolAgeFrom 2019-01-01', 'threshold.schoolAgeTo 2019-01-01'] })
  })
})
