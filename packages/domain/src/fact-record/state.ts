import { nothingSaid, type Said, say } from '../said.ts'
import type { FactRecordEvent } from './events.ts'

export type FactRecordState = Readonly<{ said: Said }>

export const initial: FactRecordState = { said: nothingSaid }

export function evolve(state: FactRecordState, event: FactRecordEvent): FactRecordState {
  return { said: say(state.said, event.data.reference, event) }
}
