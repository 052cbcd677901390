import { describe, expect, it } from 'vitest'
import {
  clue,
  county,
  eliminated,
  measure,
  notice,
  noticeEnded,
  proposed,
  recognised,
  reMarked,
  review,
  townCheck,
  visit,
} from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { procedureSkipped } from './procedure-skipped.ts'

const announced = (on: string, procedure = 1) => said('case.CountyAnnounced', on, { procedure })
const two = parameter('threshold.visitors', { name: 'visitors', value: 2, unit: 'count' })
const half = parameter('threshold.reviewMajority', { name: 'reviewMajority', value: 50, unit: 'percent' }, { assumption: true })
const unset = specify(procedureSkipped)
const rule = unset.set(two, half)
const steps = [
  clue('2023-10-01'),
  visit('2023-10-02'),
  review('2023-10-05'),
  notice('2023-10-06', '2023-10-10'),
  townCheck('2023-10-11'),
  county('2023-10-12'),
]
const whole = rule.given(...steps, announced('2023-10-13'), recognised('2023-10-14'))

describe('rule 26: a step was left out (L03, L07, L13)', () => {
  it('fires: a decision that was reported without its steps names them', () => {
    rule
      .given(clue('2023-10-01'), county('2023-10-12', { breaches: ['consentMissing', 'noticeMissing'] }))
      .on('2023-10-12')
      .fires({
        events: ['case.CountyDecided 2023-10-12'],
        zh: '程序缺项：未签承诺授权书、未公示',
        en: 'steps left out: no consent signed, no notice',
        clearedBy: '补办缺项，或按规定重新办理',
        nextChangeOn: undefined,
      })
  })

  it('is silent: every step was taken, or nothing began', () => {
    whole.on('2023-12-01').isSilent({ zh: '程序没有缺项', en: 'no step was left out', events: [] })
    rule.on('2023-12-01').isSilent({ zh: '没有程序', en: 'there is no procedure' })
  })

  it('boundary: two visitors are enough, one is not (L03)', () => {
    rule
      .given(clue('2023-10-01'), visit('2023-10-02', { visitors: 2 }))
      .on('2023-10-02')
      .isSilent()
    rule
      .given(clue('2023-10-01'), visit('2023-10-02', { visitors: 1 }))
      .on('2023-10-02')
      .fires({ events: ['case.HomeVerified 2023-10-02', 'threshold.visitors 2019-01-01'], zh: '程序缺项：入户 1 人 < 2 人（全国 2019）' })
  })

  it('boundary: more than half of those who attended have to agree, half is not enough (L07)', () => {
    const reviewed = (agree: number) =>
      rule.given(clue('2023-10-01'), review('2023-10-05', { attended: 10, agree, disagree: 10 - agree, abstain: 0 })).on('2023-10-05')
    reviewed(6).isSilent()
    reviewed(5).fires({
      events: ['case.VillageReviewed 2023-10-05', 'threshold.reviewMajority 2019-01-01'],
      zh: '程序缺项：评议同意 5 人，未超过到会 10 人的 50%（全国 2019；假定）',
    })
  })

  it('the votes are those of all who attended; a review that did not agree needs no majority (L07)', () => {
    const votes = { attended: 10, agree: 2, disagree: 8, abstain: 0 }
    rule
      .given(clue('2023-10-01'), review('2023-10-05', { ...votes, outcome: 'rejected' }))
      .on('2023-10-05')
      .isSilent()
    rule
      .given(clue('2023-10-01'), review('2023-10-05', { ...votes, agree: 8, disagree: 1 }))
      .on('2023-10-05')
      .fires({ zh: '程序缺项：评议票数 9 ≠ 到会 10 人', en: 'steps left out: 9 votes ≠ 10 who attended' })
  })

  it('a second notice fires, but not the one after an upheld objection', () => {
    const noticed = rule.given(clue('2023-10-01'), notice('2023-10-06', '2023-10-10'))
    noticed
      .given(notice('2023-10-12', '2023-10-16'))
      .on('2023-10-12')
      .fires({ events: ['case.CaseNoticed 2023-10-12'], zh: '程序缺项：重复公示' })
    noticed
      .given(noticeEnded('2023-10-10', { objections: 1, upheld: 1 }), notice('2023-10-15', '2023-10-19'))
      .on('2023-10-15')
      .isSilent()
  })

  it('a recognition that was only reported, or that the county did not announce, fires (L13)', () => {
    rule
      .given(...steps, recognised('2023-10-14', { by: 'report' }))
      .on('2023-10-14')
      .fires({ events: ['case.HouseholdRecognised 2023-10-14'], zh: '程序缺项：识别系补报、县级未公告' })
  })

  it('a measure and an elimination of the round are looked at too', () => {
    whole
      .given(measure('2023-11-01', 'health', { breaches: ['notMonitored'] }))
      .on('2023-11-01')
      .fires({ zh: '程序缺项：不是监测对象' })
    whole
      .given(proposed('2024-05-01'), eliminated('2024-06-01', { by: 'report', breaches: ['reviewMissing'] }))
      .on('2024-06-01')
      .fires({ zh: '程序缺项：未民主评议' })
  })

  it('not set: a threshold that is missing keeps only its own clause from speaking', () => {
    const visited = unset.given(clue('2023-10-01'), visit('2023-10-02', { visitors: 1 }))
    visited.on('2023-10-02').isSilent()
    expect(visited.on('2023-10-02').finding.missing).toEqual([
      { zh: '未设定示范 2023 年的入户核实人数', en: 'no visitors of a home visit set for demonstration 2023' },
    ])
    visited
      .given(county('2023-10-12', { breaches: ['noticeMissing'] }))
      .on('2023-10-12')
      .fires({ zh: '程序缺项：未公示' })
  })

  it('cleared: the announcement is made up for, the clue is dismissed, or the next round has every step', () => {
    rule
      .given(...steps, recognised('2023-10-14'), announced('2023-10-20'))
      .on('2023-10-19')
      .fires()
    rule
      .given(...steps, recognised('2023-10-14'), announced('2023-10-20'))
      .on('2023-10-20')
      .isSilent()
    const dismissal = { procedure: 1, reason: 'noRisk', explanation: { on: '2023-10-20', how: 'visit' }, evidence: [] } as const
    rule
      .given(clue('2023-10-01'), visit('2023-10-02', { visitors: 1 }), said('case.ClueDismissed', '2023-10-20', dismissal))
      .on('2023-10-20')
      .isSilent()
    const again = whole.given(proposed('2024-05-01'), eliminated('2024-06-01', { breaches: ['tooEarly'] }))
    again.on('2024-06-01').fires()
    again
      .given(clue('2025-01-01', { procedure: 3, purpose: 'reMark' }), announced('2025-01-10', 3), reMarked('2025-01-11'))
      .on('2025-01-11')
      .isSilent()
  })
})
