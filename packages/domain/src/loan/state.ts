import { nothingSaid, type Said, say } from '../said.ts'
import type { LoanEvent } from './events.ts'

export type LoanState = Readonly<{ household?: string; said: Said }>

export const initial: LoanState = { said: nothingSaid }

/** What makes two reports the same report. */
export function factKey({ type, data }: LoanEvent): string {
  return 'effect' in data ? `${type}/${data.effect}/${data.person ?? ''}/${data.occurredOn}` : `${type}/${data.occurredOn}`
}

export function evolve(state: LoanState, event: LoanEvent): LoanState {
  switch (event.type) {
    case 'LoanGranted':
      return { household: event.data.household, said: say(state.said, factKey(event), event) }
    case 'InterestSubsidyPaid':
    case 'LoanRenewed':
    case 'LoanRepaid':
    case 'LoanFellOverdue':
    case 'LoanEffectReported':
      return { ...state, said: say(state.said, factKey(event), event) }
    default: {
      const never: never = event
      return never
    }
  }
}
