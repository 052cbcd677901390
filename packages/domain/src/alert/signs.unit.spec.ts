import { describe, expect, it } from 'vitest'
import type { KnownHouseholdFact } from '../monitoring/facts.ts'
import { judge } from '../monitoring/judge.ts'
import { monitoringRules } from '../monitoring/registry.ts'
import { viewOf } from '../monitoring/view.ts'
import { lastInForce, type ParameterFact, type ParameterLookUp } from '../parameter/look-up.ts'
import * as told from '../testing/case-facts.ts'
import { said, untouched } from '../testing/household-facts.ts'
import { adoption, parameter, VILLAGE } from '../testing/rule-scenario.ts'
import { plusDays } from '../values/calendar.ts'
import type { ValueOf } from './clock.ts'
import { speaksOf } from './signs.ts'

const days = (stage: 'visit' | 'whole' | 'press', length: number) => parameter(`deadline.${stage}`, { stage, length, unit: 'day' })
const LIMITS = [
  days('visit', 3),
  days('whole', 15),
  parameter('deadline.elimination', { stage: 'elimination', length: 6, unit: 'month' }),
  parameter('visitRhythm.monitored', { group: 'monitored', months: 1 }),
  adoption('procedure-clock', { level: 3, sign: 'process' }),
  adoption('visit-overdue', { level: 2, sign: 'process' }),
  adoption('drop-out', { level: 5 }),
  parameter('threshold.schoolAgeFrom', { name: 'schoolAgeFrom', value: 6, unit: 'year' }),
  parameter('threshold.schoolAgeTo', { name: 'schoolAgeTo', value: 15, unit: 'year' }),
]
const LEADS = { visit: 1, whole: 5, elimination: 0, notice: 0 }

function speaks(
  facts: readonly KnownHouseholdFact[],
  day: string,
  leads: Readonly<Record<string, number>> = LEADS,
  limits: readonly ParameterFact[] = LIMITS,
) {
  const standing = ([said('residence', '2019-01-01', { village: VILLAGE }), ...facts] as readonly KnownHouseholdFact[]).filter(({ on }) => on <= day)
  const inForce = ((kind: string, on: string) => {
    const own = limits.filter((one) => one.kind === kind)
    return lastInForce(
      own.map((fact) => ({ from: fact.on, to: fact.body.to, fact })),
      on,
    )?.fact
  }) as ParameterLookUp
  const valueOf = ((kind: string) => {
    const lead = leads[kind.replace('alertLead.', '')]
    return kind.startsWith('alertLead.') && lead !== undefined ? { days: lead } : undefined
  }) as ValueOf
  const view = viewOf(standing, inForce, day, monitoringRules, untouched(standing))
  return speaksOf(view, judge(view), valueOf)
}
const causes = (...given: Parameters<typeof speaks>) =>
  speaks(...given)
    .speaks.filter(({ cause }) => cause.startsWith('due.'))
    .map(({ cause, phase, level, dueOn }) => `${cause} ${phase} ${level} ${dueOn}`)

describe('what speaks of a household', () => {
  it('a due day is announced before it comes, and passed it is the same cause, as grave as its rule', () => {
    const clue = [told.clue('2023-01-01')]
    expect(causes(clue, '2023-01-02')).toEqual([])
    expect(causes(clue, '2023-01-03')).toEqual(['due.visit approaching 1 2023-01-04'])
    expect(causes(clue, '2023-01-05')).toEqual(['due.visit passed 3 2023-01-04'])
    expect(causes(clue, '2023-01-11')).toEqual(['due.visit passed 3 2023-01-04', 'due.whole approaching 1 2023-01-16'])
  })

  it('without a lead a breach is told when it has come, and what is no breach never', () => {
    const clue = [told.clue('2023-01-01')]
    expect(causes(clue, '2023-01-04', {})).toEqual([])
    expect(causes(clue, '2023-01-05', {})).toEqual(['due.visit passed 3 2023-01-04'])
    const monitored = [told.recognised('2023-01-10'), said('visit', '2023-07-09', { visitor: 'helper:a' })]
    expect(causes(monitored, '2023-07-10')).toEqual(['due.elimination approaching 1 2023-07-10'])
    expect(causes(monitored, '2023-07-10', {})).toEqual([])
  })

  it('a rule that looks at a due day is told by the due day: one delay is one cause', () => {
    const all = speaks([told.clue('2023-01-01')], '2023-01-05').speaks.map(({ cause }) => cause)
    expect(all).toContain('due.visit')
    expect(all).not.toContain('rule.procedure-clock')
    const late = speaks([told.recognised('2023-01-10')], '2023-03-01').speaks.map(({ cause }) => cause)
    expect(late).toContain('due.visitRhythm')
    expect(late).not.toContain('rule.visit-overdue')
  })

  it('the day on which time alone makes another answer is named', () => {
    expect(speaks([told.clue('2023-01-01')], '2023-01-01').nextChangeOn).toBe('2023-01-03')
    expect(speaks([told.clue('2023-01-01')], '2023-01-03').nextChangeOn).toBe('2023-01-05')
  })
})

