import { describe, expect, it } from 'vitest'
import type { ParameterFact } from '../parameter/look-up.ts'
import { lastInForce, type ParameterLookUp } from '../parameter/look-up.ts'
import * as told from '../testing/case-facts.ts'
import { said, untouched } from '../testing/household-facts.ts'
import { parameter, VILLAGE } from '../testing/rule-scenario.ts'
import { dueDays } from './due-days.ts'
import type { KnownHouseholdFact } from './facts.ts'
import { viewOf } from './view.ts'

const days = (stage: 'visit' | 'match' | 'review' | 'whole' | 'entry', length: number) =>
  parameter(`deadline.${stage}`, { stage, length, unit: 'day' })
const LIMITS = [
  days('visit', 3),
  days('match', 5),
  days('review', 5),
  days('whole', 15),
  days('entry', 10),
  parameter('deadline.firstMeasure', { stage: 'firstMeasure', length: 1, unit: 'month' }),
  parameter('visitRhythm.monitored', { group: 'monitored', months: 1 }),
  parameter('visitRhythm.formerPoor', { group: 'formerPoor', months: 3 }),
]

function due(facts: readonly KnownHouseholdFact[], day: string, limits: readonly ParameterFact[] = LIMITS): readonly string[] {
  const all = [said('residence', '2019-01-01', { village: VILLAGE }), ...facts] as readonly KnownHouseholdFact[]
  const inForce = ((kind: string, on: string) => {
    const own = limits.filter((one) => one.kind === kind)
    return lastInForce(
      own.map((fact) => ({ from: fact.on, to: fact.body.to, fact })),
      on,
    )?.fact
  }) as ParameterLookUp
  const standing = all.filter((fact) => fact.on <= day)
  return dueDays(viewOf(standing, inForce, day, [], untouched(standing))).map(({ stage, on }) => `${stage} ${on}`)
}

const { clue, visit, signed, refused, matched, review, notice, county, recognised, measure } = {
  ...told,
  matched: (on: string) => said('case.DataMatched', on, { procedure: 1, doubts: [] }),
}

describe('what is to be done, and by when', () => {
  it('after a clue the visit, then the match, then review and notice, and all the while the whole', () => {
    const way = [
      clue('2023-01-01'),
      visit('2023-01-03'),
      signed('2023-01-03'),
      matched('2023-01-06'),
      review('2023-01-08'),
      notice('2023-01-09', '2023-01-13'),
    ]
    expect(due(way, '2023-01-02')).toEqual(['visit 2023-01-04', 'whole 2023-01-16'])
    expect(due(way, '2023-01-03')).toEqual(['match 2023-01-08', 'whole 2023-01-16'])
    expect(due(way, '2023-01-06')).toEqual(['review 2023-01-11', 'whole 2023-01-16'])
    expect(due(way, '2023-01-09')).toEqual(['whole 2023-01-16'])
    expect(due([...way, county('2023-01-15')], '2023-01-15')).toEqual(['entry 2023-01-25'])
  })

  it('a day that has passed stays until the step is made', () => {
    expect(due([clue('2023-01-01')], '2023-02-01')).toEqual(['visit 2023-01-04', 'whole 2023-01-16'])
  })

  it('no clock runs while consent is refused; after the return it runs from there', () => {
    const back = [clue('2023-01-01'), visit('2023-01-02'), refused('2023-01-02'), clue('2023-02-01')]
    expect(due(back, '2023-01-31')).toEqual([])
    expect(due(back, '2023-02-01')).toEqual(['match 2023-01-07', 'whole 2023-02-16'])
  })

  it('a monitored household is due its first measure and its next visit', () => {
    const monitored = [recognised('2023-01-20')]
    expect(due(monitored, '2023-02-01')).toEqual(['firstMeasure 2023-02-20', 'visitRhythm 2023-02-20'])
    expect(due([...monitored, measure('2023-02-10', 'health'), said('visit', '2023-02-11', { visitor: 'helper' })], '2023-02-11')).toEqual([
      'visitRhythm 2023-03-11',
    ])
  })

  it('a former poor household is visited in its own rhythm, an ordinary one in none', () => {
    const poor = [said('class', '2016-01-01', { registered: 'registeredPoor' }), said('exitedPoverty', '2019-12-01', {})]
    expect(due(poor, '2020-01-01')).toEqual(['visitRhythm 2020-03-01'])
    expect(due([], '2020-01-01')).toEqual([])
  })

  it('what is not set is not due, and working days without a calendar give no day', () => {
    expect(due([clue('2023-01-01')], '2023-01-02', [])).toEqual([])
    const working = parameter('deadline.visit', { stage: 'visit', length: 2, unit: 'workingDay' })
    expect(due([clue('2023-01-01')], '2023-01-02', [working])).toEqual([])
  })
})
