import { describe, it } from 'vitest'
import { eliminated, proposed, recognised, reMarked, rolledBack } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { notEliminatedInTime } from './not-eliminated-in-time.ts'

const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const labour = (is: 'weak' | 'lost') => said('labour', '2019-01-01', { person: 'P00001', labour: is })
const year = parameter('deadline.eliminationOverdue', { stage: 'eliminationOverdue', length: 12, unit: 'month' })
const unset = specify(notEliminatedInTime).given(joined, recognised('2023-02-28'))
const rule = unset.set(year)
const able = rule.given(labour('weak'))

describe('rule 36: labour, and not eliminated for over a year', () => {
  it('fires: a member can work and a year is over', () => {
    able.on('2024-02-29').fires({
      events: ['case.HouseholdRecognised 2023-02-28', 'labour 2019-01-01', 'deadline.eliminationOverdue 2019-01-01'],
      zh: '识别于 2023-02-28，1 人有劳动力，2024-02-28 已过仍未消除（全国 2019）',
      en: 'recognised on 2023-02-28, 1 can work, 2024-02-28 is past and not eliminated (nation 2019)',
      clearedBy: '按程序消除',
    })
  })

  it('is silent: nobody can work, or nobody is monitored', () => {
    rule
      .given(labour('lost'))
      .on('2024-06-01')
      .isSilent({ zh: '识别于 2023-02-28，0 人有劳动力，期限 2024-02-28（全国 2019）', nextChangeOn: undefined })
    able.given(eliminated('2024-01-10')).on('2024-06-01').isSilent({ zh: '不是监测中的户' })
  })

  it('boundary: the day on which the year is full is silent, the day after fires', () => {
    able.on('2024-02-28').isSilent()
    able.on('2024-02-29').fires()
  })

  it('not set: without the length it says so', () => {
    unset.given(labour('weak')).on('2024-06-01').isNotSet({ zh: '未设定示范 2024 年的未消除提醒时间' })
  })

  it('cleared: an elimination is under way, and again when it is withdrawn', () => {
    const proposal = able.given(proposed('2024-05-01'), said('case.EliminationWithdrawn', '2024-05-20', { procedure: 2 }))
    proposal.on('2024-05-01').isSilent({ zh: '识别于 2023-02-28，1 人有劳动力，期限 2024-02-28，正在办理风险消除（全国 2019）' })
    proposal.on('2024-05-20').fires()
  })

  it('“risk elimination roll-back: weak elimination → back to monitored” (domain.md 4.4): the year runs on from the recognition, and the roll-back is told', () => {
    const back = able.given(eliminated('2023-12-01'), rolledBack('2024-01-15'))
    back.on('2024-02-28').isSilent({ zh: '识别于 2023-02-28，2024-01-15 回退，1 人有劳动力，期限 2024-02-28（全国 2019）' })
    back.on('2024-02-29').fires({
      events: [
        'case.HouseholdRecognised 2023-02-28',
        'case.EliminationRolledBack 2024-01-15',
        'labour 2019-01-01',
        'deadline.eliminationOverdue 2019-01-01',
      ],
      zh: '识别于 2023-02-28，2024-01-15 回退，1 人有劳动力，2024-02-28 已过仍未消除（全国 2019）',
      en: 'recognised on 2023-02-28, rolled back on 2024-01-15, 1 can work, 2024-02-28 is past and not eliminated (nation 2019)',
    })
  })

  it('a new recognition after an elimination (风险再标注) is a round of its own with a year of its own', () => {
    const again = able.given(eliminated('2023-12-01'), reMarked('2024-06-30'))
    again.on('2025-06-30').isSilent()
    again.on('2025-07-01').fires()
  })

  it('next change: the day after the year is full', () => {
    able.on('2023-06-01').isSilent({ nextChangeOn: '2024-02-29' })
    able.on('2024-02-29').fires({ nextChangeOn: undefined })
  })
})
