import { describe, it } from 'vitest'
import type { FactBodies } from '../facts.ts'
import { said } from '../../testing/household-facts.ts'
import { adoption, specify } from '../../testing/rule-scenario.ts'
import { benefitsEnded } from './benefits-ended.ts'

const granted = (on: string, benefit: string, kind = 'livingAllowance') => said('benefit', on, { benefit, kind, monthly: 40_000 })
const ended = (on: string, benefit: string, reason: FactBodies['benefitEnded']['reason'] = 'reviewed') =>
  said('benefitEnded', on, { benefit, reason })
const forever = specify(benefitsEnded).given(granted('2020-01-01', 'b1'))
const rule = forever.set(adoption('benefits-ended', { standsDays: 90 }))

describe('rule 19: a benefit ended', () => {
  it('fires: after a review, and none of the same kind since', () => {
    rule
      .given(ended('2023-02-01', 'b1'))
      .on('2023-02-01')
      .fires({
        events: ['benefitEnded 2023-02-01', 'rule.benefits-ended 2019-01-01'],
        zh: '2023-02-01 低保停发（复核），未接续',
        en: 'living allowance ended on 2023-02-01 (reviewed), not resumed',
        clearedBy: '重新享受，或满 90 天',
        nextChangeOn: '2023-05-03',
      })
  })

  it.each(['reviewed', 'contractEnded', 'other'] as const)('fires: ended for the reason %s', (reason) => {
    rule
      .given(ended('2023-02-01', 'b1', reason))
      .on('2023-02-01')
      .fires()
  })

  it.each(['incomeRisen', 'died'] as const)('is silent: ended for the reason %s', (reason) => {
    rule
      .given(ended('2023-02-01', 'b1', reason))
      .on('2023-02-01')
      .isSilent({ zh: '没有停发后未接续的待遇', nextChangeOn: undefined })
  })

  it('boundary, next change: the last of its days still fires, the day after is named; without days it goes on', () => {
    rule.given(ended('2023-02-01', 'b1')).on('2023-05-02').fires({ nextChangeOn: '2023-05-03' })
    rule.given(ended('2023-02-01', 'b1')).on('2023-05-03').isSilent()
    forever.given(ended('2023-02-01', 'b1')).on('2024-05-03').fires({ clearedBy: '重新享受', nextChangeOn: undefined })
  })

  it('cleared: by a later grant of the same kind, not of another', () => {
    const again = rule.given(ended('2023-02-01', 'b1'), granted('2023-03-01', 'b2'))
    again.on('2023-02-28').fires()
    again.on('2023-03-01').isSilent()
    rule
      .given(ended('2023-02-01', 'b1'), granted('2023-03-01', 'b2', 'pension'))
      .on('2023-03-01')
      .fires()
  })

  it('boundary: a grant of the same day counts when it was said after the end', () => {
    rule.given(ended('2023-02-01', 'b1'), granted('2023-02-01', 'b2')).on('2023-02-01').isSilent()
    rule.given(granted('2023-02-01', 'b2'), ended('2023-02-01', 'b1')).on('2023-02-01').fires()
  })

  it('fires: also when the grant was never reported', () => {
    rule.given(ended('2023-02-01', 'b9')).on('2023-02-01').fires({ zh: '2023-02-01 其他待遇停发（复核），未接续' })
  })

  it('not set: nobody adopted it', () => {
    rule.given(ended('2023-02-01', 'b1')).notAdopted().on('2023-02-01').isNotSet({ zh: '示范 2023 年未启用本规则' })
  })
})
