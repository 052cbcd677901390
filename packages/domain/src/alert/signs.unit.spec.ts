import { describe, expect, it } from 'vitest'
import type { KnownHouseholdFact } from '../monitoring/facts.ts'
import { judge } from '../monitoring/judge.ts'
import { monitoringRules } from '../monitoring/registry.ts'
import { viewOf } from '../monitoring/view.ts'
import { lastInForce, type ParameterFact, type ParameterLookUp } from '../parameter/look-up.ts'
import * as told from '../testing/case-facts.ts'
import { said, untouched } from '../testing/household-facts.ts'
import { adoption, parameter, VILLAGE } from '../testing/rule-scenario.ts'
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
