import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { adoption, specify } from '../../testing/rule-scenario.ts'
import { splitFromMonitored } from './split-from-monitored.ts'

const split = (monitored: boolean) => said('split', '2023-02-01', { from: 'H00002', persons: ['P00001', 'P00002'], monitored })
const joined = (reason: string, person = 'P00001') => said('memberJoined', '2023-02-01', { person, relation: 'head', bornIn: '1990-01', reason })
const forever = specify(splitFromMonitored)
const rule = forever.set(adoption('split-from-monitored', { standsDays: 90 }))

describe('rule 21: split from a monitored household', () => {
  it('fires: members came by a split, and the former household was monitored that day', () => {
    rule
      .given(split(true), joined('split'))
      .on('2023-02-01')
      .fires({
        events: ['split 2023-02-01', 'rule.split-from-monitored 2019-01-01'],
        zh: '2023-02-01 从监测户分出',
        en: 'split from a monitored household on 2023-02-01',
        clearedBy: '已核实，或满 90 天',
        nextChangeOn: '2023-05-03',
      })
  })

  it('is silent: the former household was not monitored, or nobody came by the split', () => {
    rule.given(split(false), joined('split')).on('2023-02-01').isSilent({ zh: '近期没有从监测户分出' })
    rule.given(split(true), joined('married')).on('2023-02-01').isSilent()
    rule.given(split(true), joined('split', 'P00009')).on('2023-02-01').isSilent()
    rule.given(split(true)).on('2023-02-01').isSilent()
  })

  it('boundary, next change: the last of its days still fires, the day after is named; without days it goes on', () => {
    rule.given(split(true), joined('split')).on('2023-05-02').fires({ nextChangeOn: '2023-05-03' })
    rule.given(split(true), joined('split')).on('2023-05-03').isSilent()
    forever.given(split(true), joined('split')).on('2024-05-03').fires({ clearedBy: '已核实', nextChangeOn: undefined })
  })

  it('cleared: when who came along belongs to it no more', () => {
    const left = rule.given(split(true), joined('split'), said('memberLeft', '2023-03-01', { person: 'P00001', reason: 'movedOut' }))
    left.on('2023-02-28').fires()
    left.on('2023-03-01').isSilent()
  })

  it('not set: nobody adopted it', () => {
    rule.given(split(true), joined('split')).notAdopted().on('2023-02-01').isNotSet({ zh: '示范 2023 年未启用本规则' })
  })
})
