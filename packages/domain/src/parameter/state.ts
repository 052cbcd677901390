import type { z } from 'zod'
import type { Recorded } from '../aggregate.ts'
import { type Said, say } from '../said.ts'
import type { Line, ParameterEvent } from './events.ts'

export type ParameterState = Readonly<{
  /** Lines by their first day, as last set or corrected; `id` is the event that set it. */
  lines: Readonly<Record<string, { id: string; is: z.infer<typeof Line> }>>
  said: Said
}>

export const initial: ParameterState = { lines: {}, said: {} }

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
    case 'TariffSet':
      return { ...state, said: say(state.said, `${event.data.programme}/${event.data.occurredOn}`, event) }
    default: {
      const never: never = event
      return never
    }
  }
}
