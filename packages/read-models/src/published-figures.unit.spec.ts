import { aggregates } from '@rural-tracker/domain'
import { rowsGiven } from '@rural-tracker/projections/testing'
import { describe, expect, it } from 'vitest'
import { publishedFigures } from './published-figures.ts'

const given = rowsGiven(publishedFigures, aggregates)

const of = { division: '431224105000', report: 'R1', occurredOn: '2021-01-15' }
const period = { from: '2016-01-01', to: '2020-12-31' }
const report = { type: 'PublishReport', data: { ...of, title: '工作报告', period } }
const figure = (more: object = {}) => ({
  type: 'PublishFigure',
  data: {
    ...{ ...of, claim: 'SF-001', kind: 'computed', indicator: 'housing.renovated', value: 848, written: '848户', unit: 'household' },
    ...{ relation: '=', period, reason: null, quote: '危房改造848户', ...more },
  },
})

describe('published figures', () => {
  it('given a figure of a report, then one row as it was written, with its period and the indicator it is held against', async () => {
    expect(await given(report, figure()).rows()).toMatchObject([
      {
        ...{ claim: 'SF-001', report: 'R1', division: '431224105000', kind: 'computed', indicator: 'housing.renovated', value: 848 },
        ...{ written: '848户', unit: 'household', relation: '=', from: '2016-01-01', to: '2020-12-31', quote: '危房改造848户', reason: null },
      },
    ])
  })

  it('given a figure published again in other words, then both are kept', async () => {
    expect((await given(report, figure(), figure({ value: 850, written: '850户' })).rows()).map(({ claim, value }) => [claim, value])).toEqual([
      ['SF-001', 848],
      ['SF-001', 850],
    ])
  })

  it('given a sentence without a number, then a row without a value, and the reason why no event can say it', async () => {
    const slogan = {
      claim: 'SF-002',
      kind: 'statement',
      indicator: null,
      value: null,
      written: '逐年上升',
      relation: 'none',
      reason: 'no event can say it',
    }
    expect(await given(report, figure(slogan)).rows()).toMatchObject([{ claim: 'SF-002', value: null, reason: 'no event can say it' }])
  })

  it('given a report without figures, then no row', async () => {
    expect(await given(report).rows()).toEqual([])
  })
})
