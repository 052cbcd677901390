import { z } from 'zod'
import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { Programme } from '../payment-list/events.ts'
import { words } from '../said.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import * as events from './events.ts'
import { evolve, initial, type ParameterState, tariffKey } from './state.ts'

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

const tariffs = ({ region }: { region: string }) => streamName('parameter', region, 'tariff')
const tariffIsSet = refuse(
  'parameter.tariff-set',
  '该项目该日起的补助标准已设定；如需改正请用更正命令。',
  'A tariff of this programme from this day is set; correct it instead.',
)

export const setTariff = command({
  type: 'SetTariff',
  kind: 'order',
  data: events.TariffSet.schema,
  stream: tariffs,
  decide: (data, state) => {
    const { programme, occurredOn: from, amount, basis } = data
    const before = state.tariffs[tariffKey(programme, from)]
    if (!before) return [events.TariffSet(data)]
    return words(before.is) === words({ from, amount, basis }) ? [] : tariffIsSet
  },
})

export const correctTariff = command({
  type: 'CorrectTariff',
  kind: 'order',
  data: z.strictObject({ region: DivisionCode, programme: Programme, corrects: IsoDate, is: events.Tariff }),
  stream: tariffs,
  decide: ({ region, programme, corrects, is }, state) => {
    const before = state.tariffs[tariffKey(programme, corrects)]
    const there = state.tariffs[tariffKey(programme, is.from)]
    if (!before) {
      if (there && words(there.is) === words(is)) return []
      return refuse(
        'parameter.no-such-tariff',
        '没有该项目从该日起的补助标准可更正。',
        'There is no tariff of this programme from this day to correct.',
      )
    }
    if (words(before.is) === words(is)) return []
    if (there && there.id !== before.id) return tariffIsSet
    return [events.TariffCorrected({ region, occurredOn: is.from, programme, corrects: before.id, was: before.is, is })]
  },
})

/** Dated, regional parameters: thresholds are never literals. */
export const parameter = defineAggregate({
  category: 'parameter',
  events: events.parameterEvents,
  initial,
  evolve,
  commands: [setMonitoringLine, correctMonitoringLine, setTariff, correctTariff],
})
