import { nothingSaid, type Said, say } from '../said.ts'
import type { NameReadingEvent } from './events.ts'

export type NameReadingState = Readonly<{ said: Said }>

export const initial: NameReadingState = { said: nothingSaid }

export function evolve(state: NameReadingState, event: NameReadingEvent): NameReadingState {
  return { said: say(state.said, event.data.reading, event) }
}
