import type { Recorded } from '../aggregate.ts'
import type { ParameterEvent } from './events.ts'
import type { ParameterKind } from './kinds.ts'
import { type Dated, settingOf } from './setting.ts'

/** One value as last set or corrected: `id` is the event that set it first, at which corrections point, `by` the one that said it last. */
export type SetValue = Readonly<{ kind: ParameterKind; id: string; by: string; is: Dated }>

export type ParameterState = Readonly<{
  /** By kind and first day: `deadline.visit/2021-05-01`, `monitoringLine/2021-01-01`. */
  values: Readonly<Record<string, SetValue>>
}>

export const initial: ParameterState = { values: {} }

export function valueKey(kind: string, from: string): string {
  return `${kind}/${from}`
}

export function evolve(state: ParameterState, event: ParameterEvent, recorded: Recorded): ParameterState {
  const { kind, is, corrects } = settingOf(event)
  if (!corrects) return { values: { ...state.values, [valueKey(kind, is.from)]: { kind, id: recorded.id, by: recorded.id, is } } }
  const { [valueKey(kind, corrects.from)]: _before, ...others } = state.values
  return { values: { ...others, [valueKey(kind, is.from)]: { kind, id: corrects.id, by: recorded.id, is } } }
}
