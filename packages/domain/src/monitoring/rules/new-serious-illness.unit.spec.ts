import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { adoption, specify } from '../../testing/rule-scenario.ts'
import { newSeriousIllness } from './new-serious-illness.ts'

const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const health = (on: string, state: 'healthy' | 'chronic' | 'seriousIllness' | 'disabled') => said('health', on, { person: 'P00001', health: state })
const forever = specify(newSeriousIllness).given(joined)
const rule = forever.set(adoption('new-serious-illness', { standsDays: 90 }))

describe('rule 6: newly confirmed serious illness', () => {
  it('fires: the last word on a member’s health is a serious illness', () => {
    rule
      .given(health('2022-05-01', 'chronic'), health('2023-02-01', 'seriousIllness'))
      .on('2023-02-01')
      .fires({
        events: ['health 2023-02-01', 'rule.new-serious-illness 2019-01-01'],
        zh: '2023-02-01 起一名成员新发大病，90 天内',
        en: 'one member newly with a serious illness since 2023-02-01, within 90 days',
        clearedBy: '健康状况更新，或满 90 天',
        nextChangeOn: '2023-05-03',
      })
  })

  it('is silent: a chronic illness, or the illness of somebody who is no member', () => {
    rule.given(health('2023-02-01', 'chronic')).on('2023-02-01').isSilent({ zh: '没有成员新发大病，90 天内' })
    rule
      .given(said('health', '2023-02-01', { person: 'P00009', health: 'seriousIllness' }))
      .on('2023-02-01')
      .isSilent()
  })

  it('boundary, next change: the last of its days still fires, the day after is named', () => {
    rule.given(health('2023-02-01', 'seriousIllness')).on('2023-05-02').fires({ nextChangeOn: '2023-05-03' })
    rule.given(health('2023-02-01', 'seriousIllness')).on('2023-05-03').isSilent()
  })

  it('without standing days it fires until something else is said', () => {
    forever
      .given(health('2023-02-01', 'seriousIllness'))
      .on('2026-01-01')
      .fires({
        events: ['health 2023-02-01'],
        zh: '2023-02-01 起一名成员新发大病',
        nextChangeOn: undefined,
      })
  })

  it('cleared: by a later word on the member’s health', () => {
    const better = rule.given(health('2023-02-01', 'seriousIllness'), health('2023-03-01', 'healthy'))
    better.on('2023-02-28').fires()
    better.on('2023-03-01').isSilent()
  })

  it('not set: nobody adopted it', () => {
    rule.given(health('2023-02-01', 'seriousIllness')).notAdopted().on('2023-02-01').isNotSet({ zh: '示范 2023 年未启用本规则' })
  })
})
