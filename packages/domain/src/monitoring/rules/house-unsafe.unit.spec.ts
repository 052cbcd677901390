import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { houseUnsafe } from './house-unsafe.ts'

const graded = (on: string, grade: 'A' | 'B' | 'C' | 'D') => said('house', on, { grade })
const rehoused = (on: string) => said('rehoused', on, {})
const rule = specify(houseUnsafe)

describe('rule 10: dwelling of grade C or D', () => {
  it('fires: graded C or D, not renovated or relocated', () => {
    rule
      .given(graded('2023-02-01', 'D'))
      .on('2023-02-01')
      .fires({
        events: ['house 2023-02-01'],
        zh: '住房 D 级（2023-02-01 鉴定），未改造或搬迁',
        en: 'dwelling graded D on 2023-02-01, not renovated or relocated',
        clearedBy: '改造、搬迁或重新鉴定为 A/B 级',
        nextChangeOn: undefined,
      })
  })

  it('is silent: graded A or B', () => {
    rule.given(graded('2023-02-01', 'B')).on('2023-02-01').isSilent({ zh: '住房 B 级（2023-02-01 鉴定）', en: 'dwelling graded B on 2023-02-01' })
  })

  it('boundary: C fires and B does not; rehoused on the day of the grade counts, the day before does not', () => {
    rule.given(graded('2023-02-01', 'C')).on('2023-02-01').fires()
    rule.given(graded('2023-02-01', 'B')).on('2023-02-01').isSilent()
    rule.given(rehoused('2023-02-01'), graded('2023-02-01', 'C')).on('2023-02-01').isSilent()
    rule.given(rehoused('2023-01-31'), graded('2023-02-01', 'C')).on('2023-02-01').fires()
  })

  it('unknown: nobody graded it; who was rehoused needs no grade', () => {
    rule.on('2023-02-01').isUnknown({ zh: '没有住房鉴定记录', clearedBy: '先报告住房鉴定等级' })
    rule.given(rehoused('2023-01-31')).on('2023-02-01').isSilent({ zh: '2023-01-31 已改造或搬迁' })
  })

  it('cleared: renovated, or graded again; a worse grade later fires again', () => {
    rule.given(graded('2023-02-01', 'D'), rehoused('2023-08-01')).on('2023-07-31').fires()
    rule.given(graded('2023-02-01', 'D'), rehoused('2023-08-01')).on('2023-08-01').isSilent({ zh: '2023-08-01 已改造或搬迁' })
    rule.given(graded('2023-02-01', 'D'), graded('2023-05-01', 'A')).on('2023-05-01').isSilent()
    rule
      .given(graded('2023-02-01', 'D'), rehoused('2023-08-01'), graded('2024-01-01', 'C'))
      .on('2024-01-01')
      .fires({ events: ['house 2024-01-01'] })
  })

  it('not set: nobody adopted it', () => {
    rule.given(graded('2023-02-01', 'D')).notAdopted().on('2023-02-01').isNotSet({ zh: '示范 2023 年未启用本规则' })
  })
})
