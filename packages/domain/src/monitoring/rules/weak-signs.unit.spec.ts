import { describe, it } from 'vitest'
import { said } from '../../testing/household-facts.ts'
import { adoption, parameter, specify } from '../../testing/rule-scenario.ts'
import { weakSigns } from './weak-signs.ts'

const joined = (person: string) => said('memberJoined', '2019-01-01', { person, relation: 'other', bornIn: '1970-01', reason: 'registered' })
const ill = (on: string, person = 'P00001') => said('health', on, { person, health: 'seriousIllness' })
const disabled = (on: string) => said('disability', on, { person: 'P00002', kind: 'physical', level: 2 })
const doubled = (on: string) => said('insurance', on, { person: 'P00002', year: 2023, basic: 'both', seriousIllness: true })
const overdue = (on: string) => said('loanOverdue', on, { loan: 'l1' })
const waived = (on: string, until: string) => said('waived', on, { rule: 'new-disability', reason: 'checked', until, evidence: [] })
const needed = parameter('threshold.weakSigns', { name: 'weakSigns', value: 3, unit: 'count' }, { assumption: true })
const days = parameter('threshold.weakSignDays', { name: 'weakSignDays', value: 90, unit: 'day' }, { assumption: true })
const weak = ['new-serious-illness', 'new-disability', 'insurance-doubled', 'loan-overdue'].map((id) => adoption(id, { sign: 'weak' }))
const bare = specify(weakSigns)
  .given(joined('P00001'), joined('P00002'))
  .set(...weak)
const rule = bare.set(needed, days)
const three = rule.given(ill('2023-02-01'), disabled('2023-03-01'), doubled('2023-03-15'))
const PARAMETERS = ['threshold.weakSigns 2019-01-01', 'threshold.weakSignDays 2019-01-01']

describe('rule 22: several weak signs together', () => {
  it('fires: three rules adopted as weak fire on facts of the last ninety days', () => {
    three.on('2023-03-15').fires({
      events: ['health 2023-02-01', 'disability 2023-03-01', 'insurance 2023-03-15', ...PARAMETERS],
      zh: '90 天内 3 个弱信号 ≥ 3：新发大病、新增残疾、重复参保（全国 2019；假定）',
      en: '3 weak signs in 90 days ≥ 3: Newly confirmed serious illness, New disability, Insured twice (nation 2019; assumed)',
      clearedBy: '其中信号减少到 2 个以下',
      nextChangeOn: '2023-05-02',
    })
  })

  it('is silent: two of them, and a rule counts once however many facts it has', () => {
    rule.given(disabled('2023-03-01'), doubled('2023-03-15')).on('2023-03-15').isSilent({ clearedBy: '90 天内弱信号达到 3 个' })
    rule
      .given(ill('2023-02-01'), ill('2023-02-02', 'P00002'), disabled('2023-03-01'))
      .on('2023-03-15')
      .isSilent({ zh: '90 天内 2 个弱信号 < 3：新发大病、新增残疾（全国 2019；假定）' })
    rule.on('2023-03-15').isSilent({ zh: '90 天内 0 个弱信号 < 3（全国 2019；假定）', events: PARAMETERS })
  })

  it('is silent: a strong rule is no weak sign, nor one that nobody adopted', () => {
    three
      .set(adoption('new-disability', { sign: 'strong' }))
      .on('2023-03-15')
      .isSilent()
    specify(weakSigns)
      .set(needed, days, ...weak.slice(1))
      .given(joined('P00001'), joined('P00002'), ill('2023-02-01'), disabled('2023-03-01'), doubled('2023-03-15'))
      .on('2023-03-15')
      .isSilent()
  })

  it('boundary, next change: the first sign counts for ninety days with its own, and then no more', () => {
    three.on('2023-05-01').fires({ nextChangeOn: '2023-05-02' })
    three.on('2023-05-02').isSilent({ zh: '90 天内 2 个弱信号 < 3：新增残疾、重复参保（全国 2019；假定）' })
  })

  it('next change: also the day on which one of the signs falls silent by itself', () => {
    three
      .set(adoption('new-serious-illness', { sign: 'weak', standsDays: 60 }))
      .on('2023-03-15')
      .fires({ nextChangeOn: '2023-04-03' })
  })

  it('a waived sign does not count until the day after the waiver', () => {
    const people = three.given(waived('2023-03-20', '2023-04-10'))
    people.on('2023-03-19').fires()
    people.on('2023-03-20').isSilent({ nextChangeOn: '2023-04-11' })
    people.on('2023-04-11').fires()
  })

  it('a sign that was answered still counts', () => {
    const dismissed = said('case.ClueDismissed', '2023-03-20', {
      procedure: 1,
      reason: 'noRisk',
      explanation: { on: '2023-03-20', how: 'visit' },
      evidence: ['disability 2023-03-01'],
    })
    three.given(dismissed).on('2023-03-20').fires()
  })

  it('not set: it says that number and days are missing', () => {
    bare.on('2023-03-15').isNotSet({
      zh: '未设定示范 2023 年的弱信号个数；未设定示范 2023 年的弱信号天数',
      en: 'no number of weak signs set for demonstration 2023; no days of weak signs set for demonstration 2023',
    })
  })

  it('cleared: by the end of one of the signs; a fourth one keeps it firing', () => {
    const better = three.given(said('health', '2023-03-25', { person: 'P00001', health: 'healthy' }))
    better.on('2023-03-24').fires()
    better.on('2023-03-25').isSilent()
    better
      .given(overdue('2023-03-20'))
      .on('2023-03-25')
      .fires({
        events: ['disability 2023-03-01', 'insurance 2023-03-15', 'loanOverdue 2023-03-20', ...PARAMETERS],
      })
  })
})
