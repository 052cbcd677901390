import { z } from 'zod'
import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { isSaid, words } from '../said.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import * as events from './events.ts'
import { evolve, initial, type ParameterState } from './state.ts'

const command = defineCommand<ParameterState>()
const lines = ({ region }: { region: string }) => streamName('parameter', region, 'monitoringLine')

export const setMonitoringLine = command({
  type: 'SetMonitoringLine',
  kind: 'order',
  data: z.strictObject({ region: DivisionCode, ...events.Line.shape }),
  stream: lines,
  decide: ({ region, ...line }, state) => {
    const before = state.lines[line.from]
    if (!before) return [events.MonitoringLineSet({ region, occurredOn: line.from, ...line })]
    if (words(before.is) === words(line)) return []
    return refuse('parameter.line-set', '该日起的监测线已设定；如需改正请用更正命令。', 'A line from this day is set; correct it instead.')
  },
})

export const correctMonitoringLine = command({
  type: 'CorrectMonitoringLine',
  kind: 'order',
  data: z.strictObject({ region: DivisionCode, corrects: IsoDate, is: events.Line }),
  stream: lines,
  decide: ({ region, corrects, is }, state) => {
    const before = state.lines[corrects]
    if (!before) {
      const done = state.lines[is.from]
      if (done && words(done.is) === words(is)) return []
      return refuse('parameter.no-such-line', '没有从该日起的监测线可更正。', 'There is no line from this day to correct.')
    }
    if (words(before.is) === words(is)) return []
    return [events.MonitoringLineCorrected({ region, occurredOn: is.from, corrects: before.id, was: before.is, is })]
  },
})

export const setTariff = command({
  type: 'SetTariff',
  kind: 'order',
  data: events.TariffSet.schema,
  stream: ({ region }) => streamName('parameter', region, 'tariff'),
  decide: (data, state) => {
    const tariff = events.TariffSet(data)
    return isSaid(state.said, `${data.programme}/${data.occurredOn}`, tariff) ? [] : [tariff]
  },
})

/** Dated, regional parameters: thresholds are never literals. */
export const parameter = defineAggregate({
  category: 'parameter',
  events: events.parameterEvents,
  initial,
  evolve,
  commands: [setMonitoringLine, correctMonitoringLine, setTariff],
})
