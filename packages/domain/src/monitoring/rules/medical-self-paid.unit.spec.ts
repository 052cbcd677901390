import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { medicalSelfPaid } from './medical-self-paid.ts'

const bill = (on: string, yuan: number, person = 'P00001', care: 'inpatient' | 'outpatient' = 'inpatient') => {
  const compliantSelfPaid = yuan * 100
  return said('bill', on, { person, bill: on, care, total: compliantSelfPaid, reimbursed: 0, compliantSelfPaid }, { eventId: `bill ${person} ${on}` })
}
const joined = (person: string) => said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn: '1970-01', reason: 'registered' })
const poor = said('class', '2019-01-01', { registered: 'registeredPoor' })
const ordinary = said('class', '2019-01-01', { registered: 'ordinary' })
const window = parameter('threshold.medicalWindow', { name: 'medicalWindow', value: 12, unit: 'month' })
const registeredLine = parameter('threshold.medicalRegistered', { name: 'medicalRegistered', value: 500_000, unit: 'fen' }, { assumption: true })
const ordinaryLine = parameter('threshold.medicalOrdinary', { name: 'medicalOrdinary', value: 2_000_000, unit: 'fen' })
const rule = specify(medicalSelfPaid).set(window, registeredLine, ordinaryLine)
const family = rule.given(poor, joined('P00001'), joined('P00002'))

describe('rule 4: compliant self-paid inpatient cost over the warning line', () => {
  it('fires: a registered household, two stays of one member in twelve months, together over 5,000 yuan', () => {
    family
      .given(bill('2023-02-01', 3_000), bill('2023-06-15', 2_400))
      .on('2023-07-01')
      .fires({
        events: ['bill P00001 2023-02-01', 'bill P00001 2023-06-15', 'threshold.medicalRegistered 2019-01-01', 'threshold.medicalWindow 2019-01-01'],
        zh: '2023-02-01 至 2023-06-15 一名成员住院合规自付 5,400元 ≥ 5,000元（全国 2019；假定）',
        en: "one member's compliant self-paid inpatient cost 2023-02-01 to 2023-06-15: 5,400 yuan ≥ 5,000 yuan (nation 2019; assumed)",
        nextChangeOn: '2024-02-01',
      })
  })

  it('is silent: the same cost borne by two members, or as an outpatient', () => {
    family
      .given(bill('2023-02-01', 3_000), bill('2023-06-15', 2_400, 'P00002'))
      .on('2023-07-01')
      .isSilent()
    family
      .given(bill('2023-02-01', 9_000, 'P00001', 'outpatient'))
      .on('2023-07-01')
      .isSilent({ zh: '12 个月内没有成员住院自付（全国 2019；假定）' })
  })

  it('boundary: the line itself fires, a fen less does not', () => {
    family.given(bill('2023-02-01', 5_000)).on('2023-02-01').fires()
    family
      .given(bill('2023-02-01', 4_999.99))
      .on('2023-02-01')
      .isSilent({ events: ['bill P00001 2023-02-01', 'threshold.medicalRegistered 2019-01-01', 'threshold.medicalWindow 2019-01-01'] })
  })

  it('boundary: a household that exited poverty keeps the lower line, an ordinary one has the higher', () => {
    family
      .given(said('exitedPoverty', '2020-01-01', {}), bill('2023-02-01', 5_000))
      .on('2023-07-01')
      .fires()
    rule.given(ordinary, joined('P00001'), bill('2023-02-01', 5_000)).on('2023-07-01').isSilent()
    rule.given(ordinary, joined('P00001'), bill('2023-02-01', 20_000)).on('2023-07-01').fires()
  })

  it('not set: without the line of its class, or the months, it says what is missing and where', () => {
    const without = specify(medicalSelfPaid).given(poor, joined('P00001'), bill('2023-02-01', 5_000))
    without.set(window).on('2023-07-01').isNotSet({
      zh: '未设定示范 2023 年的建档立卡户住院自付预警线',
      en: 'no inpatient warning line of registered households set for demonstration 2023',
      clearedBy: '先设定建档立卡户住院自付预警线',
    })
    without.set(registeredLine).on('2023-07-01').isNotSet({ zh: '未设定示范 2023 年的住院自付累计月数' })
  })

  it('cleared: the bill leaves the window, or the member the household', () => {
    const paid = family.given(bill('2023-02-01', 3_000), bill('2023-06-15', 2_400))
    paid.on('2024-01-31').fires({ clearedBy: '报销更正，或自 2024-02-01 起不再累计' })
    paid.on('2024-02-01').isSilent()
    paid
      .given(said('memberLeft', '2023-07-01', { person: 'P00001', reason: 'movedOut' }))
      .on('2023-07-01')
      .isSilent()
  })

  it('next change: the day on which the first bill counts no more; none when there is no bill', () => {
    family.given(bill('2023-02-01', 100), bill('2022-08-31', 100)).on('2023-07-01').isSilent({ nextChangeOn: '2023-08-31' })
    family.on('2023-07-01').isSilent({ nextChangeOn: undefined })
  })

  it('not adopted: it says so', () => {
    family
      .given(bill('2023-02-01', 9_000))
      .notAdopted()
      .on('2023-07-01')
      .isNotSet({ zh: '示范 2023 年未启用本规则', en: 'rule not in force in demonstration 2023' })
  })
})