describe('every kind of due work fires near its day and past it, once, and is silent before, when it is done, and where nobody set it', () => {
  const matched = (on: string) => said('case.DataMatched', on, { procedure: 1, doubts: [] })
  const entered = (on: string) => said('case.NationalEntryRecorded', on, { procedure: 1, number: 'N1', entry: 'recognised' })
  const home = said('visit', '2023-01-31', { visitor: 'helper:a' })
  const [clue, visit, recognised] = [told.clue('2023-01-01'), told.visit('2023-01-03'), told.recognised('2023-01-10')]
  const stage = (
    name: 'visit' | 'match' | 'review' | 'whole' | 'entry' | 'firstMeasure' | 'elimination',
    length: number,
    unit: 'day' | 'month' = 'day',
  ) => parameter(`deadline.${name}`, { stage: name, length, unit })
  const rhythm = parameter('visitRhythm.monitored', { group: 'monitored', months: 1 })
  const rules = [
    adoption('procedure-clock', { level: 3, sign: 'process' }),
    adoption('visit-overdue', { level: 2, sign: 'process' }),
    adoption('recognised-without-measure', { level: 2, sign: 'process' }),
  ]
  const kinds = [
    { kind: 'visit', by: stage('visit', 3), lead: 1, given: [clue], near: '2023-01-03', due: '2023-01-04', level: 3, done: visit },
    {
      kind: 'match',
      by: stage('match', 2),
      lead: 1,
      given: [clue, visit],
      near: '2023-01-04',
      due: '2023-01-05',
      level: 3,
      done: matched('2023-01-04'),
    },
    {
      ...{ kind: 'review', by: stage('review', 5), lead: 2, given: [clue, visit, matched('2023-01-04')], near: '2023-01-07', due: '2023-01-09' },
      ...{ level: 3, done: told.notice('2023-01-07', '2023-01-12') },
    },
    {
      kind: 'whole',
      by: stage('whole', 15),
      lead: 5,
      given: [clue],
      near: '2023-01-11',
      due: '2023-01-16',
      level: 3,
      done: told.county('2023-01-11'),
    },
    {
      ...{ kind: 'entry', by: stage('entry', 4), lead: 1, given: [clue, told.county('2023-01-10')], near: '2023-01-13', due: '2023-01-14' },
      ...{ level: 3, done: entered('2023-01-13') },
    },
    {
      ...{ kind: 'firstMeasure', by: stage('firstMeasure', 10), lead: 7, given: [recognised], near: '2023-01-13', due: '2023-01-20' },
      ...{ level: 2, done: told.measure('2023-01-13', 'industry') },
    },
    {
      ...{ kind: 'visitRhythm', by: rhythm, lead: 3, given: [recognised], near: '2023-02-07', due: '2023-02-10', level: 2, done: home },
    },
    {
      ...{ kind: 'notice', lead: 1, given: [clue, told.notice('2023-01-05', '2023-01-12')], near: '2023-01-11', due: '2023-01-12', level: 1 },
      ...{ done: told.noticeEnded('2023-01-12'), doneBy: '2023-01-13' },
    },
    {
      ...{ kind: 'elimination', by: stage('elimination', 6, 'month'), lead: 2, given: [recognised], near: '2023-07-08', due: '2023-07-10', level: 1 },
      ...{ done: told.proposed('2023-07-08') },
    },
  ] as const

  it.each(kinds)('$kind', ({ kind, lead, given, near, due, level, done, ...more }) => {
    const limits = [...('by' in more ? [more.by] : []), ...rules]
    const at = (facts: readonly unknown[], day: string, leads: Readonly<Record<string, number>> = { [kind]: lead }, by = limits) =>
      causes(facts as readonly KnownHouseholdFact[], day, leads, by).filter((one) => one.startsWith(`due.${kind} `))
    const [before, after] = [plusDays(near, -1), plusDays(due, 1)]
    expect(at(given, before)).toEqual([])
    expect(at(given, near)).toEqual([`due.${kind} approaching 1 ${due}`])
    expect(at(given, due)).toEqual([`due.${kind} approaching 1 ${due}`])
    expect(at(given, after)).toEqual([`due.${kind} passed ${level} ${due}`])
    // A day nobody looks forward to is told when it has passed, if it is a breach.
    expect(at(given, due, {})).toEqual([])
    expect(at(given, after, {})).toEqual(level === 1 ? [] : [`due.${kind} passed ${level} ${due}`])
    const doneBy = 'doneBy' in more ? more.doneBy : near
    expect(at([...given, done], doneBy)).toEqual([])
    if (kind !== 'visitRhythm') expect(at([...given, done], after)).toEqual([])
    if ('by' in more) expect(at(given, after, { [kind]: lead }, rules)).toEqual([])
  })
})
