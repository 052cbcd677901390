import { nothingSaid, type Said, say } from '../said.ts'
import type { ReportEvent } from './events.ts'

export type ReportState = Readonly<{ published: boolean; said: Said }>

export const initial: ReportState = { published: false, said: nothingSaid }

export function evolve(state: ReportState, event: ReportEvent): ReportState {
  switch (event.type) {
    case 'ReportPublished':
      return { ...state, published: true }
    case 'FigurePublished':
      return { ...state, said: say(state.said, event.data.claim, event) }
    default: {
      const never: never = event
      return never
    }
  }
}
