import type { z } from 'zod'
import type { Recorded } from '../aggregate.ts'
import type { Line, ParameterEvent, Tariff } from './events.ts'

export type ParameterState = Readonly<{
  /** Lines by their first day, as last set or corrected; `id` is the event that set it. */
  lines: Readonly<Record<string, { id: string; is: z.infer<typeof Line> }>>
  /** Tariffs by programme and first day, in the same way. */
  tariffs: Readonly<Record<string, { id: string; is: z.infer<typeof Tariff> }>>
}>

export const initial: ParameterState = { lines: {}, tariffs: {} }

export function tariffKey(programme: string, from: string): string {
  return `${programme}/${from}`
}

export function evolve(state: ParameterState, event: ParameterEvent, recorded: Recorded): ParameterState {
  switch (event.type) {
    case 'MonitoringLineSet': {
      const { region: _, occurredOn: __, ...is } = event.data
      return { ...state, lines: { ...state.lines, [is.from]: { id: recorded.id, is } } }
    }
    case 'MonitoringLineCorrected': {
      const { [event.data.was.from]: _before, ...lines } = state.lines
      return { ...state, lines: { ...lines, [event.data.is.from]: { id: event.data.corrects, is: event.data.is } } }
    }
    case 'TariffSet': {
      const { programme, occurredOn: from, amount, basis } = event.data
      return { ...state, tariffs: { ...state.tariffs, [tariffKey(programme, from)]: { id: recorded.id, is: { from, amount, basis } } } }
    }
    case 'TariffCorrected': {
      const { programme, corrects, was, is } = event.data
      const { [tariffKey(programme, was.from)]: _before, ...tariffs } = state.tariffs
      return { ...state, tariffs: { ...tariffs, [tariffKey(programme, is.from)]: { id: corrects, is } } }
    }
    default: {
      const never: never = event
      return never
    }
  }
}
