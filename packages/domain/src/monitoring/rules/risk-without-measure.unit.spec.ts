import { describe, it } from 'vitest'
import { eliminated, measure, recognised, rolledBack } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { adoption, parameter, specify } from '../../testing/rule-scenario.ts'
import { riskWithoutMeasure } from './risk-without-measure.ts'

const table = parameter('requiredMeasures', {
  development: ['industry', 'employment'],
  pairs: [
    { when: 'illness', anyOf: ['health', 'socialHelp'], afterElimination: ['socialSafetyNet'] },
    { when: 'dropOut', anyOf: ['compulsoryEducation'] },
    { when: 'uninsured', anyOf: ['health', 'socialHelp'] },
  ],
})
const month = parameter('deadline.firstMeasure', { stage: 'firstMeasure', length: 1, unit: 'month' })
const age = (name: 'schoolAgeFrom' | 'schoolAgeTo', value: number) => parameter(`threshold.${name}`, { name, value, unit: 'year' })
const unset = specify(riskWithoutMeasure)
const rule = unset.set(table, month)
const ill = rule.given(recognised('2023-01-31', { risks: [{ kind: 'illness' }] }))

describe('rule 29: a risk without its measure (L25, L26)', () => {
  it('fires: illness is the risk and neither health nor social help began (L25)', () => {
    ill
      .given(measure('2023-02-10', 'industry'))
      .on('2023-03-01')
      .fires({
        events: ['case.HouseholdRecognised 2023-01-31', 'requiredMeasures 2019-01-01', 'deadline.firstMeasure 2019-01-01'],
        zh: '风险 因病 没有对应措施（应为 健康帮扶、社会帮扶）（全国 2019）',
        en: 'risk illness without a measure of health, social help (nation 2019)',
        clearedBy: '落实其中一项',
        nextChangeOn: undefined,
      })
  })

  it('is silent: one measure of the pair is enough, a risk without a pair asks for none, and nobody is monitored', () => {
    ill.given(measure('2023-02-10', 'socialHelp')).on('2023-03-01').isSilent({ zh: '各项风险都有对应措施（全国 2019）' })
    rule
      .given(recognised('2023-01-31', { risks: [{ kind: 'accident' }] }))
      .on('2023-03-01')
      .isSilent()
    rule.on('2023-03-01').isSilent({ zh: '不是监测中的户' })
  })

  it('boundary, next change: the last day in time is silent, the day after fires', () => {
    ill.on('2023-02-28').isSilent({
      zh: '识别于 2023-01-31，最迟 2023-02-28：风险 因病 没有对应措施（应为 健康帮扶、社会帮扶）（全国 2019）',
      nextChangeOn: '2023-03-01',
    })
    ill.on('2023-03-01').fires()
  })

  it('fires: a child out of school needs compulsory education, whatever the risk of the round (L26)', () => {
    const child = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'child', bornIn: '2010-05', reason: 'born' })
    const out = said('school', '2023-02-15', { person: 'P00001', stage: 'junior', status: 'droppedOut' })
    const asked = rule.set(adoption('drop-out'), age('schoolAgeFrom', 6), age('schoolAgeTo', 15))
    const family = asked.given(child, out, recognised('2023-01-31', { risks: [{ kind: 'accident' }] }))
    family.on('2023-03-01').fires({
      events: ['case.HouseholdRecognised 2023-01-31', 'school 2023-02-15', 'requiredMeasures 2019-01-01', 'deadline.firstMeasure 2019-01-01'],
      zh: '风险 失学辍学 没有对应措施（应为 义务教育保障）（全国 2019）',
      nextChangeOn: '2026-05-01',
    })
    family.given(measure('2023-03-02', 'compulsoryEducation')).on('2023-03-02').isSilent()
  })

  it('fires: a member without insurance needs health or social help (L26)', () => {
    const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
    const uninsured = said('insurance', '2023-01-15', { person: 'P00001', year: 2023, basic: 'none', seriousIllness: false })
    rule
      .set(adoption('insurance-missing'), parameter('threshold.insuranceFrom', { name: 'insuranceFrom', value: 3, unit: 'month' }))
      .given(joined, uninsured, recognised('2023-01-31', { risks: [{ kind: 'accident' }] }))
      .on('2023-03-01')
      .fires({ zh: '风险 未参保 没有对应措施（应为 健康帮扶、社会帮扶）（全国 2019）' })
  })

  it('once the round was eliminated and rolled back, the measures for after an elimination count too', () => {
    const kept = ill.given(measure('2023-02-10', 'socialSafetyNet'))
    kept.on('2023-09-01').fires()
    kept.given(eliminated('2023-09-30'), rolledBack('2023-12-01')).on('2023-12-01').isSilent()
  })

  it('not set: it says whether the table or the length is missing', () => {
    const lacking = unset.given(recognised('2023-01-31'))
    lacking.set(month).on('2023-03-01').isNotSet({ zh: '未设定示范 2023 年的风险与帮扶措施对应表' })
    lacking.set(table).on('2023-03-01').isNotSet({ zh: '未设定示范 2023 年的首项帮扶措施时限' })
  })

  it('cleared: by a measure of the pair', () => {
    const helped = ill.given(measure('2023-03-10', 'health'))
    helped.on('2023-03-09').fires()
    helped.on('2023-03-10').isSilent()
  })
})
