import { describe, it } from 'vitest'
import { clue, recognised } from '../../testing/case-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { pushLate } from './push-late.ts'

const fifth = parameter('deadline.push', { stage: 'push', length: 5, unit: 'day' }, { assumption: true })
const unset = specify(pushLate)
const rule = unset.set(fifth)

describe('rule 24: a department push came after the day (L01)', () => {
  it('fires: the push of the month came on the ninth', () => {
    rule
      .given(clue('2023-10-09'))
      .on('2023-10-20')
      .fires({
        events: ['case.ClueRegistered 2023-10-09', 'deadline.push 2019-01-01'],
        zh: '部门线索 2023-10-09 到达，应在每月 5 日前（全国 2019；假定）',
        en: 'pushed on 2023-10-09, due by day 5 of the month (nation 2019; assumed)',
        clearedBy: '下次按时推送',
        nextChangeOn: undefined,
      })
  })

  it('is silent: the household reported itself, or nothing is open', () => {
    rule
      .given(clue('2023-10-09', { source: 'selfReport' }))
      .on('2023-10-20')
      .isSilent({ zh: '进行中的程序没有部门推送' })
    rule.on('2023-10-20').isSilent()
  })

  it('boundary: the day itself is in time, the next one is late', () => {
    rule.given(clue('2023-10-05')).on('2023-10-05').isSilent()
    rule.given(clue('2023-10-06')).on('2023-10-06').fires()
  })

  it('not set: without the day it says so', () => {
    unset.given(clue('2023-10-09')).on('2023-10-20').isNotSet({ zh: '未设定示范 2023 年的部门线索推送日' })
  })

  it('cleared: by the next push in time, or with the procedure', () => {
    const late = rule.given(clue('2023-10-09'))
    late.given(clue('2023-11-03')).on('2023-11-02').fires()
    late
      .given(clue('2023-11-03'))
      .on('2023-11-03')
      .isSilent({ events: ['case.ClueRegistered 2023-11-03', 'deadline.push 2019-01-01'] })
    late.given(recognised('2023-10-20')).on('2023-10-20').isSilent()
  })
})
