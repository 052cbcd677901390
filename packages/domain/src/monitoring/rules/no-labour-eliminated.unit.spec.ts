import { describe, it } from 'vitest'
import { eliminated, recognised, rolledBack } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { noLabourEliminated } from './no-labour-eliminated.ts'

const joined = (person: string, bornIn: string) =>
  said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn, reason: 'registered' }, { eventId: `joined ${person}` })
const labour = (person: string, is: 'ordinary' | 'weak' | 'lost' | 'none', on = '2019-01-01') =>
  said('labour', on, { person, labour: is }, { eventId: `labour ${person} ${on}` })
const rule = specify(noLabourEliminated)
const couple = rule.given(joined('P00001', '1950-01'), joined('P00002', '1952-01'), labour('P00001', 'none'), recognised('2023-01-31'))

describe('rule 33: eliminated although the whole household is without labour (L34)', () => {
  it('fires: nobody could work on the day of the elimination', () => {
    couple
      .given(labour('P00002', 'lost'), eliminated('2023-09-30'))
      .on('2024-01-01')
      .fires({
        events: ['case.RiskEliminated 2023-09-30', 'labour P00001 2019-01-01', 'labour P00002 2019-01-01'],
        zh: '消除时（2023-09-30）2 名成员均无劳动能力',
        en: 'at elimination (2023-09-30) none of 2 members can work',
        clearedBy: '回退',
        nextChangeOn: undefined,
      })
  })

  it('is silent: one member can work, or nothing is eliminated', () => {
    couple
      .given(labour('P00002', 'weak'), eliminated('2023-09-30'))
      .on('2024-01-01')
      .isSilent({ zh: '消除时（2023-09-30）2 名成员中 1 名有劳动能力' })
    couple.given(labour('P00002', 'lost')).on('2024-01-01').isSilent({ zh: '没有标注风险消除' })
  })

  it('boundary: who lost the capability after that day could still work on it', () => {
    couple
      .given(labour('P00002', 'weak'), labour('P00002', 'lost', '2023-10-01'), eliminated('2023-09-30'))
      .on('2024-01-01')
      .isSilent()
    couple
      .given(labour('P00002', 'weak'), labour('P00002', 'lost', '2023-09-30'), eliminated('2023-09-30'))
      .on('2024-01-01')
      .fires()
  })

  it('unknown: of somebody nobody reported it; not set, no age tells that it is a child', () => {
    const withChild = rule.given(joined('P00001', '1950-01'), joined('P00003', '2015-01'), labour('P00001', 'none'), recognised('2023-01-31'))
    withChild.given(eliminated('2023-09-30')).on('2024-01-01').isUnknown({ zh: '没有劳动能力记录', en: 'no labour capability reported' })
    withChild
      .set(parameter('threshold.workAge', { name: 'workAge', value: 16, unit: 'year' }))
      .given(eliminated('2023-09-30'))
      .on('2024-01-01')
      .fires({ zh: '消除时（2023-09-30）2 名成员均无劳动能力' })
  })

  it('cleared: by the roll-back', () => {
    couple.given(labour('P00002', 'lost'), eliminated('2023-09-30'), rolledBack('2023-12-01')).on('2023-12-01').isSilent()
  })
})
