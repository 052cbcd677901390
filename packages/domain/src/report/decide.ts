import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { isSaid } from '../said.ts'
import * as events from './events.ts'
import { evolve, initial, type ReportState } from './state.ts'

const command = defineCommand<ReportState>()
const stream = ({ division, report }: { division: string; report: string }) => streamName('report', division, report)

export const publishReport = command({
  type: 'PublishReport',
  kind: 'report',
  data: events.ReportPublished.schema,
  stream,
  decide: (data, state) => (state.published ? [] : [events.ReportPublished(data)]),
})

export const publishFigure = command({
  type: 'PublishFigure',
  kind: 'report',
  data: events.FigurePublished.schema,
  stream,
  decide: (data, state) => {
    if (!state.published) return refuse('report.unknown', '没有该报告，请先登记报告。', 'There is no such report; record the report first.')
    const figure = events.FigurePublished(data)
    return isSaid(state.said, data.claim, figure) ? [] : [figure]
  },
})

/** A published report and the figures in it, as they were written. */
export const report = defineAggregate({ category: 'report', events: events.reportEvents, initial, evolve, commands: [publishReport, publishFigure] })
