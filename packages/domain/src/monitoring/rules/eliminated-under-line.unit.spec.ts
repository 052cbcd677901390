import { describe, it } from 'vitest'
import { eliminated, recognised, rolledBack } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { adoption, parameter, specify } from '../../testing/rule-scenario.ts'
import { eliminatedUnderLine } from './eliminated-under-line.ts'

const parts = { wages: 0, business: 0, property: 0, transfers: 0, businessCost: 0 }
const income = (to: string, yuan: number, more: { compliantSelfPaid?: number; members?: number; eventId?: string } = {}) => {
  const { compliantSelfPaid = 0, members = 1, eventId } = more
  const body = { from: `${Number(to.slice(0, 4)) - 1}-10-01`, to, net: Math.round(yuan * 100), members, parts, compliantSelfPaid, insurancePayout: 0 }
  return said('income', to, body, eventId ? { eventId } : {})
}
const line = parameter('monitoringLine', { amount: 750_000 }, { from: '2023-01-01' })
const later = parameter('monitoringLine', { amount: 900_000 }, { from: '2024-01-01' })
const unset = specify(eliminatedUnderLine).given(recognised('2023-01-31'))
const rule = unset.set(line)
const done = eliminated('2023-10-10')

describe("rule 32: eliminated under this year's line (L28, L29, L30)", () => {
  it('fires: the income in force on the day was under the line of the day (L29)', () => {
    rule
      .given(income('2023-09-30', 7_000), done)
      .on('2024-03-01')
      .fires({
        events: ['case.RiskEliminated 2023-10-10', 'income 2023-09-30', 'monitoringLine 2023-01-01'],
        zh: '消除时（2023-10-10）人均 7,000元 < 当年监测线 7,500元、扣除合规自付后人均 7,000元 < 当年监测线 7,500元（全国 2023）',
        en: 'at elimination (2023-10-10) per head 7,000 yuan < line 7,500 yuan, per head after self-paid cost 7,000 yuan < line 7,500 yuan (nation 2023)',
        clearedBy: '回退或更正收入',
        nextChangeOn: undefined,
      })
  })

  it('is silent: over the line of the day, whatever the income and the line of later years; or nothing is eliminated', () => {
    rule
      .set(later)
      .given(income('2023-09-30', 8_000), done, income('2024-09-30', 3_000))
      .on('2024-11-01')
      .isSilent({ zh: '消除时（2023-10-10）人均 8,000元 ≥ 当年监测线 7,500元、扣除合规自付后人均 8,000元 ≥ 当年监测线 7,500元（全国 2023）' })
    rule.given(income('2023-09-30', 7_000)).on('2024-03-01').isSilent({ zh: '没有标注风险消除' })
  })

  it('boundary: the line itself is not under the line', () => {
    rule.given(income('2023-09-30', 7_500), done).on('2023-10-10').isSilent()
    rule.given(income('2023-09-30', 7_499.99), done).on('2023-10-10').fires()
  })

  it('fires: rigid spending took it under the line (L30)', () => {
    rule
      .given(income('2023-09-30', 8_000, { compliantSelfPaid: 60_000 }), done)
      .on('2023-10-10')
      .fires({ zh: '消除时（2023-10-10）扣除合规自付后人均 7,400元 < 当年监测线 7,500元（全国 2023）' })
  })

  it('fires: there was no income, with or without a line', () => {
    rule
      .given(done)
      .on('2023-10-10')
      .fires({ zh: '消除时（2023-10-10）没有已结束时段的收入', events: ['case.RiskEliminated 2023-10-10', 'monitoringLine 2023-01-01'] })
    unset.given(done).on('2023-10-10').fires()
  })

  it('fires: there was nobody on the last day of the window, so that no income per head could be told', () => {
    const collected = said('incomeCollected', '2023-09-30', { from: '2022-10-01', to: '2023-09-30' })
    rule.given(collected, done).on('2023-10-10').fires({ zh: '消除时（2023-10-10）没有已结束时段的人均收入' })
  })

  it('fires: what the income came from had just failed (L28); a failure after that day is another matter', () => {
    const failed = (on: string) => said('businessFailed', on, { business: 'B1', branch: 'breeding', cause: 'disease', amount: 100_000 })
    const adopted = rule.set(adoption('industry-failed')).given(income('2023-09-30', 8_000), done)
    adopted
      .given(failed('2023-08-01'))
      .on('2023-10-10')
      .fires({
        zh: '消除时（2023-10-10）产业失败',
        en: 'at elimination (2023-10-10) Own industry failed',
        events: ['case.RiskEliminated 2023-10-10', 'income 2023-09-30', 'businessFailed 2023-08-01', 'monitoringLine 2023-01-01'],
      })
    adopted.given(failed('2023-10-11')).on('2024-01-01').isSilent()
  })

  it('not set: without the line of that day it says so', () => {
    unset
      .set(later)
      .given(income('2023-09-30', 7_000), done)
      .on('2024-03-01')
      .isNotSet({ zh: '未设定示范 2023 年的监测线', en: 'no line set for demonstration 2023' })
  })

  it('cleared: by the roll-back, or by an income of that time told otherwise', () => {
    const poor = rule.given(income('2023-09-30', 7_000), done)
    poor.given(rolledBack('2024-01-10')).on('2024-01-10').isSilent()
    poor
      .given(income('2023-09-30', 7_800, { eventId: 'told otherwise' }))
      .on('2024-03-01')
      .isSilent()
  })
})
