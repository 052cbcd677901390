import { describe, it } from 'vitest'
import { eliminated, recognised, rolledBack, SNAPSHOT } from '../../testing/case-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { eliminationUnchecked } from './elimination-unchecked.ts'

const rule = specify(eliminationUnchecked).given(recognised('2023-01-31'))
const after = { schoolingSafe: true, houseSafe: true, insuranceSafe: true, waterSafe: true }

describe('rule 35: a condition could not be checked at the elimination', () => {
  it('fires: no line was set, and nobody reported the water', () => {
    const body = { snapshot: { ...SNAPSHOT, unchecked: ['line'] }, after: { ...after, waterSafe: null } } as const
    rule
      .given(eliminated('2023-09-30', body))
      .on('2023-10-01')
      .fires({
        events: ['case.RiskEliminated 2023-09-30'],
        zh: '消除时（2023-09-30）未能核对：监测线、饮水',
        en: 'could not be checked at elimination (2023-09-30): the line, water',
        clearedBy: '补充记录后复核，或回退后重新消除',
        nextChangeOn: undefined,
      })
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
