import { describe, it } from 'vitest'
import { eliminated, recognised, visit as verified } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { visitOverdue } from './visit-overdue.ts'

const rhythm = (group: 'monitored' | 'formerPoor' | 'registeredPoor', months: number) => parameter(`visitRhythm.${group}`, { group, months })
const visit = (on: string) => said('visit', on, { visitor: 'village:204' })
const poor = said('class', '2019-01-01', { registered: 'registeredPoor' })
const exited = said('exitedPoverty', '2019-12-10', {})
const unset = specify(visitOverdue)
const rule = unset.set(rhythm('monitored', 1), rhythm('formerPoor', 3))
const monitored = rule.given(recognised('2023-01-31'))

describe('rule 30: no visit in its rhythm (L23)', () => {
  it('fires: a monitored household is visited every month', () => {
    monitored
      .given(visit('2023-02-10'))
      .on('2023-03-11')
      .fires({
        events: ['visit 2023-02-10', 'visitRhythm.monitored 2019-01-01'],
        zh: '最近走访 2023-02-10，应每 1 个月一次，2023-03-10 已过（全国 2019）',
        en: 'last visit 2023-02-10, rhythm 1 months, 2023-03-10 is past (nation 2019)',
        clearedBy: '走访',
        nextChangeOn: undefined,
      })
  })

  it('fires: a household that exited poverty is visited every quarter', () => {
    rule.given(poor, exited, visit('2023-02-10')).on('2023-05-11').fires({ zh: '最近走访 2023-02-10，应每 3 个月一次，2023-05-10 已过（全国 2019）' })
  })

  it('is silent: the visit is not due, or the household belongs to no group', () => {
    monitored.given(visit('2023-02-10')).on('2023-02-20').isSilent({ zh: '最近走访 2023-02-10，应每 1 个月一次，最迟 2023-03-10（全国 2019）' })
    rule.on('2023-05-11').isSilent({ zh: '不是监测中的户，也不是建档立卡户' })
  })

  it('boundary: the last day in time is silent, the day after fires', () => {
    monitored.given(visit('2023-02-10')).on('2023-03-10').isSilent({ nextChangeOn: '2023-03-11' })
    monitored.given(visit('2023-02-10')).on('2023-03-11').fires()
  })

  it('a verification at home is a visit', () => {
    monitored
      .given(visit('2023-02-10'), verified('2023-03-01', { procedure: 2 }))
      .on('2023-03-20')
      .isSilent({ events: ['case.HomeVerified 2023-03-01', 'visitRhythm.monitored 2019-01-01'] })
  })

  it('without any visit the time runs from the recognition, or from the exit', () => {
    monitored.on('2023-03-01').fires({
      events: ['case.HouseholdRecognised 2023-01-31', 'visitRhythm.monitored 2019-01-01'],
      zh: '2023-01-31 起没有走访，应每 1 个月一次，2023-02-28 已过（全国 2019）',
    })
    rule
      .given(poor, exited)
      .on('2020-03-11')
      .fires({ events: ['exitedPoverty 2019-12-10', 'visitRhythm.formerPoor 2019-01-01'] })
  })

  it('unknown: a registered household of which no visit was ever reported', () => {
    rule.set(rhythm('registeredPoor', 3)).given(poor).on('2019-06-01').isUnknown({ zh: '没有走访记录', en: 'no visit reported' })
  })

  it('not set: it names the rhythm of the group', () => {
    unset.given(recognised('2023-01-31')).on('2023-03-01').isNotSet({ zh: '未设定示范 2023 年的监测对象走访频次' })
    rule.given(poor).on('2019-06-01').isNotSet({ zh: '未设定示范 2019 年的建档立卡户走访频次' })
  })

  it('cleared: by a visit, and after the elimination the rhythm is that of the base class', () => {
    monitored.given(visit('2023-02-10'), visit('2023-03-11')).on('2023-03-11').isSilent({ nextChangeOn: '2023-04-12' })
    const over = monitored.given(poor, exited, visit('2023-09-10'), eliminated('2023-10-01'))
    over.on('2023-12-10').isSilent({ nextChangeOn: '2023-12-11' })
  })
})
