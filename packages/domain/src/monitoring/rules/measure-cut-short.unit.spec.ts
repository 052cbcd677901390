import { describe, it } from 'vitest'
import { eliminated, measure, measureEnded, recognised, rolledBack } from '../../testing/case-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { measureCutShort } from './measure-cut-short.ts'

const post = measure('2023-02-10', 'publicWelfarePost', { until: '2024-02-09' })
const stopped = (on: string) => measureEnded(on, 'm.2023-02-10', { kind: 'publicWelfarePost', reason: 'stopped' })
const over = specify(measureCutShort).given(recognised('2023-01-31'), post, eliminated('2023-09-30'))

describe('rule 43: help stopped before its end (L27)', () => {
  it('fires: the public welfare post ended after the elimination, before the contract did', () => {
    over
      .given(stopped('2023-11-30'))
      .on('2023-12-01')
      .fires({
        events: ['case.RiskEliminated 2023-09-30', 'case.MeasureStarted 2023-02-10', 'case.MeasureEnded 2023-11-30'],
        zh: '消除（2023-09-30）后 2023-11-30 停止 公益性岗位帮扶，期限至 2024-02-09',
        en: 'after elimination (2023-09-30) public welfare post stopped on 2023-11-30, term to 2024-02-09',
        clearedBy: '恢复措施',
        nextChangeOn: undefined,
      })
  })

  it('is silent: the measure goes on, was completed, has no term, or nothing is eliminated', () => {
    over.on('2023-12-01').isSilent({ zh: '消除（2023-09-30）后没有提前停止的措施' })
    over
      .given(measureEnded('2023-11-30', 'm.2023-02-10', { reason: 'completed' }))
      .on('2023-12-01')
      .isSilent()
    over
      .given(measure('2023-03-01', 'health'), measureEnded('2023-11-30', 'm.2023-03-01', { kind: 'health', reason: 'stopped' }))
      .on('2023-12-01')
      .isSilent()
    specify(measureCutShort).given(recognised('2023-01-31'), post, stopped('2023-11-30')).on('2023-12-01').isSilent({ zh: '没有标注风险消除' })
  })

  it('boundary: stopped on the day of the elimination, or on the last day of its term, is no finding', () => {
    over.given(stopped('2023-09-30')).on('2024-03-01').isSilent()
    over.given(stopped('2023-10-01')).on('2024-03-01').fires()
    over.given(stopped('2024-02-08')).on('2024-03-01').fires()
    over.given(stopped('2024-02-09')).on('2024-03-01').isSilent()
  })

  it('cleared: by a new measure of the same kind, or by the roll-back', () => {
    const cut = over.given(stopped('2023-11-30'))
    cut.given(measure('2023-12-10', 'health')).on('2023-12-10').fires()
    cut.given(measure('2023-12-10', 'publicWelfarePost')).on('2023-12-09').fires()
    cut
      .given(measure('2023-12-10', 'publicWelfarePost', { round: 2 }))
      .on('2023-12-10')
      .isSilent()
    cut.given(rolledBack('2023-12-10')).on('2023-12-10').isSilent()
  })
})
