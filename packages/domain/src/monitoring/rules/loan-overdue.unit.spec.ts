import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { loanOverdue } from './loan-overdue.ts'

const granted = (loan = 'l1') => said('loan', '2020-03-01', { loan, amount: 5_000_000, dueOn: '2023-03-01' })
const overdue = (on: string, loan = 'l1') => said('loanOverdue', on, { loan })
const repaid = (on: string, amount: number, loan = 'l1') => said('loanRepaid', on, { loan, amount })
const renewed = (on: string) => said('loanRenewed', on, { loan: 'l1', dueOn: '2024-03-01' })
const rule = specify(loanOverdue).given(granted())

describe('rule 20: loan overdue', () => {
  it('fires: overdue, and only a part was repaid', () => {
    rule
      .given(repaid('2022-12-01', 2_000_000), overdue('2023-03-02'), repaid('2023-04-01', 1_000_000))
      .on('2023-05-01')
      .fires({
        events: ['loanOverdue 2023-03-02', 'loanRepaid 2022-12-01', 'loanRepaid 2023-04-01'],
        zh: '贷款 50,000元 于 2023-03-02 逾期，未还 20,000元',
        en: 'loan of 50,000 yuan overdue since 2023-03-02, 20,000 yuan unpaid',
        clearedBy: '还清或展期',
        nextChangeOn: undefined,
      })
  })

  it('is silent: nothing fell overdue', () => {
    rule.given(repaid('2022-12-01', 100)).on('2023-05-01').isSilent({ zh: '没有逾期的贷款', events: [] })
  })

  it('boundary: repaid but for a fen fires, in full is silent', () => {
    rule.given(overdue('2023-03-02'), repaid('2023-04-01', 4_999_999)).on('2023-04-01').fires({ zh: '贷款 50,000元 于 2023-03-02 逾期，未还 0.01元' })
    rule.given(overdue('2023-03-02'), repaid('2023-04-01', 5_000_000)).on('2023-04-01').isSilent()
  })

  it('boundary: renewed on the day it fell overdue is silent, renewed the day before fires', () => {
    rule.given(overdue('2023-03-02'), renewed('2023-03-02')).on('2023-03-02').isSilent()
    rule.given(renewed('2023-03-01'), overdue('2023-03-02')).on('2023-03-02').fires()
  })

  it('cleared: repaid or renewed, from that day on; overdue again it fires again, each loan by itself', () => {
    const back = rule.given(overdue('2023-03-02'), renewed('2023-06-01'))
    back.on('2023-05-31').fires()
    back.on('2023-06-01').isSilent()
    back
      .given(overdue('2024-03-02'))
      .on('2024-03-02')
      .fires({ events: ['loanOverdue 2024-03-02'] })
    back
      .given(granted('l2'), overdue('2023-07-01', 'l2'))
      .on('2023-07-01')
      .fires({ events: ['loanOverdue 2023-07-01'] })
  })

  it('fires: also when its grant is not known, without an amount', () => {
    specify(loanOverdue).given(overdue('2023-03-02')).on('2023-03-02').fires({ zh: '贷款于 2023-03-02 逾期，未还清' })
  })

  it('not set: nobody adopted it', () => {
    rule.given(overdue('2023-03-02')).notAdopted().on('2023-03-02').isNotSet({ en: 'rule not in force in demonstration 2023' })
  })
})
