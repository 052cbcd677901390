import { describe, it } from 'vitest'
import { clue, county, notice, proposed, recognised, refused, signed, visit } from '../../testing/case-facts.ts'
import { said } from '../../testing/household-facts.ts'
import { parameter, specify } from '../../testing/rule-scenario.ts'
import { procedureClock } from './procedure-clock.ts'

const days = (stage: 'visit' | 'match' | 'review' | 'whole' | 'press' | 'near' | 'entry', length: number, unit: 'day' | 'workingDay' = 'day') =>
  parameter(`deadline.${stage}`, { stage, length, unit })
const match = (on: string) => said('case.DataMatched', on, { procedure: 1, doubts: [] })
const entry = (on: string) => said('case.NationalEntryRecorded', on, { procedure: 1, number: 'N1', entry: 'recognised' })
const rule = specify(procedureClock)
const whole = rule.set(days('whole', 15))
const begun = clue('2023-10-01')

describe('rule 23: a deadline is near or past (L02, L05, L06, L14, L15, L16, L21)', () => {
  it('fires: fifteen days after the clue the county has not decided (L14)', () => {
    whole
      .given(begun)
      .on('2023-10-17')
      .fires({
        events: ['case.ClueRegistered 2023-10-01', 'deadline.whole 2019-01-01'],
        zh: '县级审定应在 2023-10-16 前，已超期（全国 2019）',
        en: 'the county decision was due 2023-10-16 and is past (nation 2019)',
        clearedBy: '完成该步骤，或程序办结',
        nextChangeOn: undefined,
      })
  })

  it('is silent: no procedure is open, or the time runs', () => {
    whole.on('2023-10-17').isSilent({ zh: '没有进行中的程序', en: 'no procedure is open' })
    whole.given(begun).on('2023-10-02').isSilent({ zh: '县级审定最迟 2023-10-16（全国 2019）', nextChangeOn: '2023-10-17' })
  })

  it('boundary: the due day is in time, the day after is past', () => {
    whole.given(begun).on('2023-10-16').isSilent()
    whole.given(begun).on('2023-10-17').fires()
  })

  it('near: from so many days before the due day, which is a day that it names', () => {
    const warned = whole.set(days('near', 3)).given(begun)
    warned.on('2023-10-12').isSilent({ nextChangeOn: '2023-10-13' })
    warned.on('2023-10-13').fires({
      zh: '县级审定应在 2023-10-16 前，时限临近（全国 2019）',
      en: 'the county decision due 2023-10-16 is near (nation 2019)',
      nextChangeOn: '2023-10-17',
    })
  })

  it('visit: due so many days after the clue, in working days where the region counts them (L02)', () => {
    rule.set(days('visit', 3)).given(begun).on('2023-10-05').fires({ zh: '入户核实应在 2023-10-04 前，已超期（全国 2019）' })
    const calendar = parameter('workingCalendar.2023', {
      year: 2023,
      off: ['2023-10-02', '2023-10-03', '2023-10-04', '2023-10-05', '2023-10-06'],
      work: ['2023-10-07'],
    })
    const working = rule.set(days('visit', 2, 'workingDay'), calendar).given(begun)
    working.on('2023-10-09').isSilent({ zh: '入户核实最迟 2023-10-09（全国 2019）' })
    working.on('2023-10-10').fires()
  })

  it('near in working days: it is warned as many working days before', () => {
    const calendar = parameter('workingCalendar.2023', { year: 2023, off: [], work: [] })
    const warned = whole.set(days('near', 2, 'workingDay'), calendar).given(begun)
    warned.on('2023-10-11').isSilent({ nextChangeOn: '2023-10-12' })
    warned.on('2023-10-12').fires()
  })

  it('a late step fires as long as the procedure is open, with the days that it came late', () => {
    const late = rule.set(days('visit', 3)).given(begun, visit('2023-10-09'))
    late.on('2023-10-20').fires({
      events: ['case.ClueRegistered 2023-10-01', 'case.HomeVerified 2023-10-09', 'deadline.visit 2019-01-01'],
      zh: '入户核实应在 2023-10-04 前，迟 5 天完成（全国 2019）',
      en: 'the home visit was due 2023-10-04, done 5 days late (nation 2019)',
    })
    late.given(recognised('2023-10-21')).on('2023-10-21').isSilent()
  })

  it('match: due after the visit; before it nothing is said of it (L05)', () => {
    const matching = rule.set(days('match', 5), days('visit', 3)).given(begun)
    matching.on('2023-10-04').isSilent({ zh: '入户核实最迟 2023-10-04（全国 2019）' })
    const visited = matching.given(visit('2023-10-03'))
    visited.on('2023-10-09').fires({ zh: '信息比对应在 2023-10-08 前，已超期（全国 2019）' })
    visited.given(match('2023-10-08')).on('2023-10-09').isSilent()
  })

  it('review: due after visit and match, the later of them, and done by the notice (L06)', () => {
    const reviewing = rule.set(days('review', 5)).given(begun, visit('2023-10-03'), match('2023-10-06'))
    reviewing.on('2023-10-11').isSilent()
    reviewing.on('2023-10-12').fires({ zh: '民主评议和公示应在 2023-10-11 前，已超期（全国 2019）' })
    reviewing.given(notice('2023-10-11', '2023-10-16')).on('2023-10-12').isSilent()
  })

  it('the whole in working days runs from the clue too and asks for the calendar (L15)', () => {
    const working = rule.set(days('whole', 15, 'workingDay')).given(begun)
    working.on('2023-10-17').isNotSet({ zh: expectMissing('2023') })
    working
      .set(parameter('workingCalendar.2023', { year: 2023, off: [], work: [] }))
      .on('2023-10-20')
      .isSilent({ nextChangeOn: '2023-10-21' })
  })

  it('press: an open clue is pressed after so many days, until the county has decided (L21)', () => {
    const pressed = rule.set(days('press', 10)).given(begun)
    pressed.on('2023-10-11').isSilent({ nextChangeOn: '2023-10-12' })
    pressed
      .on('2023-10-12')
      .fires({ zh: '2023-10-11 后仍未办结，应督办（全国 2019）', en: 'still open after 2023-10-11, to be pressed (nation 2019)' })
    pressed.set(days('whole', 15)).given(county('2023-10-12')).on('2023-10-12').isSilent()
  })

  it('entry: silent where no limit is set, else due after the decision (L16)', () => {
    const decided = whole.given(begun, county('2023-10-10'))
    decided.on('2023-12-10').isSilent()
    decided.set(days('entry', 5)).on('2023-10-16').fires({ zh: '系统录入应在 2023-10-15 前，已超期（全国 2019）' })
    decided.set(days('entry', 5)).given(entry('2023-10-12')).on('2023-10-16').isSilent()
  })

  it('after a refused consent no time runs, and then it runs from the return', () => {
    const asked = whole.given(begun, refused('2023-10-05'))
    asked.on('2023-11-05').isSilent()
    asked.given(signed('2023-11-10')).on('2023-11-25').isSilent({ nextChangeOn: '2023-11-26' })
    asked
      .given(clue('2023-11-01'))
      .on('2023-11-17')
      .fires({ events: ['case.ClueRegistered 2023-11-01', 'deadline.whole 2019-01-01'] })
  })

  it('an elimination runs from its proposal', () => {
    whole
      .given(begun, recognised('2023-10-10'), proposed('2024-05-01'))
      .on('2024-05-17')
      .fires({ events: ['case.EliminationProposed 2024-05-01', 'deadline.whole 2019-01-01'] })
  })

  it('not set: it names the lengths that are missing', () => {
    rule.given(begun).on('2023-10-17').isNotSet({
      zh: '未设定示范 2023 年的入户核实时限；未设定示范 2023 年的识别总时限；未设定示范 2023 年的督办时限',
    })
  })

  it('cleared: the step is recorded in time or the procedure is closed', () => {
    whole.given(begun, county('2023-10-16')).on('2023-10-17').isSilent({ zh: '县级审定应在 2023-10-16 前，已按时完成（全国 2019）' })
    whole
      .given(
        begun,
        said('case.ClueDismissed', '2023-10-20', { procedure: 1, reason: 'noRisk', explanation: { on: '2023-10-20', how: 'visit' }, evidence: [] }),
      )
      .on('2023-10-20')
      .isSilent({ nextChangeOn: undefined })
  })
})

function expectMissing(year: string): string {
  return `未设定示范 ${year} 年的入户核实时限；没有 ${year} 年的工作日历；未设定示范 ${year} 年的督办时限`
}
