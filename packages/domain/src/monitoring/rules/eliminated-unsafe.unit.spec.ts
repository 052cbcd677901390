import { describe, expect, it } from 'vitest'
import { eliminated, recognised, rolledBack } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { adoption, parameter, specify } from '../../testing/rule-scenario.ts'
import { eliminatedUnsafe } from './eliminated-unsafe.ts'

const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const grade = (on: string, is: 'A' | 'B' | 'C' | 'D') => said('house', on, { grade: is })
const water = (on: string, safe: boolean) => said('water', on, { quality: safe, quantity: true, reliability: true, access: true })
const insured = (on: string, year: number, basic: 'resident' | 'none') =>
  said('insurance', on, { person: 'P00001', year, basic, seriousIllness: true })
const unset = specify(eliminatedUnsafe)
const rule = unset.set(adoption('house-unsafe'), adoption('water-unsafe'), adoption('drop-out'), adoption('insurance-missing'))
const over = rule.given(joined, recognised('2023-01-31'), eliminated('2023-09-30'))

describe('rule 34: a guarantee is unsafe after elimination (L31)', () => {
  it('fires: the house was graded D afterwards', () => {
    over
      .given(grade('2023-11-02', 'D'))
      .on('2023-11-02')
      .fires({
        events: ['case.RiskEliminated 2023-09-30', 'house 2023-11-02'],
        zh: '消除（2023-09-30）后：住房 不安全',
        en: 'after elimination (2023-09-30) unsafe: the house',
        clearedBy: '解决该项',
      })
  })

  it('fires: it names everything that is unsafe, also what was so before', () => {
    over.given(grade('2023-08-02', 'C'), water('2023-11-02', false)).on('2023-11-02').fires({ zh: '消除（2023-09-30）后：住房、饮水 不安全' })
  })

  it('is silent: nothing unsafe is reported, or nothing is eliminated', () => {
    over
      .given(grade('2023-11-02', 'B'), water('2023-11-02', true))
      .on('2023-11-02')
      .isSilent({ zh: '消除（2023-09-30）后三保障和饮水没有不安全的记录' })
    rule.given(joined, recognised('2023-01-31'), grade('2023-11-02', 'D')).on('2023-11-02').isSilent({ zh: '没有标注风险消除' })
  })

  it('boundary: B is safe, C is not', () => {
    over.given(grade('2023-11-02', 'B')).on('2023-11-02').isSilent()
    over.given(grade('2023-11-02', 'C')).on('2023-11-02').fires()
  })

  it('not set: where a guarantee is not watched it says so and looks at the others', () => {
    const some = unset.set(adoption('house-unsafe')).given(joined, recognised('2023-01-31'), eliminated('2023-09-30'))
    expect(some.on('2023-10-01').finding.missing.map(({ zh }) => zh)).toContain('饮水：示范 2023 年未启用本规则')
    some.given(grade('2023-11-02', 'D')).on('2023-11-02').fires()
  })

  it('cleared: the cause is gone, or the elimination is rolled back', () => {
    over.given(grade('2023-11-02', 'D'), grade('2024-03-01', 'A')).on('2024-03-01').isSilent()
    over.given(grade('2023-11-02', 'D'), rolledBack('2023-12-01')).on('2023-12-01').isSilent()
  })

  it('next change: that of the guarantees, here the year of the insurance', () => {
    const march = parameter('threshold.insuranceFrom', { name: 'insuranceFrom', value: 3, unit: 'month' })
    over
      .set(march)
      .given(insured('2023-10-15', 2023, 'none'))
      .on('2023-11-01')
      .fires({ nextChangeOn: '2024-01-01' })
  })
})
