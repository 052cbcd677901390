import { describe, it } from 'vitest'
import type { FactBodies } from '../facts.ts'
import { said } from '../../testing/household-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { waterUnsafe } from './water-unsafe.ts'

const water = (on: string, failed: Partial<FactBodies['water']> = {}) =>
  said('water', on, { quality: true, quantity: true, reliability: true, access: true, ...failed })
const rule = specify(waterUnsafe)

describe('rule 11: drinking water fails an index', () => {
  it('fires: the message names the indices that fail', () => {
    rule
      .given(water('2023-02-01', { quality: false, access: false }))
      .on('2023-02-01')
      .fires({
        events: ['water 2023-02-01'],
        zh: '饮水不达标：水质、取水距离（2023-02-01）',
        en: 'water fails: quality, access (2023-02-01)',
        clearedBy: '复检四项均达标',
        nextChangeOn: undefined,
      })
  })

  it('is silent: all four indices pass', () => {
    rule.given(water('2023-02-01')).on('2023-02-01').isSilent({ zh: '饮水四项均达标（2023-02-01）', en: 'water passes every index (2023-02-01)' })
  })

  it.each(['quality', 'quantity', 'reliability', 'access'] as const)('boundary: %s alone is enough, fires', (index) => {
    rule
      .given(water('2023-02-01', { [index]: false }))
      .on('2023-02-01')
      .fires()
  })

  it('unknown: nobody checked it', () => {
    rule.on('2023-02-01').isUnknown({ zh: '没有饮水检测记录', clearedBy: '先报告饮水四项指标' })
  })

  it('cleared: by a check that passes, not before its day', () => {
    const repaired = rule.given(water('2023-02-01', { quantity: false }), water('2023-06-01'))
    repaired.on('2023-05-31').fires()
    repaired.on('2023-06-01').isSilent()
  })

  it('not set: nobody adopted it', () => {
    rule
      .given(water('2023-02-01', { quality: false }))
      .notAdopted()
      .on('2023-02-01')
      .isNotSet({ en: 'rule not in force in demonstration 2023' })
  })
})
