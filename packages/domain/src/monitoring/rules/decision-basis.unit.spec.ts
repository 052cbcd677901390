import { describe, expect, it } from 'vitest'
import { clue, eliminated, recognised, rolledBack, SNAPSHOT } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { specify } from '../../testing/rule-scenario.ts'
import { decisionBasis } from './decision-basis.ts'

const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const labour = (on: string, is: 'ordinary' | 'lost') => said('labour', on, { person: 'P00001', labour: is })
const parts = { wages: 0, business: 0, property: 0, transfers: 0, businessCost: 0 }
const window = { from: '2022-10-01', to: '2023-09-30' }
const income = (yuan: number, eventId?: string) =>
  said('income', window.to, { ...window, net: yuan * 100, members: 1, parts, compliantSelfPaid: 0, insurancePayout: 0 }, eventId ? { eventId } : {})
const line = { region: '000000000000', from: '2023-01-01', amount: 750_000, event: 'line' }
const snapshot = (yuan: number, able = 1) => {
  const net = yuan * 100
  const figures = { net, members: 1, perHead: net, compliantSelfPaid: 0, insurancePayout: 0, afterExpense: net }
  return { ...SNAPSHOT, members: 1, able, labourUnknown: 0, income: { window, kind: 'reported' as const, parts, ...figures }, line }
}
const household = specify(decisionBasis).given(joined, labour('2019-01-01', 'ordinary'))
const known = household.given(income(8_000))
const decided = (yuan: number, able?: number) => recognised('2023-11-10', { snapshot: snapshot(yuan, able) })

describe('rule 44: the basis of a decision does not hold', () => {
  it('fires: a race let a decision through that had not seen an income known before it', () => {
    known
      .given(clue('2023-11-01'), decided(7_000))
      .on('2023-12-01')
      .fires({
        events: ['case.HouseholdRecognised 2023-11-10', 'labour 2019-01-01', 'income 2023-09-30'],
        zh: '识别（2023-11-10）所依据的 人均纯收入为 7,000元，按当时所知为 8,000元、人均纯收入为 7,000元，按现在所知为 8,000元',
        clearedBy: '复核后重新决定，或撤回有误的更正',
        nextChangeOn: undefined,
      })
  })

  it('is silent: the facts known then say the same, or nothing was decided', () => {
    known.given(clue('2023-11-01'), decided(8_000)).on('2023-12-01').isSilent({ zh: '识别（2023-11-10）所依据的事实没有出入' })
    known.on('2023-12-01').isSilent({ zh: '没有识别为监测对象' })
  })

  it('fires later: an income told afterwards crosses the line of the decision', () => {
    household
      .given(income(7_000), decided(7_000), income(9_000, 'told later'))
      .on('2024-03-01')
      .fires({
        events: ['case.HouseholdRecognised 2023-11-10', 'labour 2019-01-01', 'told later'],
        zh: '识别（2023-11-10）所依据的 人均纯收入为 7,000元，按现在所知为 9,000元',
        en: 'recognition (2023-11-10) rested on net income per head of 7,000 yuan, as known now 9,000 yuan',
      })
  })

  it('boundary: what is known now counts only where it crosses the line, and the line itself is not under it', () => {
    const told = (yuan: number) => household.given(income(7_000), decided(7_000), income(yuan, 'told later')).on('2024-03-01')
    told(7_499).isSilent({
      zh: '识别（2023-11-10）所依据的 人均纯收入为 7,000元，按现在所知为 7,499元，不影响决定',
      en: 'recognition (2023-11-10) rested on net income per head of 7,000 yuan, as known now 7,499 yuan; the decision holds',
    })
    told(7_500).fires()
  })

  it('explained: a fact that became known after the decision is a clause with both values, whether or not it turns the decision', () => {
    const clauses = (yuan: number) =>
      household
        .given(income(7_000), decided(7_000), income(yuan, 'told later'))
        .on('2024-03-01')
        .finding.clauses.map(({ text, value, holds }) => [text.zh, value, holds])
    expect(clauses(9_000)).toEqual([['人均纯收入为 7,000元，按现在所知为 9,000元', 900_000, true]])
    expect(clauses(7_200)).toEqual([['人均纯收入为 7,000元，按现在所知为 7,200元', 720_000, false]])
    expect(clauses(7_000)).toEqual([])
  })

  it('fires later: nobody could work after all on the day of the elimination', () => {
    const done = eliminated('2023-11-20', { snapshot: snapshot(8_000) })
    known.given(decided(8_000), done, labour('2023-11-15', 'lost')).on('2024-03-01').fires({
      zh: '消除（2023-11-20）所依据的 劳动力人数为 1，按现在所知为 0',
      en: 'elimination (2023-11-20) rested on members who can work of 1, as known now 0',
    })
    known.given(decided(8_000), done, labour('2023-11-21', 'lost')).on('2024-03-01').isSilent()
  })

  it('the recognition goes by the twelve months before the clue where all entries of them were collected', () => {
    const entry = said('incomeEntry', '2023-10-31', { entry: 'E1', kind: 'migrantWage', from: '2022-11', to: '2023-10', amount: 720_000 })
    const collected = said('incomeCollected', '2023-10-31', { from: '2022-11-01', to: '2023-10-31' })
    known.given(entry, collected, clue('2023-11-01'), decided(7_200)).on('2023-12-01').isSilent()
    known.given(entry, collected, clue('2023-11-01'), decided(8_000)).on('2023-12-01').fires()
  })

  it('cleared: by the next decision, also one that is rolled back again', () => {
    const next = known.given(decided(7_000), eliminated('2024-06-01', { snapshot: snapshot(8_000) }))
    next.on('2024-05-31').fires()
    next.on('2024-06-01').isSilent()
    next.given(rolledBack('2024-07-01')).on('2024-07-01').isSilent()
  })
})
