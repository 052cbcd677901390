import { describe, expect, it } from 'vitest'
import { eliminated, measure, recognised, rolledBack } from '../../testing/case-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { eliminatedEarly } from './eliminated-early.ts'

const halfYear = parameter('deadline.elimination', { stage: 'elimination', length: 6, unit: 'month' }, { from: '2022-04-01' })
const fast = parameter('threshold.fastElimination', { name: 'fastElimination', value: 1, unit: 'month' })
const unset = specify(eliminatedEarly)
const helped = unset.set(halfYear).given(recognised('2023-01-31'), measure('2023-02-10', 'industry'))

describe('rule 31: eliminated too early (L32)', () => {
  it('fires: less than six months after the recognition', () => {
    helped
      .given(eliminated('2023-07-30'))
      .on('2023-09-01')
      .fires({
        events: ['case.HouseholdRecognised 2023-01-31', 'case.RiskEliminated 2023-07-30', 'deadline.elimination 2022-04-01'],
        zh: '识别 2023-01-31，消除 2023-07-30，不足 6 个月（应在 2023-07-31 后）（全国 2022）',
        en: 'recognised 2023-01-31, eliminated 2023-07-30, under 6 months (from 2023-07-31) (nation 2022)',
        clearedBy: '回退',
        nextChangeOn: undefined,
      })
  })

  it('is silent: after six months with a measure, or not eliminated', () => {
    helped
      .given(eliminated('2023-09-30'))
      .on('2023-10-01')
      .isSilent({ zh: '识别 2023-01-31，消除 2023-09-30，已满 6 个月（应在 2023-07-31 后）（全国 2022），帮扶措施 1 项' })
    helped.on('2023-10-01').isSilent({ zh: '没有标注风险消除' })
  })

  it('boundary: the day on which the months are full is not early', () => {
    helped.given(eliminated('2023-07-31')).on('2023-07-31').isSilent()
    helped.given(eliminated('2023-07-30')).on('2023-07-30').fires()
  })

  it('fires: no measure until then; one that began afterwards comes too late', () => {
    const without = unset.set(halfYear).given(recognised('2023-01-31'), eliminated('2023-09-30'))
    without.on('2023-10-01').fires({ zh: '识别 2023-01-31，消除 2023-09-30，没有帮扶措施' })
    without.given(measure('2023-10-05', 'industry')).on('2023-10-05').fires()
  })

  it('boundary: in the month after the recognition is too fast, in the second is not', () => {
    const quick = unset.set(fast).given(recognised('2021-05-20'), measure('2021-05-21', 'industry'))
    quick.given(eliminated('2021-06-30')).on('2021-07-01').fires({ zh: '识别 2021-05-20，消除 2021-06-30，相隔 1 个自然月 ≤ 1（全国 2019）' })
    quick.given(eliminated('2021-07-01')).on('2021-07-01').isSilent()
  })

  it('the term is that of the day of the elimination: before April 2022 there was none', () => {
    const before = unset.set(halfYear).given(recognised('2021-12-01'), measure('2021-12-10', 'industry'), eliminated('2022-03-01'))
    before.on('2023-01-01').isSilent()
    expect(before.on('2023-01-01').finding.missing.map(({ zh }) => zh)).toContain('未设定示范 2022 年的风险消除最短时间')
  })

  it('is silent: a natural elimination waits for nothing', () => {
    helped
      .given(eliminated('2023-02-20', { way: 'natural' }))
      .on('2023-03-01')
      .isSilent({ zh: '识别 2023-01-31，消除 2023-02-20（自然消除）' })
  })

  it('not set: without term and months only the measure can be looked at, and it says what is missing', () => {
    const bare = unset.given(recognised('2023-01-31'), measure('2023-02-10', 'industry'), eliminated('2023-02-20'))
    bare.on('2023-03-01').isSilent()
    expect(bare.on('2023-03-01').finding.missing.map(({ zh }) => zh)).toEqual([
      '未设定示范 2023 年的风险消除最短时间',
      '未设定示范 2023 年的过快消除月数',
    ])
  })

  it('cleared: by the roll-back', () => {
    const back = helped.given(eliminated('2023-04-01'), rolledBack('2023-06-01', { reason: 'tooEarly' }))
    back.on('2023-05-31').fires()
    back.on('2023-06-01').isSilent()
  })
})
