import { describe, it } from 'vitest'
import { eliminated, recognised, reMarked, rolledBack } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { adoption, parameter, specify } from '../../testing/rule-scenario.ts'
import { relapse } from './relapse.ts'

const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const accident = (on: string) => said('accident', on, { accident: on, kind: 'traffic', amount: 500_000 })
const bill = (on: string, yuan: number) =>
  said('bill', on, { person: 'P00001', bill: on, care: 'inpatient', total: yuan * 100, reimbursed: 0, compliantSelfPaid: yuan * 100 })
const days = adoption('accident', { standsDays: 180 })
const medical = [
  adoption('medical-self-paid'),
  parameter('threshold.medicalOrdinary', { name: 'medicalOrdinary', value: 2_000_000, unit: 'fen' }),
  parameter('threshold.medicalWindow', { name: 'medicalWindow', value: 12, unit: 'month' }),
]
const unset = specify(relapse).given(joined, recognised('2023-01-31'), eliminated('2023-09-30'))
const rule = unset.set(days, ...medical)

describe('rule 37: signs again after elimination (L37, L39)', () => {
  it('fires: a new accident proposes to mark the risk again', () => {
    rule
      .given(accident('2023-11-02'))
      .on('2023-11-02')
      .fires({
        events: ['accident 2023-11-02', 'rule.accident 2019-01-01'],
        zh: '消除（2023-09-30）后又有：意外事故；建议再标注',
        en: 'after elimination (2023-09-30): Accident; proposes re-marking',
        clearedBy: '回退、再标注或风险解除',
        nextChangeOn: '2024-05-01',
      })
  })

  it('fires: what was true already on the day of the elimination and goes on proposes to roll it back', () => {
    rule
      .given(bill('2023-08-01', 21_000), bill('2023-11-02', 1_000))
      .on('2023-11-02')
      .fires({ zh: '消除（2023-09-30）后又有：合规自付医疗费超过预警线；建议回退' })
  })

  it('fires: what only together with the new reaches its line is a new risk', () => {
    rule
      .given(bill('2023-08-01', 10_000), bill('2023-11-02', 10_000))
      .on('2023-11-02')
      .fires({ zh: '消除（2023-09-30）后又有：合规自付医疗费超过预警线；建议再标注' })
  })

  it('fires: weak signs that add up', () => {
    const weak = ['dividends-stopped', 'insurance-doubled'].map((id) => adoption(id, { sign: 'weak' }))
    const together = [
      adoption('weak-signs'),
      parameter('threshold.weakSigns', { name: 'weakSigns', value: 1, unit: 'count' }),
      parameter('threshold.weakSignDays', { name: 'weakSignDays', value: 90, unit: 'day' }),
    ]
    unset
      .set(...weak, ...together)
      .given(said('insurance', '2023-11-02', { person: 'P00001', year: 2023, basic: 'both', seriousIllness: true }))
      .on('2023-11-02')
      .fires({ zh: '消除（2023-09-30）后又有：多个弱信号叠加；建议再标注', nextChangeOn: '2024-01-01' })
  })

  it('is silent: the sign is older than the elimination, its rule is not adopted, or nothing is eliminated', () => {
    rule.given(accident('2023-09-10')).on('2023-11-02').isSilent({ zh: '消除（2023-09-30）后没有新的信号' })
    unset.given(accident('2023-11-02')).on('2023-11-02').isSilent()
    specify(relapse).set(days).given(recognised('2023-01-31'), accident('2023-11-02')).on('2023-11-02').isSilent({ zh: '没有标注风险消除' })
  })

  it('boundary: on the day of the elimination itself it is not after it', () => {
    rule.given(accident('2023-09-30')).on('2023-10-01').isSilent()
    rule.given(accident('2023-10-01')).on('2023-10-01').fires()
  })

  it('cleared: rolled back, marked again, or the cause is gone', () => {
    const struck = rule.given(accident('2023-11-02'))
    struck.given(rolledBack('2023-12-01')).on('2023-12-01').isSilent()
    struck.given(reMarked('2023-12-01')).on('2023-12-01').isSilent()
    struck
      .given(said('recovered', '2023-12-01', { recovers: 'accident 2023-11-02', how: 'compensated' }))
      .on('2023-12-01')
      .isSilent()
    struck.on('2024-05-01').isSilent()
  })
})
