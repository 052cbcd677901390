import { describe, expect, it } from 'vitest'
import { monitoringRules } from './registry.ts'
import { factKindsOf, rulesTouchedBy } from './touched-rules.ts'

const touched = (kinds: readonly string[], weak: readonly string[] = []) => rulesTouchedBy(kinds, (rule) => weak.includes(rule)).map(({ id }) => id)

describe('the rules that a parameter can touch', () => {
  it('given the line, then the rules that ask for it, and those that ask for their answers', () => {
    expect(touched(['monitoringLine'])).toEqual([
      'income-under-line',
      'income-after-expense',
      'eliminated-under-line',
      'relapse',
      'class-contradicts-line',
    ])
  })

  it('given the line where one of its rules is a weak sign, then also what adds weak signs up', () => {
    expect(touched(['monitoringLine'], ['income-after-expense'])).toContain('weak-signs')
    expect(touched(['monitoringLine'], ['drop-out'])).not.toContain('weak-signs')
  })

  it('given the adoption of a rule, then that rule and who asks for its answer, and nobody else', () => {
    expect(touched(['rule.visit-overdue'])).toEqual(['visit-overdue'])
    expect(touched(['rule.drop-out'])).toEqual(['drop-out', 'risk-without-measure', 'eliminated-unsafe', 'relapse'])
  })

  it('given a working calendar, then every rule that has a time limit', () => {
    const limited = monitoringRules.filter(({ parameters }) => parameters.some((kind) => kind.startsWith('deadline.'))).map(({ id }) => id)
    expect(limited.length).toBeGreaterThan(3)
    expect(touched(['workingCalendar.2025'])).toEqual(expect.arrayContaining(limited))
  })

  it('given the rules, then the facts of those whose answers they ask for are among theirs', () => {
    const unsafe = monitoringRules.filter(({ id }) => id === 'eliminated-unsafe')
    const kinds = ['residence', 'waived', 'case.RiskEliminated', 'insurance', 'visit', 'bill']
    expect(kinds.filter(factKindsOf(unsafe))).toEqual(['residence', 'waived', 'case.RiskEliminated', 'insurance'])
  })
})
