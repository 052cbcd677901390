import { describe, expect, it } from 'vitest'
import { eliminated, recognised, rolledBack, SNAPSHOT } from '../../testing/case-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { eliminationUnchecked } from './elimination-unchecked.ts'

const unset = specify(eliminationUnchecked).given(recognised('2023-01-31'))
const rule = unset.set(
  parameter('threshold.schoolAgeFrom', { name: 'schoolAgeFrom', value: 6, unit: 'year' }),
  parameter('threshold.schoolAgeTo', { name: 'schoolAgeTo', value: 15, unit: 'year' }),
)
const after = { schoolingSafe: true, houseSafe: true, insuranceSafe: true, waterSafe: true }

describe('rule 35: a condition could not be checked at the elimination', () => {
  it('fires: nobody reported income and water', () => {
    const body = { snapshot: { ...SNAPSHOT, unchecked: ['income'] }, after: { ...after, waterSafe: null } } as const
    rule
      .given(eliminated('2023-09-30', body))
      .on('2023-10-01')
      .fires({
        events: ['case.RiskEliminated 2023-09-30'],
        zh: '消除时（2023-09-30）未能核对：收入、饮水',
        en: 'could not be checked at elimination (2023-09-30): income, water',
        clearedBy: '补充记录后复核，或回退后重新消除',
        nextChangeOn: undefined,
      })
  })

  it('not set: “< 6 months from recognition to elimination (from 2022-04)” (domain.md 5.4): before that day no term was in force to check', () => {
    const early = { snapshot: { ...SNAPSHOT, unchecked: ['term'] } } as const
    rule
      .given(eliminated('2022-03-01', early))
      .on('2026-01-01')
      .isNotSet({
        events: ['case.RiskEliminated 2022-03-01'],
        zh: '未设定示范 2022 年的风险消除最短时间',
        nextChangeOn: undefined,
      })
  })

  it('not set: no line, no length of a notice, no school age on that day; what was not reported fires beside them and tells them too', () => {
    const without = { snapshot: { ...SNAPSHOT, unchecked: ['line', 'noticeLength'] }, after: { ...after, schoolingSafe: null } } as const
    const { finding } = unset.given(eliminated('2023-09-30', without)).on('2023-10-01')
    expect(finding.outcome).toBe('notSet')
    expect(finding.missing).toHaveLength(4)
    rule.given(eliminated('2023-09-30', without)).on('2023-10-01').fires({ zh: '消除时（2023-09-30）未能核对：义务教育' })
    expect(rule.given(eliminated('2023-09-30', without)).on('2023-10-01').finding.missing).toHaveLength(2)
  })

  it('is silent: everything was checked, or nothing is eliminated', () => {
    rule.given(eliminated('2023-09-30')).on('2023-10-01').isSilent({ zh: '消除时（2023-09-30）各项均已核对' })
    rule.on('2023-10-01').isSilent({ zh: '没有标注风险消除' })
  })

  it('boundary: a guarantee known to be unsafe was checked', () => {
    rule
      .given(eliminated('2023-09-30', { after: { ...after, houseSafe: false } }))
      .on('2023-09-30')
      .isSilent()
    rule
      .given(eliminated('2023-09-30', { after: { ...after, houseSafe: null } }))
      .on('2023-09-30')
      .fires({ zh: '消除时（2023-09-30）未能核对：住房' })
  })

  it('cleared: by the next elimination that could check everything', () => {
    const first = rule.given(eliminated('2023-09-30', { after: { ...after, houseSafe: null } }), rolledBack('2023-11-01'))
    first.on('2023-11-01').isSilent()
    first
      .given(eliminated('2024-05-01', { procedure: 3 }))
      .on('2024-05-01')
      .isSilent({ events: ['case.RiskEliminated 2024-05-01'] })
  })
})
