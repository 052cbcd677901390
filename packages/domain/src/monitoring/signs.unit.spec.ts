import { describe, expect, it } from 'vitest'
import type { ParameterLookUp } from '../parameter/look-up.ts'
import { said, untouched } from '../testing/household-facts.ts'
import { adoption } from '../testing/rule-scenario.ts'
import { standing, unrecovered } from './signs.ts'
import { viewOf } from './view.ts'
import { mainEarners, wageBefore } from './wages.ts'

const accident = (on: string) => said('accident', on, { accident: on, kind: 'traffic', amount: 100 })
const adopted = (standsDays?: number) =>
  ((kind: string) => (kind === 'rule.accident' ? adoption('accident', standsDays === undefined ? {} : { standsDays }) : undefined)) as ParameterLookUp

describe('how long a sign stands', () => {
  const facts = [accident('2023-01-01'), accident('2023-02-01')]
  const on = (day: string, days?: number) => standing(viewOf(facts, adopted(days), day, [], untouched(facts)), 'accident', facts)

  it('so many days from its own day, the last one included, and the day after is named', () => {
    expect(on('2023-03-02', 60)).toMatchObject({ facts, over: '2023-03-03' })
    expect(on('2023-03-03', 60)).toMatchObject({ facts: [facts[1]], over: '2023-04-03' })
    expect(on('2023-04-03', 60)).toEqual({ facts: [], over: undefined })
  })

  it('where no days are set it stands until it is over', () => {
    expect(on('2030-01-01')).toMatchObject({ facts, over: undefined })
  })

  it('a shock from which the household recovered is over', () => {
    const recovered = said('recovered', '2023-03-01', { recovers: 'accident 2023-01-01', how: 'compensated' })
    expect(unrecovered(viewOf([...facts, recovered], adopted(), '2023-03-01', [], untouched(facts)), 'accident')).toEqual([facts[1]])
  })
})

describe('wages before a day', () => {
  const paid = (person: string, month: string, amount: number, kind = 'migrantWage') =>
    said('incomeEntry', `${month}-28`, { entry: month, kind, from: month, to: month, amount, person })
  const job = (person: string, on: string, monthlyWage: number) => said('job', on, { person, place: 'county', monthlyWage })
  const lost = (person: string, on: string) => said('jobLost', on, { person })
  const wage = (facts: Partial<Parameters<typeof wageBefore>[3]>, day = '2023-07-15') =>
    wageBefore('P00001', day, 12, { entries: [], jobs: [], losses: [], ...facts }).amount

  it('are what the entries in the person’s name say, in the whole months before', () => {
    const entries = [paid('P00001', '2022-06', 1), paid('P00001', '2022-07', 10), paid('P00001', '2023-06', 100), paid('P00001', '2023-07', 1_000)]
    expect(wage({ entries: [...entries, paid('P00002', '2023-01', 9), paid('P00001', '2023-01', 9, 'pension')] })).toBe(110)
  })

  it('of an entry that ends after the day, its share of those months', () => {
    const year = said('incomeEntry', '2023-12-31', { entry: 'y', kind: 'localWage', from: '2023-01', to: '2023-12', amount: 1_200, person: 'P00001' })
    expect(wage({ entries: [year] })).toBe(600)
  })

  it('without entries, the monthly wage of the last job for each whole month of it', () => {
    expect(wage({ jobs: [job('P00001', '2023-03-15', 100)] })).toBe(300)
    expect(wage({ jobs: [job('P00001', '2020-01-01', 100)] })).toBe(1_200)
    expect(wage({ jobs: [job('P00001', '2020-01-01', 100)], losses: [lost('P00001', '2023-05-20')] })).toBe(1_000)
    expect(wage({ jobs: [job('P00001', '2023-07-15', 100)] })).toBe(0)
  })

  it('a job begun on the day on which another was lost goes on: what is told later of one day comes after', () => {
    const losses = [lost('P00001', '2022-12-01')]
    expect(wage({ losses, jobs: [job('P00001', '2022-12-01', 100)] })).toBe(700)
  })

  it('the main earner has the largest wage; with equal wages there are several, without wages none', () => {
    const earners = (entries: ReturnType<typeof paid>[]) => [
      ...mainEarners(['P00001', 'P00002'], '2023-07-15', 12, { entries, jobs: [], losses: [] }).keys(),
    ]
    expect(earners([paid('P00001', '2023-01', 10), paid('P00002', '2023-01', 11)])).toEqual(['P00002'])
    expect(earners([paid('P00001', '2023-01', 10), paid('P00002', '2023-01', 10)])).toEqual(['P00001', 'P00002'])
    expect(earners([])).toEqual([])
  })
})
