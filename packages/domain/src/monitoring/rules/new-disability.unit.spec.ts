import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { adoption, specify } from '../../testing/rule-scenario.ts'
import { newDisability } from './new-disability.ts'

const joined = (person: string) => said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn: '1970-01', reason: 'registered' })
const certified = (on: string, person = 'P00001') => said('disability', on, { person, kind: 'physical', level: 2 })
const reported = (on: string, health: 'disabled' | 'healthy' = 'disabled') => said('health', on, { person: 'P00001', health })
const forever = specify(newDisability).given(joined('P00001'), joined('P00002'))
const rule = forever.set(adoption('new-disability', { standsDays: 90 }))

describe('rule 7: new disability', () => {
  it('fires: a member was certified', () => {
    rule
      .given(certified('2023-02-01'))
      .on('2023-02-01')
      .fires({
        events: ['disability 2023-02-01', 'rule.new-disability 2019-01-01'],
        zh: '2023-02-01 起一名成员新增残疾，90 天内',
        en: 'one member newly disabled since 2023-02-01, within 90 days',
        clearedBy: '撤回误报，或满 90 天',
        nextChangeOn: '2023-05-03',
      })
  })

  it('fires: from the first of certificate and report on', () => {
    rule
      .given(reported('2023-01-10'), certified('2023-02-01'))
      .on('2023-02-01')
      .fires({
        events: ['health 2023-01-10', 'rule.new-disability 2019-01-01'],
        nextChangeOn: '2023-04-11',
      })
    rule
      .given(certified('2023-01-10'), reported('2023-02-01'))
      .on('2023-02-01')
      .fires({
        events: ['disability 2023-01-10', 'rule.new-disability 2019-01-01'],
      })
  })

  it('is silent: the certificate only says again what was reported long ago, or nobody is disabled', () => {
    rule.given(reported('2020-01-10'), certified('2023-02-01')).on('2023-02-01').isSilent({ zh: '没有成员新增残疾，90 天内' })
    rule.given(reported('2023-02-01', 'healthy'), certified('2023-02-01', 'P00009')).on('2023-02-01').isSilent()
  })

  it('boundary, next change: the last of its days still fires, the day after is named', () => {
    rule.given(certified('2023-02-01')).on('2023-05-02').fires({ nextChangeOn: '2023-05-03' })
    rule.given(certified('2023-02-01')).on('2023-05-03').isSilent()
    forever.given(certified('2023-02-01')).on('2026-01-01').fires({ nextChangeOn: undefined, zh: '2023-02-01 起一名成员新增残疾' })
  })

  it('cleared: by its days alone, one member after the other', () => {
    const two = rule.given(certified('2023-02-01'), certified('2023-03-01', 'P00002'))
    two.on('2023-05-03').fires({ events: ['disability 2023-03-01', 'rule.new-disability 2019-01-01'], nextChangeOn: '2023-05-31' })
    rule.given(certified('2023-02-01'), reported('2023-03-01', 'healthy')).on('2023-03-01').fires()
  })

  it('not set: nobody adopted it', () => {
    rule.given(certified('2023-02-01')).notAdopted().on('2023-02-01').isNotSet({ en: 'rule not in force in demonstration 2023' })
  })
})
