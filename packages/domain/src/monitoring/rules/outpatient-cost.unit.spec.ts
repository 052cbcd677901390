import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { outpatientCost } from './outpatient-cost.ts'

const bill = (on: string, yuan: number, person = 'P00001', care: 'inpatient' | 'outpatient' | 'chronicOutpatient' = 'outpatient') => {
  const compliantSelfPaid = yuan * 100
  return said('bill', on, { person, bill: on, care, total: compliantSelfPaid, reimbursed: 0, compliantSelfPaid }, { eventId: `bill ${person} ${on}` })
}
const joined = (person: string) => said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn: '1970-01', reason: 'registered' })
const line = parameter('threshold.outpatientMonth', { name: 'outpatientMonth', value: 50_000, unit: 'fen' }, { assumption: true })
const rule = specify(outpatientCost).set(line)
const family = rule.given(joined('P00001'), joined('P00002'))

describe('rule 5: outpatient self-paid cost over the monthly line', () => {
  it('fires: outpatient and chronic outpatient bills of one member in one month reach 500 yuan', () => {
    family
      .given(bill('2023-06-02', 300), bill('2023-06-20', 240, 'P00001', 'chronicOutpatient'))
      .on('2023-06-20')
      .fires({
        events: ['bill P00001 2023-06-02', 'bill P00001 2023-06-20', 'threshold.outpatientMonth 2019-01-01'],
        zh: '2023-06 当月一名成员门诊自付 540元 ≥ 500元（全国 2019；假定）',
        en: "one member's outpatient self-paid cost in 2023-06: 540 yuan ≥ 500 yuan (nation 2019; assumed)",
        clearedBy: '报销更正，或自 2023-08-01 起不再计入',
        nextChangeOn: '2023-07-01',
      })
  })

  it('is silent: the same cost in two months, of two members, or in a hospital bed', () => {
    family.given(bill('2023-05-31', 300), bill('2023-06-01', 300)).on('2023-06-20').isSilent()
    family
      .given(bill('2023-06-02', 300), bill('2023-06-03', 300, 'P00002'))
      .on('2023-06-20')
      .isSilent()
    family
      .given(bill('2023-06-02', 900, 'P00001', 'inpatient'))
      .on('2023-06-20')
      .isSilent({ zh: '本月和上月没有成员门诊自付（全国 2019；假定）', nextChangeOn: undefined })
  })

  it('boundary: the line itself fires, a fen less does not', () => {
    family.given(bill('2023-06-02', 500)).on('2023-06-02').fires()
    family.given(bill('2023-06-02', 499.99)).on('2023-06-02').isSilent({ zh: '2023-06 当月一名成员门诊自付 499.99元 < 500元（全国 2019；假定）' })
  })

  it('fires: the month before counts too, and both months are evidence', () => {
    family
      .given(bill('2023-05-31', 500), bill('2023-06-01', 600))
      .on('2023-06-30')
      .fires({ events: ['bill P00001 2023-05-31', 'bill P00001 2023-06-01', 'threshold.outpatientMonth 2019-01-01'], nextChangeOn: '2023-07-01' })
  })

  it('not set: it says which line is missing', () => {
    specify(outpatientCost)
      .given(joined('P00001'), bill('2023-06-02', 500))
      .on('2023-06-02')
      .isNotSet({ zh: '未设定示范 2023 年的门诊自付月预警线', en: 'no monthly outpatient warning line set for demonstration 2023' })
  })

  it('cleared: two months later, or when the member left', () => {
    family.given(bill('2023-06-02', 500)).on('2023-07-31').fires({ nextChangeOn: '2023-08-01' })
    family.given(bill('2023-06-02', 500)).on('2023-08-01').isSilent()
    family
      .given(bill('2023-06-02', 500), said('memberLeft', '2023-06-10', { person: 'P00001', reason: 'movedOut' }))
      .on('2023-06-10')
      .isSilent()
  })
})
