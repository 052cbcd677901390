import { describe, it } from 'vitest'
import { clue, county, proposed, recognised } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { farmerNotTold } from './farmer-not-told.ts'

const five = parameter('deadline.explanation', { stage: 'explanation', length: 5, unit: 'day' })
const unset = specify(farmerNotTold).given(clue('2023-10-01'))
const rule = unset.set(five)
const rejection = rule.given(county('2023-10-12', { outcome: 'rejected', reason: 'ownMeans' }))

describe('rule 40: not taken in, and the farmer was not told (L20)', () => {
  it('fires: five days after the rejection nothing was explained', () => {
    rejection.on('2023-10-18').fires({
      events: ['case.CountyDecided 2023-10-12', 'deadline.explanation 2019-01-01'],
      zh: '2023-10-12 县级未同意，未向农户说明，2023-10-17 已过（全国 2019）',
      en: 'rejected on 2023-10-12, farmer not told, 2023-10-17 is past (nation 2019)',
      clearedBy: '说明并登记',
      nextChangeOn: undefined,
    })
  })

  it('is silent: the county approved, or an elimination was rejected', () => {
    rule.given(county('2023-10-12')).on('2023-10-18').isSilent({ zh: '县级没有不予纳入的决定' })
    rule
      .given(recognised('2023-10-12'), proposed('2024-05-01'), county('2024-06-01', { procedure: 2, outcome: 'rejected' }))
      .on('2024-07-01')
      .isSilent()
  })

  it('boundary: the last day in time is silent, the day after fires', () => {
    rejection.on('2023-10-17').isSilent({ nextChangeOn: '2023-10-18' })
    rejection.on('2023-10-18').fires()
  })

  it('not set: without the length it says so', () => {
    unset
      .given(county('2023-10-12', { outcome: 'rejected' }))
      .on('2023-10-18')
      .isNotSet({ zh: '未设定示范 2023 年的向农户说明时限' })
  })

  it('cleared: by the explanation, by a dismissal that holds one, or by a new clue', () => {
    const told = rejection.given(said('case.ExplanationGiven', '2023-10-20', { procedure: 1, how: 'visit' }))
    told.on('2023-10-19').fires()
    told.on('2023-10-20').isSilent({ zh: '2023-10-12 县级未同意，2023-10-20 已向农户说明（全国 2019）', nextChangeOn: undefined })
    rejection
      .given(
        said('case.ClueDismissed', '2023-10-20', { procedure: 1, reason: 'ownMeans', explanation: { on: '2023-10-20', how: 'visit' }, evidence: [] }),
      )
      .on('2023-10-20')
      .isSilent()
    rejection
      .given(clue('2023-11-01', { procedure: 2 }))
      .on('2023-11-01')
      .isSilent()
  })

  it('next change: the day after the last day in time', () => {
    rejection.on('2023-10-12').isSilent({ zh: '2023-10-12 县级未同意，最迟 2023-10-17 向农户说明（全国 2019）', nextChangeOn: '2023-10-18' })
  })
})
