import { describe, it } from 'vitest'
import type { FactBodies } from '../facts.ts'
import { said } from '../../testing/household-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { insuranceDoubled } from './insurance-doubled.ts'

const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const insured = (on: string, year: number, basic: FactBodies['insurance']['basic'], person = 'P00001') =>
  said('insurance', on, { person, year, basic, seriousIllness: true })
const rule = specify(insuranceDoubled).given(joined)

describe('rule 13: insured twice', () => {
  it('fires: a member has both insurances this year', () => {
    rule
      .given(insured('2023-01-15', 2023, 'both'))
      .on('2023-02-01')
      .fires({
        events: ['insurance 2023-01-15'],
        zh: '2023 年 1 名成员重复参保',
        en: '2023: 1 members insured twice',
        clearedBy: '退保其一',
        nextChangeOn: '2024-01-01',
      })
  })

  it('is silent: one insurance, or a double one of somebody who is no member', () => {
    rule
      .given(insured('2023-01-15', 2023, 'employee'), insured('2023-01-16', 2023, 'both', 'P00009'))
      .on('2023-02-01')
      .isSilent({ zh: '2023 年没有成员重复参保', en: '2023: no member insured twice' })
  })

  it('boundary, next change: to the last day of its year', () => {
    const doubled = rule.given(insured('2023-01-15', 2023, 'both'), insured('2023-12-20', 2024, 'resident'))
    doubled.on('2023-12-31').fires({ nextChangeOn: '2024-01-01' })
    doubled.on('2024-01-01').isSilent()
  })

  it('unknown: nothing was said of this year', () => {
    rule
      .given(insured('2022-01-15', 2022, 'both'))
      .on('2023-02-01')
      .isUnknown({ zh: '没有 2023 年参保记录', events: [] })
  })

  it('cleared: one of the two given up', () => {
    const given = rule.given(insured('2023-01-15', 2023, 'both'), insured('2023-05-01', 2023, 'resident'))
    given.on('2023-04-30').fires()
    given.on('2023-05-01').isSilent()
  })

  it('not set: nobody adopted it', () => {
    rule
      .given(insured('2023-01-15', 2023, 'both'))
      .notAdopted()
      .on('2023-02-01')
      .isNotSet({ zh: '示范 2023 年未启用本规则' })
  })
})
