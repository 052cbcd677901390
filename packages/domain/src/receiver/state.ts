import type { EventOf } from '../event.ts'
import type { ReceiverAdded, ReceiverEvent } from './events.ts'

export type Receiver = Omit<EventOf<typeof ReceiverAdded>['data'], 'occurredOn'>
/** Nobody: never added, or removed. A removed one can be added again. */
export type ReceiverState = Readonly<{ is: Receiver | null; wasThere: boolean }>

export const initial: ReceiverState = { is: null, wasThere: false }

export function evolve(state: ReceiverState, event: ReceiverEvent): ReceiverState {
  switch (event.type) {
    case 'ReceiverAdded':
    case 'ReceiverChanged': {
      const { occurredOn: _, ...is } = event.data
      return { is, wasThere: true }
    }
    case 'ReceiverRemoved':
      return { ...state, is: null }
    default: {
      const never: never = event
      return never
    }
  }
}
