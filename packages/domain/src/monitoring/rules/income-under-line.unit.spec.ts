import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { incomeUnderLine } from './income-under-line.ts'

const window = { from: '2022-10-01', to: '2023-09-30' }
const line = parameter('monitoringLine', { amount: 750_000 }, { from: '2023-01-01', region: '430000000000' })
const rule = specify(incomeUnderLine).set(line)
const parts = (net: number) => ({ wages: net, business: 0, property: 0, transfers: 0, businessCost: 0 })
const reported = (net: number, members = 2) =>
  said('income', window.to, { ...window, net, members, parts: parts(net), compliantSelfPaid: 0, insurancePayout: 0 })
const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const wage = (amount: number) => said('incomeEntry', '2023-01-31', { entry: 'w', kind: 'localWage', from: '2023-01', to: '2023-01', amount })
const collected = said('incomeCollected', window.to, window)

describe('rule 1: net income per head under the monitoring line', () => {
  it('fires: a reported window under the line of the year', () => {
    rule
      .given(reported(1_499_998))
      .on('2023-10-01')
      .fires({
        events: ['income 2023-09-30', 'monitoringLine 2023-01-01'],
        zh: '人均纯收入 7,499.99元 < 监测线 7,500元（湖南 2023；2022-10-01 至 2023-09-30）',
        en: 'net income per head 7,499.99 yuan < line 7,500 yuan (Hunan 2023; 2022-10-01 to 2023-09-30)',
        clearedBy: '人均纯收入达到 7,500元',
      })
  })

  it('fires: entries that were collected, and they are the evidence', () => {
    rule
      .given(joined, wage(749_999), collected)
      .on('2023-10-01')
      .fires({
        events: ['incomeEntry 2023-01-31', 'incomeCollected 2023-09-30', 'monitoringLine 2023-01-01'],
      })
  })

  it('is silent, boundary: at the line', () => {
    rule
      .given(reported(1_500_000))
      .on('2023-10-01')
      .isSilent({ en: 'net income per head 7,500 yuan ≥ line 7,500 yuan (Hunan 2023; 2022-10-01 to 2023-09-30)' })
  })

  it('unknown: no income was reported, or nobody was there on the last day', () => {
    rule.on('2023-10-01').isUnknown({ zh: '没有收入记录', clearedBy: '先报告收入', events: ['monitoringLine 2023-01-01'] })
    rule.given(wage(749_999), collected).on('2023-10-01').isUnknown({ en: 'no member on the last day of the window' })
  })

  it('not set: it says so for the household’s province and the year asked about', () => {
    specify(incomeUnderLine)
      .given(reported(1))
      .on('2024-10-01')
      .isNotSet({
        zh: '未设定示范 2024 年的监测线',
        en: 'no line set for demonstration 2024',
        clearedBy: 'set the line first',
        events: ['income 2023-09-30'],
      })
  })

  it('cleared: by the income of a later window', () => {
    const later = { from: '2023-10-01', to: '2024-09-30' }
    const better = said('income', later.to, {
      ...later,
      net: 2_000_000,
      members: 2,
      parts: parts(2_000_000),
      compliantSelfPaid: 0,
      insurancePayout: 0,
    })
    rule.given(reported(1), better).on('2024-09-29').fires()
    rule.given(reported(1), better).on('2024-09-30').isSilent()
  })

  it('next change: none of its own', () => {
    rule.given(reported(1)).on('2023-10-01').fires({ nextChangeOn: undefined })
  })
})
