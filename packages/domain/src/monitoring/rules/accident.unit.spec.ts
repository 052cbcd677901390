import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { adoption, specify } from '../../testing/rule-scenario.ts'
import { accident } from './accident.ts'

const struck = (on: string, amount = 500_000) => said('accident', on, { accident: on, kind: 'traffic', amount })
const recovered = (on: string, recovers: string) => said('recovered', on, { recovers, how: 'compensated' })
const forever = specify(accident)
const rule = forever.set(adoption('accident', { standsDays: 180 }))

describe('rule 16: accident', () => {
  it('fires: an accident struck the household', () => {
    rule
      .given(struck('2023-01-15'))
      .on('2023-02-01')
      .fires({
        events: ['accident 2023-01-15', 'rule.accident 2019-01-01'],
        zh: '2023-01-15 意外事故，损失 5,000元，未恢复',
        en: 'accident on 2023-01-15, loss 5,000 yuan, not recovered',
        clearedBy: '记录恢复，或满 180 天',
        nextChangeOn: '2023-07-15',
      })
  })

  it('is silent: nothing was reported, or it is not yet the day', () => {
    rule.on('2023-02-01').isSilent({ zh: '没有未恢复的意外事故', events: ['rule.accident 2019-01-01'], nextChangeOn: undefined })
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
      .fires({ events: ['accident 2023-01-15'], clearedBy: '记录恢复', nextChangeOn: undefined })
  })

  it('cleared: by its own recovery, from that day on', () => {
    const two = rule.given(struck('2023-01-15'), struck('2023-03-01', 100), recovered('2023-04-01', 'accident 2023-01-15'))
    two.on('2023-03-31').fires({ events: ['accident 2023-01-15', 'accident 2023-03-01', 'rule.accident 2019-01-01'] })
    two.on('2023-04-01').fires({ events: ['accident 2023-03-01', 'rule.accident 2019-01-01'], zh: '2023-03-01 意外事故，损失 1元，未恢复' })
    rule.given(struck('2023-01-15'), recovered('2023-04-01', 'accident 2023-01-15')).on('2023-04-01').isSilent()
  })

  it('not set: nobody adopted it', () => {
    rule.given(struck('2023-01-15')).notAdopted().on('2023-02-01').isNotSet({ zh: '示范 2023 年未启用本规则' })
  })
})
