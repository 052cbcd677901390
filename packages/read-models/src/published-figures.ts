import { FigurePublished } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** The figures of published reports, as they were written. */
export const publishedFigures = defineProjection({
  name: 'published_figures',
  version: 1,
  grows: 'by event',
  events: [FigurePublished],
  columns: {
    claim: 'text',
    report: 'text',
    division: 'text',
    kind: 'text',
    indicator: 'text',
    value: 'json',
    written: 'text',
    unit: 'text',
    relation: 'text',
    from: 'text',
    to: 'text',
    quote: 'text',
    reason: 'text',
  },
  rows: ({ data }) => {
    const { claim, report, division, kind, indicator, value, written, unit, relation, period, quote, reason } = data
    return [{ claim, report, division, kind, indicator, value, written, unit, relation, from: period.from, to: period.to, quote, reason }]
  },
  indexes: [['claim']],
})
