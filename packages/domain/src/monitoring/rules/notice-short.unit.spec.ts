import { describe, it } from 'vitest'
import { clue, county, notice, noticeEnded, proposed, recognised, review } from '../../testing/case-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { noticeShort } from './notice-short.ts'

const five = parameter('deadline.notice', { stage: 'notice', length: 5, unit: 'day' })
const rule = specify(noticeShort).given(clue('2023-10-01'))
const held = rule.set(five)

describe('rule 25: the notice was too short (L10)', () => {
  it('fires: a notice of four days, the first and the last one counted', () => {
    held
      .given(notice('2023-10-10', '2023-10-13'))
      .on('2023-10-20')
      .fires({
        events: ['case.CaseNoticed 2023-10-10', 'deadline.notice 2019-01-01'],
        zh: '公示 4 天 < 5 天（2023-10-10 至 2023-10-13）（全国 2019）',
        en: 'notice of 4 days < 5 (2023-10-10 to 2023-10-13) (nation 2019)',
        clearedBy: '重新按规定公示',
        nextChangeOn: undefined,
      })
  })

  it('is silent: five days, or no notice', () => {
    held.given(notice('2023-10-10', '2023-10-14')).on('2023-10-20').isSilent({ zh: '公示 5 天 ≥ 5 天（2023-10-10 至 2023-10-14）（全国 2019）' })
    held.on('2023-10-20').isSilent({ zh: '没有公示', en: 'no notice' })
  })

  it('boundary: taken down a day early it is a day short; taken down on its last day, or later, it is not', () => {
    const noticed = held.given(notice('2023-10-10', '2023-10-14'))
    noticed
      .given(noticeEnded('2023-10-13'))
      .on('2023-10-20')
      .fires({
        events: ['case.CaseNoticed 2023-10-10', 'case.NoticeEnded 2023-10-13', 'deadline.notice 2019-01-01'],
        zh: '公示 4 天 < 5 天（2023-10-10 至 2023-10-13）（全国 2019）',
      })
    noticed.given(noticeEnded('2023-10-14')).on('2023-10-20').isSilent()
    noticed.given(noticeEnded('2023-10-16')).on('2023-10-20').isSilent()
  })

  it('working days: with the calendar of the year only they count', () => {
    const working = rule
      .set(parameter('deadline.notice', { stage: 'notice', length: 5, unit: 'workingDay' }))
      .given(notice('2023-10-11', '2023-10-16'))
    working.on('2023-10-20').isNotSet({ zh: '没有 2023 年的工作日历', en: 'no calendar for 2023' })
    working
      .set(parameter('workingCalendar.2023', { year: 2023, off: [], work: [] }))
      .on('2023-10-20')
      .fires({ zh: '公示 4 个工作日 < 5 个工作日（2023-10-11 至 2023-10-16）（全国 2019）' })
  })

  it('a notice that an upheld objection undid does not count, the one after it does', () => {
    const again = held.given(notice('2023-10-10', '2023-10-14'), noticeEnded('2023-10-11', { objections: 1, upheld: 1 }))
    again.on('2023-10-20').isSilent({ zh: '没有公示' })
    again
      .given(review('2023-10-21'), notice('2023-10-22', '2023-10-24'))
      .on('2023-10-30')
      .fires({ events: ['case.CaseNoticed 2023-10-22', 'deadline.notice 2019-01-01'] })
  })

  it('the last procedure is asked after its end, until the next one begins', () => {
    const over = held.given(notice('2023-10-10', '2023-10-12'), county('2023-10-15'), recognised('2023-10-16'))
    over.on('2024-03-01').fires()
    over.given(proposed('2024-05-01')).on('2024-05-01').isSilent({ zh: '没有公示' })
  })

  it('not set: without the length it says so', () => {
    rule
      .given(notice('2023-10-10', '2023-10-12'))
      .on('2023-10-20')
      .isNotSet({ zh: '未设定示范 2023 年的公示期', en: 'no length of the public notice set for demonstration 2023' })
  })

  it('cleared: by a procedure with a notice that is long enough', () => {
    held
      .given(notice('2023-10-10', '2023-10-12'), county('2023-10-15', { outcome: 'rejected' }))
      .given(clue('2024-01-05', { procedure: 2 }), notice('2024-01-10', '2024-01-14', { procedure: 2 }))
      .on('2024-01-20')
      .isSilent({ events: ['case.CaseNoticed 2024-01-10', 'deadline.notice 2019-01-01'] })
  })
})
