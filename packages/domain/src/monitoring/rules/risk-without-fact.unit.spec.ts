import { describe, expect, it } from 'vitest'
import type { FactBodies } from '../facts.ts'
import { eliminated, recognised } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { riskWithoutFact } from './risk-without-fact.ts'

type Risk = FactBodies['case.HouseholdRecognised']['risks'][number]['kind']
const persons = ['P00001', 'P00002', 'P00003', 'P00004']
const joined = (person: string) =>
  said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn: '1980-01', reason: 'registered' }, { eventId: `joined ${person}` })
const labour = (person: string, is: 'ordinary' | 'none') => said('labour', '2019-01-01', { person, labour: is }, { eventId: `labour ${person}` })
const health = (on: string, is: FactBodies['health']['health']) => said('health', on, { person: 'P00001', health: is })
const parts = { wages: 0, business: 0, property: 0, transfers: 0, businessCost: 0 }
const income = (to: string, compliantSelfPaid: number) =>
  said('income', to, { from: '2021-10-01', to, net: 1_000_000, members: 4, parts, compliantSelfPaid, insurancePayout: 0 })
const four = parameter('threshold.labourMembers', { name: 'labourMembers', value: 4, unit: 'count' })
const half = parameter('threshold.labourShare', { name: 'labourShare', value: 50, unit: 'percent' })
const unset = specify(riskWithoutFact)
const rule = unset.set(four, half)
const family = (risk: Risk) => rule.given(...persons.map(joined), recognised('2023-01-31', { risks: [{ kind: risk }] }))

