import { it } from 'vitest'
import { given } from '../testing/scenario.ts'
import * as events from './events.ts'

const period = { from: '2016-01-01', to: '2020-12-31' }
const here = { division: '431224105000', report: 'work2021', occurredOn: '2021-08-30' }
const published = events.ReportPublished({ ...here, title: '政府工作报告', period })
const figure = events.FigurePublished({
  ...here,
  claim: 'SF-001',
  kind: 'computed',
  indicator: 'housing.renovated',
  value: 848,
  written: '848户',
  unit: 'household',
  relation: '=',
  period,
  reason: null,
  quote: '危房改造848户',
})

it('is published once, and its figures after it', () => {
  given().when({ type: 'PublishReport', data: published.data }).then(published)
  given(published).when({ type: 'PublishReport', data: published.data }).thenNothingHappens()
  given().when({ type: 'PublishFigure', data: figure.data }).thenRefused('report.unknown')
})

it('keeps a figure once under its claim, and again when it was published otherwise', () => {
  given(published).when({ type: 'PublishFigure', data: figure.data }).then(figure)
  given(published, figure)
    .when({ type: 'PublishFigure', data: { ...figure.data, value: 849 } })
    .then(events.FigurePublished({ ...figure.data, value: 849 }))
})
