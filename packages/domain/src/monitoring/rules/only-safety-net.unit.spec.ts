import { describe, it } from 'vitest'
import { eliminated, measure, measureEnded, recognised } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { onlySafetyNet } from './only-safety-net.ts'

const joined = said('memberJoined', '2019-01-01', { person: 'P00001', relation: 'head', bornIn: '1970-01', reason: 'registered' })
const labour = (on: string, is: 'weak' | 'lost') => said('labour', on, { person: 'P00001', labour: is })
const table = parameter('requiredMeasures', { development: ['industry', 'employment'], pairs: [] })
const monitored = specify(onlySafetyNet).given(joined, labour('2019-01-01', 'weak'), recognised('2023-01-31'))
const held = monitored.set(table)
const safetyNet = measure('2023-02-10', 'socialSafetyNet')

describe('rule 28: labour, but only safety-net help (L24)', () => {
  it('fires: a member can work, and the only measure is the safety net', () => {
    held
      .given(safetyNet)
      .on('2023-03-01')
      .fires({
        events: ['case.MeasureStarted 2023-02-10', 'labour 2019-01-01', 'requiredMeasures 2019-01-01'],
        zh: '户内 1 人有劳动能力，但只有综合保障',
        en: '1 members can work, but only safety-net help',
        clearedBy: '落实产业或就业措施',
        nextChangeOn: undefined,
      })
  })

  it('is silent: an industry measure beside it, nobody who can work (无劳动力: 兜底), or no measure at all', () => {
    held
      .given(safetyNet, measure('2023-02-11', 'industry'))
      .on('2023-03-01')
      .isSilent({ zh: '户内 1 人有劳动能力，未结束的措施 2 项，其中开发式 1 项、综合保障 1 项' })
    held.given(safetyNet, labour('2023-02-15', 'lost')).on('2023-03-01').isSilent()
    held.on('2023-03-01').isSilent({ zh: '户内 1 人有劳动能力，未结束的措施 0 项，其中开发式 0 项、综合保障 0 项' })
  })

  it('boundary: other help that is neither beside the safety net is still not development; without the safety net it is no finding', () => {
    held
      .given(safetyNet, measure('2023-02-11', 'health'))
      .on('2023-03-01')
      .fires({ events: ['case.MeasureStarted 2023-02-10', 'labour 2019-01-01', 'requiredMeasures 2019-01-01'] })
    held.given(measure('2023-02-11', 'health')).on('2023-03-01').isSilent()
  })

  it('boundary: on the day on which the industry measure ends only the safety net is left', () => {
    const ended = held.given(safetyNet, measure('2023-02-11', 'industry'), measureEnded('2023-06-01', 'm.2023-02-11'))
    ended.on('2023-05-31').isSilent()
    ended.on('2023-06-01').fires()
  })

  it('is silent where nobody is monitored', () => {
    held.given(safetyNet, eliminated('2023-09-01')).on('2023-09-01').isSilent({ zh: '不是监测中的户' })
  })

  it('not set: without the table it cannot tell what is development', () => {
    monitored.given(safetyNet).on('2023-03-01').isNotSet({ zh: '未设定示范 2023 年的风险与帮扶措施对应表' })
  })

  it('cleared: by a measure of development', () => {
    const helped = held.given(safetyNet, measure('2023-04-01', 'employment'))
    helped.on('2023-03-31').fires()
    helped.on('2023-04-01').isSilent({ nextChangeOn: undefined })
  })
})
