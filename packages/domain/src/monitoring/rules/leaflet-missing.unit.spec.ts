import { describe, it } from 'vitest'
import { clue, proposed, recognised, refused, signed } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { leafletMissing } from './leaflet-missing.ts'

const month = parameter('deadline.firstMeasure', { stage: 'firstMeasure', length: 1, unit: 'month' })
const handed = (on: string, leaflet: 'application' | 'help') => said('case.LeafletHanded', on, { leaflet })
const unset = specify(leafletMissing)
const rule = unset.set(month)
const monitored = rule.given(recognised('2023-01-31'))

describe('rule 41: a leaflet is missing', () => {
  it('fires: a month after the recognition the household has no leaflet on help', () => {
    monitored.on('2023-03-01').fires({
      events: ['case.HouseholdRecognised 2023-01-31', 'deadline.firstMeasure 2019-01-01'],
      zh: '明白纸未发放（帮扶，应在 2023-02-28 前）（全国 2019）',
      en: 'leaflet not handed over (help, was due 2023-02-28) (nation 2019)',
      clearedBy: '发放',
      nextChangeOn: undefined,
    })
  })

  it('fires: a month after the clue the household has no leaflet on applying', () => {
    rule.given(clue('2023-01-10')).on('2023-02-11').fires({ zh: '明白纸未发放（申报，应在 2023-02-10 前）（全国 2019）' })
  })

  it('is silent: the leaflet was handed over, or nothing began; an elimination asks for none', () => {
    monitored.given(handed('2023-02-01', 'help')).on('2023-03-01').isSilent({ zh: '没有待发的明白纸' })
    rule.on('2023-03-01').isSilent()
    monitored.given(handed('2023-02-01', 'help'), proposed('2023-09-01')).on('2023-11-01').isSilent()
  })

  it('is silent: consent is refused and no time runs; from the return on it runs again', () => {
    const stopped = rule.given(clue('2023-01-10'), refused('2023-01-12'))
    stopped.on('2023-03-01').isSilent()
    stopped.given(signed('2023-03-05')).on('2023-04-06').fires()
  })

  it('boundary, next change: the last day in time is silent, the day after fires', () => {
    monitored.on('2023-02-28').isSilent({ zh: '明白纸未发放（帮扶，最迟 2023-02-28）（全国 2019）', nextChangeOn: '2023-03-01' })
    monitored.on('2023-03-01').fires()
  })

  it('not set: without the length it says so', () => {
    unset.given(recognised('2023-01-31')).on('2023-03-01').isNotSet({ zh: '未设定示范 2023 年的首项帮扶措施时限' })
  })

  it('cleared: by the leaflet that is missing, not by the other one', () => {
    monitored.given(handed('2023-03-10', 'application')).on('2023-03-10').fires()
    monitored.given(handed('2023-03-10', 'help')).on('2023-03-10').isSilent()
  })
})
