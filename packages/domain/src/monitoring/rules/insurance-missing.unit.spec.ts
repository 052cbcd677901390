import { describe, expect, it } from 'vitest'
import type { FactBodies } from '../facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { insuranceMissing } from './insurance-missing.ts'

const joined = (person: string) => said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn: '1970-01', reason: 'registered' })
const insured = (on: string, year: number, basic: FactBodies['insurance']['basic'], more: Partial<FactBodies['insurance']> = {}) =>
  said('insurance', on, { person: 'P00001', year, basic, seriousIllness: true, ...more })
const march = parameter('threshold.insuranceFrom', { name: 'insuranceFrom', value: 3, unit: 'month' })
const bare = specify(insuranceMissing).given(joined('P00001'))
const rule = bare.set(march)

describe('rule 12: no basic medical insurance or no serious-illness cover', () => {
  it('fires: nobody insured the member this year', () => {
    rule
      .given(insured('2023-01-15', 2023, 'none'))
      .on('2023-02-01')
      .fires({
        events: ['insurance 2023-01-15'],
        zh: '2023 年 1 名成员未参保或无大病保险',
        en: '2023: 1 members without basic or serious-illness insurance',
        clearedBy: '补办参保',
        nextChangeOn: '2023-03-01',
      })
  })

  it('fires: insured, but without cover of serious illness; one of two members is enough', () => {
    rule
      .given(
        joined('P00002'),
        insured('2023-01-15', 2023, 'resident'),
        insured('2023-01-16', 2023, 'employee', { person: 'P00002', seriousIllness: false }),
      )
      .on('2023-04-01')
      .fires({ events: ['insurance 2023-01-16'] })
  })

  it('fires: who is not reported is a clause beside it, and no reason', () => {
    const { finding, fires } = rule.given(joined('P00002'), insured('2023-01-15', 2023, 'none')).on('2023-03-01')
    fires({ events: ['insurance 2023-01-15', 'threshold.insuranceFrom 2019-01-01'], zh: '2023 年 1 名成员未参保或无大病保险' })
    expect(finding.clauses[1]).toMatchObject({ text: { zh: '1 名成员没有 2023 年参保记录' }, value: 1, holds: false })
  })

  it('is silent: insured, both ways even; last year’s gap and somebody who is no member do not count', () => {
    rule
      .given(insured('2023-01-15', 2023, 'resident'))
      .on('2023-04-01')
      .isSilent({ zh: '2023 年没有成员报告未参保或无大病保险' })
    rule
      .given(insured('2023-01-15', 2023, 'both'))
      .on('2023-04-01')
      .isSilent()
    rule
      .given(insured('2022-01-15', 2022, 'none'), insured('2023-01-15', 2023, 'resident'), insured('2023-01-16', 2023, 'none', { person: 'P00009' }))
      .on('2023-04-01')
      .isSilent()
  })

  it('boundary, unknown: a missing report is named from the first of the month set on, never before', () => {
    rule.on('2023-02-28').isSilent({ nextChangeOn: '2023-03-01' })
    rule.on('2023-03-01').isUnknown({
      zh: '1 名成员没有 2023 年参保记录',
      en: 'no insurance of 2023 reported for 1 members',
      events: ['threshold.insuranceFrom 2019-01-01'],
      nextChangeOn: '2024-01-01',
    })
  })

  it('not set: without the month a missing report cannot be named; a gap that was reported still fires', () => {
    const { missing } = bare.on('2023-05-01').finding
    expect(missing).toEqual([expect.objectContaining({ zh: '未设定示范 2023 年的参保报告月份' })])
    bare.on('2023-05-01').isSilent()
    bare
      .given(insured('2023-01-15', 2023, 'none'))
      .on('2023-05-01')
      .fires()
  })

  it('cleared: insured later in the year', () => {
    const later = rule.given(insured('2023-01-15', 2023, 'none'), insured('2023-06-01', 2023, 'resident'))
    later.on('2023-05-31').fires()
    later.on('2023-06-01').isSilent()
  })

  it('next change: with the year, into it and out of it', () => {
    const early = rule.given(insured('2023-01-15', 2023, 'resident'), insured('2023-12-01', 2024, 'none'))
    early.on('2023-12-31').isSilent({ nextChangeOn: '2024-01-01' })
    early.on('2024-03-01').fires({ nextChangeOn: '2025-01-01' })
    early.on('2025-01-01').isSilent({ nextChangeOn: '2025-03-01' })
  })
})
