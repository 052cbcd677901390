import { describe, it } from 'vitest'
import { clue, eliminated, recognised } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { helperMissing } from './helper-missing.ts'

const month = parameter('deadline.firstMeasure', { stage: 'firstMeasure', length: 1, unit: 'month' })
const assigned = (on: string) => said('case.HelperAssigned', on, { helper: 'helper:204' })
const unset = specify(helperMissing).given(clue('2023-01-10'), recognised('2023-01-31'))
const monitored = unset.set(month)

describe('rule 42: no responsible helper (L22)', () => {
  it('fires: a month after the recognition nobody answers for the household', () => {
    monitored.on('2023-03-01').fires({
      events: ['case.HouseholdRecognised 2023-01-31', 'deadline.firstMeasure 2019-01-01'],
      zh: '识别于 2023-01-31，没有帮扶责任人，2023-02-28 已过（全国 2019）',
      en: 'recognised on 2023-01-31, no helper, 2023-02-28 is past (nation 2019)',
      clearedBy: '指定责任人',
      nextChangeOn: undefined,
    })
  })

  it('is silent: somebody is assigned, or the household is not monitored', () => {
    monitored
      .given(assigned('2023-02-10'))
      .on('2023-03-01')
      .isSilent({ zh: '识别于 2023-01-31，已有帮扶责任人（全国 2019）', nextChangeOn: undefined })
    monitored.given(eliminated('2023-09-30')).on('2023-10-01').isSilent({ zh: '不是监测中的户' })
  })

  it('boundary, next change: the last day in time is silent, the day after fires', () => {
    monitored.on('2023-02-28').isSilent({ zh: '识别于 2023-01-31，最迟 2023-02-28 指定责任人（全国 2019）', nextChangeOn: '2023-03-01' })
    monitored.on('2023-03-01').fires()
  })

  it('fires: the helper was released and nobody followed, from the day after the last day', () => {
    const left = monitored.given(assigned('2023-02-10'), said('case.HelperReleased', '2023-06-01', { helper: 'helper:204', reason: 'left' }))
    left.on('2023-06-01').isSilent({ nextChangeOn: '2023-06-02' })
    left.on('2023-06-02').fires()
  })

  it('not set: without the length it says so', () => {
    unset.on('2023-03-01').isNotSet({ zh: '未设定示范 2023 年的首项帮扶措施时限' })
  })

  it('cleared: by the assignment', () => {
    monitored.given(assigned('2023-03-10')).on('2023-03-09').fires()
    monitored.given(assigned('2023-03-10')).on('2023-03-10').isSilent()
  })
})
