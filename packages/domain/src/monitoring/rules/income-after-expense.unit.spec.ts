import { describe, expect, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { incomeAfterExpense } from './income-after-expense.ts'

const window = { from: '2022-10-01', to: '2023-09-30' }
const line = parameter('monitoringLine', { amount: 750_000 }, { from: '2023-01-01', region: '430000000000' })
const rule = specify(incomeAfterExpense).set(line)
const parts = (net: number) => ({ wages: net, business: 0, property: 0, transfers: 0, businessCost: 0 })
const reported = (net: number, compliantSelfPaid: number, insurancePayout = 0, { from, to } = window) =>
  said('income', to, { from, to, net, members: 2, parts: parts(net), compliantSelfPaid, insurancePayout })
const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const wage = said('incomeEntry', '2023-01-31', { entry: 'w', kind: 'localWage', from: '2023-01', to: '2023-01', amount: 900_000 })
const collected = said('incomeCollected', window.to, window)
const bill = said('bill', '2023-02-01', {
  person: 'P00001',
  bill: 'b',
  care: 'inpatient',
  total: 400_000,
  reimbursed: 200_000,
  compliantSelfPaid: 200_000,
})
const schooling = said('schoolCost', '2023-03-01', {
  person: 'P00001',
  schoolYear: 2022,
  stage: 'senior',
  publicSchool: true,
  tuition: 100_000,
  board: 0,
  books: 0,
  aid: 0,
})
const payout = said('payout', '2023-05-01', { policy: 'p', kind: 'preventionInsurance', amount: 200_000 })

describe('rule 3: per head under the line after compliant self-paid cost', () => {
  it('fires: the income reaches the line, what is left after self-paid cost does not', () => {
    rule
      .given(reported(1_600_000, 300_000, 100_000))
      .on('2023-10-01')
      .fires({
        events: ['income 2023-09-30', 'monitoringLine 2023-01-01'],
        zh: '人均纯收入 8,000元 ≥ 7,500元，减合规自付 3,000元、加理赔 1,000元 后为 7,000元 < 7,500元（湖南 2023）',
        en: 'net income per head 8,000 yuan ≥ 7,500 yuan; after self-paid 3,000 yuan and payout 1,000 yuan it is 7,000 yuan < 7,500 yuan (Hunan 2023)',
        clearedBy: '自付减少、获理赔或收入增加 1,000元',
      })
  })

  it('fires: entries that were collected; entries, collection and bills are the evidence', () => {
    rule
      .given(joined, wage, bill, collected)
      .on('2023-10-01')
      .fires({ events: ['incomeEntry 2023-01-31', 'incomeCollected 2023-09-30', 'bill 2023-02-01', 'monitoringLine 2023-01-01'] })
    rule.given(joined, wage, schooling, collected).on('2023-10-01').isSilent()
    rule.given(joined, wage, bill, schooling, payout, collected).on('2023-10-01').isSilent()
  })

  it('is silent: without self-paid cost, or already under the line before it, which is rule 1', () => {
    rule.given(reported(1_600_000, 0)).on('2023-10-01').isSilent()
    rule
      .given(reported(1_400_000, 100_000))
      .on('2023-10-01')
      .isSilent({ zh: '人均纯收入 7,000元 < 7,500元，减合规自付 1,000元、加理赔 0元 后为 6,500元 < 7,500元（湖南 2023）' })
  })

  it('boundary: income at the line and self-paid cost of one fen fire, what is left at the line does not', () => {
    rule.given(reported(1_500_000, 1)).on('2023-10-01').fires()
    rule.given(reported(1_500_001, 1)).on('2023-10-01').isSilent()
    rule
      .given(reported(1_500_000, 1, 1))
      .on('2023-10-01')
      .isSilent({ zh: '人均纯收入 7,500元 ≥ 7,500元，减合规自付 0.01元、加理赔 0.01元 后为 7,500元 ≥ 7,500元（湖南 2023）' })
  })

  it('boundary: each clause holds by itself', () => {
    const holds = (income: ReturnType<typeof reported>) =>
      rule
        .given(income)
        .on('2023-10-01')
        .finding.clauses.map((clause) => clause.holds)
    expect(holds(reported(1_500_000, 1))).toEqual([true, true, true])
    expect(holds(reported(1_500_000, 0))).toEqual([false, true, false])
    expect(holds(reported(1_499_999, 0))).toEqual([false, false, true])
  })

  it('unknown: no income was reported, or nobody was there on the last day', () => {
    rule.on('2023-10-01').isUnknown({ zh: '没有收入记录', events: ['monitoringLine 2023-01-01'] })
    rule.given(wage, bill, collected).on('2023-10-01').isUnknown({ en: 'no member on the last day of the window' })
  })

  it('not set: without a line it says so', () => {
    specify(incomeAfterExpense)
      .given(reported(1_600_000, 300_000))
      .on('2024-10-01')
      .isNotSet({ zh: '未设定示范 2024 年的监测线', en: 'no line set for demonstration 2024', events: ['income 2023-09-30'] })
  })

  it('cleared: by the income of a later window', () => {
    const later = reported(1_600_000, 0, 0, { from: '2023-10-01', to: '2024-09-30' })
    rule.given(reported(1_600_000, 300_000), later).on('2024-09-29').fires()
    rule.given(reported(1_600_000, 300_000), later).on('2024-09-30').isSilent()
  })

  it('next change: none of its own', () => {
    rule.given(reported(1_600_000, 300_000)).on('2023-10-01').fires({ nextChangeOn: undefined })
  })
})
