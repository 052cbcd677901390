import { describe, it } from 'vitest'
import { clue, measure, recognised, refused, signed } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { recognisedWithoutMeasure } from './recognised-without-measure.ts'

const month = parameter('deadline.firstMeasure', { stage: 'firstMeasure', length: 1, unit: 'month' })
const fromClue = parameter('deadline.firstMeasureFromClue', { stage: 'firstMeasureFromClue', length: 15, unit: 'day' }, { assumption: true })
const rule = specify(recognisedWithoutMeasure).set(month)
const monitored = rule.given(clue('2023-01-10'), recognised('2023-01-31'))

describe('rule 27: recognised, and no measure in time (L17, L18)', () => {
  it('fires: a month after the recognition and no measure', () => {
    monitored.on('2023-03-01').fires({
      events: ['case.HouseholdRecognised 2023-01-31', 'deadline.firstMeasure 2019-01-01'],
      zh: '识别于 2023-01-31，没有帮扶措施，应在 2023-02-28 前落实（全国 2019）',
      en: 'recognised on 2023-01-31, no measure, was due 2023-02-28 (nation 2019)',
      clearedBy: '落实一项措施',
    })
  })

  it('is silent: a measure has begun, the elimination is marked, or nobody was recognised', () => {
    monitored.given(measure('2023-02-01', 'industry')).on('2023-03-01').isSilent({ zh: '识别于 2023-01-31，已有 1 项帮扶措施' })
    rule.given(clue('2023-01-10')).on('2023-03-01').isSilent({ zh: '不是监测中的户' })
  })

  it('boundary: the last day in time is silent, the day after fires', () => {
    monitored.on('2023-02-28').isSilent({ zh: '识别于 2023-01-31，没有帮扶措施，最迟 2023-02-28 落实（全国 2019）' })
    monitored.on('2023-03-01').fires()
  })

  it('clause 2: fires already fifteen days after the clue where that limit is set', () => {
    const both = rule.set(fromClue).given(clue('2023-01-10'), recognised('2023-01-20'))
    both.on('2023-01-25').isSilent({ nextChangeOn: '2023-01-26' })
    both.on('2023-01-26').fires({
      events: [
        'case.HouseholdRecognised 2023-01-20',
        'case.ClueRegistered 2023-01-10',
        'deadline.firstMeasure 2019-01-01',
        'deadline.firstMeasureFromClue 2019-01-01',
      ],
      zh: '识别于 2023-01-20，没有帮扶措施，应在 2023-01-25 前落实（全国 2019；假定）',
    })
  })

  it('clause 2: after a refused consent the days run from the return', () => {
    const returned = rule
      .set(fromClue)
      .given(clue('2023-01-10'), said('case.ConsentRefused', '2023-01-12', { procedure: 1, reason: 'unwilling' }))
      .given(clue('2023-06-01'), recognised('2023-06-10'))
    returned.on('2023-06-16').isSilent({ nextChangeOn: '2023-06-17' })
  })

  it('clause 2: the return may be the signature alone', () => {
    const back = rule.set(fromClue).given(clue('2023-01-10'), refused('2023-01-12'), signed('2023-02-01'), recognised('2023-02-10'))
    back.on('2023-02-16').isSilent({ nextChangeOn: '2023-02-17' })
    back.on('2023-02-17').fires()
  })

  it('clause 2: a recognition without a clue has no limit from one', () => {
    rule.set(fromClue).given(recognised('2023-01-31')).on('2023-02-28').isSilent({ nextChangeOn: '2023-03-01' })
  })

  it('not set: it says which length is missing, and a limit in working days which calendar', () => {
    const without = specify(recognisedWithoutMeasure).given(clue('2023-01-10'), recognised('2023-01-31'))
    without.on('2023-03-01').isNotSet({ zh: '未设定示范 2023 年的首项帮扶措施时限；未设定示范 2023 年的自线索起首项帮扶措施时限' })
    const working = parameter('deadline.firstMeasure', { stage: 'firstMeasure', length: 20, unit: 'workingDay' })
    rule.set(working).given(recognised('2023-01-31')).on('2023-03-01').isNotSet({ zh: '没有 2023 年的工作日历', en: 'no calendar for 2023' })
  })

  it('working days: with the calendar of the year they are counted', () => {
    const working = parameter('deadline.firstMeasure', { stage: 'firstMeasure', length: 3, unit: 'workingDay' })
    const calendar = parameter('workingCalendar.2023', { year: 2023, off: [], work: [] }, { from: '2023-01-01' })
    rule.set(working, calendar).given(recognised('2023-01-31')).on('2023-02-03').isSilent({ nextChangeOn: '2023-02-04' })
  })

  it('cleared: from the first day of a measure on', () => {
    const helped = monitored.given(measure('2023-03-10', 'health'))
    helped.on('2023-03-09').fires()
    helped.on('2023-03-10').isSilent({ events: ['case.MeasureStarted 2023-03-10'] })
  })

  it('next change: the day after the last day in time', () => {
    monitored.on('2023-02-10').isSilent({ nextChangeOn: '2023-03-01' })
    monitored.on('2023-03-01').fires({ nextChangeOn: undefined })
  })
})
