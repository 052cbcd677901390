import { describe, it } from 'vitest'
import type { FactBodies } from '../facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { schoolingCost } from './schooling-cost.ts'

const joined = (person: string) => said('memberJoined', '2019-01-01', { person, relation: 'child', bornIn: '2006-01', reason: 'registered' })
const cost = (on: string, yuan: number, more: Partial<FactBodies['schoolCost']> = {}) => {
  const body = { person: 'P00001', schoolYear: 2022, stage: 'senior', publicSchool: true, tuition: yuan * 100, board: 0, books: 0, aid: 0 }
  return said('schoolCost', on, { ...body, ...more })
}
const line = parameter('threshold.schoolingYear', { name: 'schoolingYear', value: 1_000_000, unit: 'fen' }, { assumption: true })
const ends = parameter('threshold.schoolYearEnds', { name: 'schoolYearEnds', value: 8, unit: 'month' })
const rule = specify(schoolingCost).set(line, ends)
const family = rule.given(joined('P00001'), joined('P00002'))

describe('rule 8: schooling cost over the warning line', () => {
  it('fires: tuition, board and books of a public school, after aid', () => {
    family
      .given(cost('2022-10-01', 6_000, { board: 400_000, books: 300_000, aid: 100_000 }))
      .on('2022-10-01')
      .fires({
        events: ['schoolCost 2022-10-01', 'threshold.schoolingYear 2019-01-01', 'threshold.schoolYearEnds 2019-01-01'],
        zh: '2022 学年费用 13,000元，减资助 1,000元 后 12,000元 > 10,000元（全国 2019；假定）',
        en: 'school year 2022: 13,000 yuan less aid 1,000 yuan = 12,000 yuan > 10,000 yuan (nation 2019; assumed)',
        clearedBy: '资助到位使其不超过 10,000元',
        nextChangeOn: '2023-09-01',
      })
  })

  it('is silent: a private school, a college, two members together, or somebody who is no member', () => {
    family
      .given(cost('2022-10-01', 20_000, { publicSchool: false }))
      .on('2022-10-01')
      .isSilent({ zh: '没有成员本学年高中、中职费用记录（全国 2019；假定）' })
    family
      .given(cost('2022-10-01', 20_000, { stage: 'college' }))
      .on('2022-10-01')
      .isSilent()
    family
      .given(cost('2022-10-01', 9_000), cost('2022-10-02', 9_000, { person: 'P00002', stage: 'vocational' }))
      .on('2022-10-02')
      .isSilent()
    family
      .given(cost('2022-10-01', 20_000, { person: 'P00009' }))
      .on('2022-10-01')
      .isSilent()
  })

  it('boundary: the line itself is silent, a fen more fires', () => {
    family
      .given(cost('2022-10-01', 10_000))
      .on('2022-10-01')
      .isSilent({ zh: '2022 学年费用 10,000元，减资助 0元 后 10,000元 ≤ 10,000元（全国 2019；假定）' })
    family
      .given(cost('2022-10-01', 10_000.01, { stage: 'vocational' }))
      .on('2022-10-01')
      .fires()
  })

  it('not set: it names the line and the month in which a school year ends', () => {
    specify(schoolingCost).given(joined('P00001'), cost('2022-10-01', 20_000)).on('2022-10-01').isNotSet({
      zh: '未设定示范 2022 年的学年费用预警线；未设定示范 2022 年的学年结束月份',
      en: 'no warning line of schooling cost a year set for demonstration 2022; no month in which a school year ends set for demonstration 2022',
    })
  })

  it('cleared: when the school year is over', () => {
    family.given(cost('2022-10-01', 20_000)).on('2023-08-31').fires({ nextChangeOn: '2023-09-01' })
    family.given(cost('2022-10-01', 20_000)).on('2023-09-01').isSilent()
  })

  it('cleared: by the aid, told with the cost of the same year again', () => {
    const helped = family.given(cost('2022-10-01', 20_000), cost('2023-03-01', 20_000, { aid: 1_500_000 }))
    helped.on('2023-02-28').fires()
    helped.on('2023-03-01').isSilent()
  })

  it('next change: of two costs over the line the day after the earlier school year', () => {
    family
      .given(cost('2022-10-01', 20_000), cost('2023-07-01', 20_000, { schoolYear: 2023 }))
      .on('2023-07-01')
      .fires({ nextChangeOn: '2023-09-01' })
  })
})
