import { nothingSaid, type Said, say } from '../said.ts'
import type { PartnershipEvent } from './events.ts'

export type PartnershipState = Readonly<{ agreed: boolean; linked: readonly string[]; said: Said }>

export const initial: PartnershipState = { agreed: false, linked: [], said: nothingSaid }

/** What makes two reports the same report. */
export function factKey({ type, data }: PartnershipEvent): string {
  return type === 'DividendDistributed' ? `${type}/${data.household}/${data.occurredOn}` : `${type}/${data.occurredOn}`
}

export function evolve(state: PartnershipState, event: PartnershipEvent): PartnershipState {
  switch (event.type) {
    case 'PartnershipAgreed':
      return { ...state, agreed: true }
    case 'HouseholdLinked':
      return { ...state, linked: [...state.linked, event.data.household] }
    case 'EquityInvested':
    case 'DividendPaid':
    case 'DividendDistributed':
      return { ...state, said: say(state.said, factKey(event), event) }
    case 'PersonLinked':
      return state
    default: {
      const never: never = event
      return never
    }
  }
}
