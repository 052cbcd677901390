import { z } from 'zod'
import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { Programme } from '../payment-list/events.ts'
import { words } from '../said.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { datedCommands } from './decide-dated.ts'
import * as events from './events.ts'
import * as families from './families.ts'
import { evolve, initial, type ParameterState, valueKey } from './state.ts'

const command = defineCommand<ParameterState>()

const tariffs = ({ region }: { region: string }) => streamName('parameter', region, 'tariff')
const tariffKey = (programme: Programme, from: string) => valueKey(`tariff.${programme}`, from)
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
    const before = state.values[tariffKey(programme, from)]
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
    const before = state.values[tariffKey(programme, corrects)]
    const there = state.values[tariffKey(programme, is.from)]
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
    const was = events.Tariff.parse(before.is)
    return [events.TariffCorrected({ region, occurredOn: is.from, programme, corrects: before.id, was, is })]
  },
})

/** Dated, regional parameters: thresholds are never literals. */
export const parameter = defineAggregate({
  category: 'parameter',
  events: events.parameterEvents,
  initial,
  evolve,
  commands: [
    ...datedCommands(families.monitoringLine),
    ...datedCommands(families.deadline),
    ...datedCommands(families.threshold),
    ...datedCommands(families.requiredMeasures),
    ...datedCommands(families.visitRhythm),
    ...datedCommands(families.workingCalendar),
    ...datedCommands(families.classScheme),
    ...datedCommands(families.ruleAdoption),
    ...datedCommands(families.levelScheme),
    ...datedCommands(families.alertClock),
    ...datedCommands(families.alertLead),
    ...datedCommands(families.alertBudget),
    ...datedCommands(families.quietHours),
    setTariff,
    correctTariff,
  ],
})
