import type { EventOf } from '../event.ts'
import { words } from '../said.ts'
import type { ServiceKeyEvent, ServiceKeyIssued } from './events.ts'

export type ServiceKeyState = Readonly<{
  issued?: EventOf<typeof ServiceKeyIssued>['data']
  /** What it was issued as, so that the same again is no event. */
  as?: string
  revokedOn?: string
}>

export const initial: ServiceKeyState = {}

export function evolve(state: ServiceKeyState, event: ServiceKeyEvent): ServiceKeyState {
  switch (event.type) {
    case 'ServiceKeyIssued':
      return { ...state, issued: event.data, as: words(event.data) }
    case 'ServiceKeyRevoked':
      return { ...state, revokedOn: event.data.occurredOn }
    default: {
      const never: never = event
      return never
    }
  }
}
