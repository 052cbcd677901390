import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { dividendsStopped } from './dividends-stopped.ts'

const linked = (partnership: string) => said('linked', '2020-01-01', { partnership }, { eventId: `linked ${partnership}` })
const dividend = (on: string, partnership = 'tea') => said('dividend', on, { partnership, amount: 30_000 })
const pause = parameter('threshold.dividendPause', { name: 'dividendPause', value: 13, unit: 'month' }, { assumption: true })
const rule = specify(dividendsStopped).set(pause)
const shareholder = rule.given(linked('tea'))

describe('rule 18: dividends stopped', () => {
  it('fires: more than thirteen months without a dividend', () => {
    shareholder
      .given(dividend('2021-01-10'), dividend('2022-01-10'))
      .on('2023-03-01')
      .fires({
        events: ['linked tea', 'dividend 2022-01-10', 'threshold.dividendPause 2019-01-01'],
        zh: '最近一次分红 2022-01-10，已超过 13 个月（全国 2019；假定）',
        en: 'last dividend 2022-01-10, more than 13 months ago (nation 2019; assumed)',
        clearedBy: '收到分红',
        nextChangeOn: undefined,
      })
  })

  it('is silent: never a dividend, or one of a partnership that it is not linked with', () => {
    shareholder.on('2023-03-01').isSilent({ zh: '没有入股分红记录' })
    shareholder.given(dividend('2020-02-01', 'pigs')).on('2023-03-01').isSilent()
  })

  it('boundary, next change: the last day of the thirteenth month is silent, the day after fires', () => {
    const paid = shareholder.given(dividend('2022-01-31'))
    paid.on('2023-02-28').isSilent({ zh: '最近一次分红 2022-01-31，未超过 13 个月（全国 2019；假定）', nextChangeOn: '2023-03-01' })
    paid.on('2023-03-01').fires()
  })

  it('each partnership by itself: one that pays does not hide one that stopped', () => {
    shareholder
      .given(linked('pigs'), dividend('2021-06-01'), dividend('2022-12-01', 'pigs'))
      .on('2023-03-01')
      .fires({ events: ['linked tea', 'dividend 2021-06-01', 'threshold.dividendPause 2019-01-01'], nextChangeOn: '2024-01-02' })
  })

  it('not set: it says that the months are missing', () => {
    specify(dividendsStopped)
      .given(linked('tea'), dividend('2020-01-01'))
      .on('2023-03-01')
      .isNotSet({ zh: '未设定示范 2023 年的分红中断月数', en: 'no months without a dividend set for demonstration 2023' })
  })

  it('cleared: by a dividend', () => {
    const again = shareholder.given(dividend('2022-01-10'), dividend('2023-04-01'))
    again.on('2023-03-31').fires()
    again.on('2023-04-01').isSilent({ nextChangeOn: '2024-05-02' })
  })
})