describe('rule 39: a risk that no fact supports', () => {
  it('fires: disability without anybody disabled', () => {
    family('disability')
      .on('2023-03-01')
      .fires({
        events: ['case.HouseholdRecognised 2023-01-31'],
        zh: '风险 因残 没有事实依据（无残疾记录）',
        en: 'risk disability without fact (no disability reported)',
        clearedBy: '补充事实或更正风险',
        nextChangeOn: undefined,
      })
  })

  it('is silent: what was reported supports the risk, or nobody is monitored', () => {
    family('disability').given(health('2020-01-01', 'disabled')).on('2023-03-01').isSilent({ zh: '各项风险都有事实依据' })
    family('disability')
      .given(said('disability', '2020-01-01', { person: 'P00002', kind: 'hearing', level: 2 }))
      .on('2023-03-01')
      .isSilent()
    family('disability').given(eliminated('2023-09-30')).on('2023-09-30').isSilent({ zh: '不是监测中的户' })
    family('accident').on('2023-03-01').isSilent()
  })

  it('illness: nobody is ill, or nobody paid anything for it', () => {
    family('illness').on('2023-03-01').fires({ zh: '风险 因病 没有事实依据（无大病、慢性病成员）' })
    const ill = family('illness').given(health('2022-06-01', 'chronic'))
    ill.on('2023-03-01').isSilent()
    ill
      .given(income('2022-09-30', 0))
      .on('2023-03-01')
      .fires({
        events: ['case.HouseholdRecognised 2023-01-31', 'income 2022-09-30'],
        zh: '风险 因病 没有事实依据（2021-10-01 以来合规自付为零）',
        en: 'risk illness without fact (no compliant self-paid cost since 2021-10-01)',
      })
    ill.given(income('2022-09-30', 1)).on('2023-03-01').isSilent()
  })

  it('“因病 but … 合规自付支出 = 0” (domain.md 5.4): a bill after the window of the income is a cost too, as it is for the rule on bills', () => {
    const bill = (on: string, compliantSelfPaid: number) =>
      said('bill', on, { person: 'P00001', bill: on, care: 'inpatient', total: 2_000_000, reimbursed: 1_000_000, compliantSelfPaid })
    const free = family('illness').given(health('2022-06-01', 'chronic'), income('2022-09-30', 0))
    free.given(bill('2023-02-01', 800_000)).on('2023-03-01').isSilent({ zh: '各项风险都有事实依据' })
    free.given(bill('2023-02-01', 0)).on('2023-03-01').fires()
    free.given(bill('2021-09-30', 800_000)).on('2023-03-01').fires()
    free.given(bill('2021-10-01', 800_000)).on('2023-03-01').isSilent()
  })

  it('boundary: labour shortage although all can work, or more than half of four; half of them is a shortage', () => {
    const able = (count: number) =>
      family('labourShortage')
        .given(...persons.map((person, i) => labour(person, i < count ? 'ordinary' : 'none')))
        .on('2023-03-01')
    able(2).isSilent()
    able(3).fires({ zh: '风险 缺劳动力 没有事实依据（4 名成员中 3 名有劳动能力，超过 50%）（全国 2019）' })
    able(4).fires({ zh: '风险 缺劳动力 没有事实依据（4 名成员都有劳动能力）' })
    rule
      .given(joined('P00001'), joined('P00002'), joined('P00003'), recognised('2023-01-31', { risks: [{ kind: 'labourShortage' }] }))
      .given(labour('P00001', 'ordinary'), labour('P00002', 'ordinary'), labour('P00003', 'none'))
      .on('2023-03-01')
      .isSilent()
  })

  it('an unstable job needs a job or a wage of somebody here; one that was lost is one', () => {
    family('unstableJob').on('2023-03-01').fires({ zh: '风险 务工就业不稳 没有事实依据（无务工和工资记录）' })
    family('unstableJob')
      .given(
        said('job', '2022-01-01', { person: 'P00001', place: 'county', monthlyWage: 300_000 }),
        said('jobLost', '2022-12-01', { person: 'P00001' }),
      )
      .on('2023-03-01')
      .isSilent()
    const entry = { entry: 'E1', from: '2022-01', to: '2022-03', amount: 100_000 }
    family('unstableJob')
      .given(said('incomeEntry', '2022-03-31', { ...entry, kind: 'dayLabour' }))
      .on('2023-03-01')
      .isSilent()
    family('unstableJob')
      .given(said('incomeEntry', '2022-03-31', { ...entry, kind: 'dayLabour', person: 'P99999' }))
      .on('2023-03-01')
      .fires()
    family('unstableJob')
      .given(said('incomeEntry', '2022-03-31', { ...entry, kind: 'cropSales' }))
      .on('2023-03-01')
      .fires()
  })

  it('an unsafe house was once graded C or D, unsafe water once failed, schooling has a pupil or a cost', () => {
    family('unsafeHouse')
      .given(said('house', '2022-01-01', { grade: 'B' }))
      .on('2023-03-01')
      .fires()
    family('unsafeHouse')
      .given(said('house', '2022-01-01', { grade: 'C' }), said('house', '2023-02-01', { grade: 'A' }))
      .on('2023-03-01')
      .isSilent()
    const safe = { quality: true, quantity: true, reliability: true, access: true }
    family('unsafeWater')
      .given(said('water', '2022-01-01', safe))
      .on('2023-03-01')
      .fires()
    family('unsafeWater')
      .given(said('water', '2022-01-01', { ...safe, access: false }))
      .on('2023-03-01')
      .isSilent()
    family('schooling').on('2023-03-01').fires()
    family('schooling')
      .given(said('school', '2022-09-01', { person: 'P00001', stage: 'senior', status: 'enrolled' }))
      .on('2023-03-01')
      .isSilent()
  })

  it('not set: without the numbers only the household in which all can work is told from a shortage', () => {
    const some = unset.given(...persons.map(joined), recognised('2023-01-31', { risks: [{ kind: 'labourShortage' }] }), labour('P00001', 'ordinary'))
    some.on('2023-03-01').isSilent()
    expect(some.on('2023-03-01').finding.missing.map(({ zh }) => zh)).toEqual([
      '未设定示范 2023 年的缺劳动力核对人数',
      '未设定示范 2023 年的缺劳动力核对比例',
    ])
  })

  it('cleared: by the fact', () => {
    const told = family('disability').given(health('2023-03-10', 'disabled'))
    told.on('2023-03-09').fires()
    told.on('2023-03-10').isSilent()
  })
})
