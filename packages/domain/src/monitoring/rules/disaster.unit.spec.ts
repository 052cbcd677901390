import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { adoption, specify } from '../../testing/rule-scenario.ts'
import { disaster } from './disaster.ts'

const struck = (on: string, amount = 500_000) => said('disasterLoss', on, { loss: on, kind: 'flood', amount })
const recovered = (on: string, recovers: string) => said('recovered', on, { recovers, how: 'compensated' })
const forever = specify(disaster)
const rule = forever.set(adoption('disaster', { standsDays: 180 }))

describe('rule 15: loss by disaster', () => {
  it('fires: a flood took something of the household', () => {
    rule
      .given(struck('2023-01-15'))
      .on('2023-02-01')
      .fires({
        events: ['disasterLoss 2023-01-15', 'rule.disaster 2019-01-01'],
        zh: '2023-01-15 洪涝受损 5,000元，未恢复',
        en: 'flood loss of 5,000 yuan on 2023-01-15, not recovered',
        clearedBy: '记录恢复，或满 180 天',
        nextChangeOn: '2023-07-15',
      })
  })

  it('is silent: nothing was reported, or it is not yet the day', () => {
    rule.on('2023-02-01').isSilent({ zh: '没有未恢复的因灾受损', events: ['rule.disaster 2019-01-01'], nextChangeOn: undefined })
    rule.given(struck('2023-01-15')).on('2023-01-14').isSilent()
  })

  it('boundary, next change: the last of its days still fires, the day after is named; a loss of nothing fires too', () => {
    rule.given(struck('2023-01-15', 0)).on('2023-07-14').fires({ nextChangeOn: '2023-07-15' })
    rule.given(struck('2023-01-15', 0)).on('2023-07-15').isSilent()
  })

  it('without standing days it fires until recovered', () => {
    forever
      .given(struck('2023-01-15'))
      .on('2026-01-01')
      .fires({ events: ['disasterLoss 2023-01-15'], clearedBy: '记录恢复', nextChangeOn: undefined })
  })

  it('cleared: by its own recovery, from that day on', () => {
    const two = rule.given(struck('2023-01-15'), struck('2023-03-01', 100), recovered('2023-04-01', 'disasterLoss 2023-01-15'))
    two.on('2023-03-31').fires({ events: ['disasterLoss 2023-01-15', 'disasterLoss 2023-03-01', 'rule.disaster 2019-01-01'] })
    two.on('2023-04-01').fires({ events: ['disasterLoss 2023-03-01', 'rule.disaster 2019-01-01'], zh: '2023-03-01 洪涝受损 1元，未恢复' })
    rule.given(struck('2023-01-15'), recovered('2023-04-01', 'disasterLoss 2023-01-15')).on('2023-04-01').isSilent()
  })

  it('not set: nobody adopted it', () => {
    rule.given(struck('2023-01-15')).notAdopted().on('2023-02-01').isNotSet({ zh: '示范 2023 年未启用本规则' })
  })
})
