import type { AlertMessageEvent, MessageFailure, MessageItem, MessageKind } from './events.ts'

/** `under way`: its outcome does not stand yet. */
export type AlertMessageState = Readonly<{
  status: 'none' | 'under way' | 'delivered' | 'failed'
  division: string
  receiver: string
  kind: MessageKind
  items: readonly MessageItem[]
  madeOn: string
  endedOn: string | null
  attempts: number
  reason: MessageFailure | null
}>

export const initial: AlertMessageState = {
  status: 'none',
  division: '',
  receiver: '',
  kind: 'alert',
  items: [],
  madeOn: '',
  endedOn: null,
  attempts: 0,
  reason: null,
}

export function evolve(state: AlertMessageState, event: AlertMessageEvent): AlertMessageState {
  switch (event.type) {
    case 'AlertMessageMade': {
      const { division, receiver, kind, items, occurredOn } = event.data
      return { ...state, status: 'under way', division, receiver, kind, items, madeOn: occurredOn }
    }
    case 'AlertMessageDelivered':
      return { ...state, status: 'delivered', endedOn: event.data.occurredOn, attempts: event.data.attempts }
    case 'AlertMessageFailed': {
      const { attempts, reason, occurredOn } = event.data
      return { ...state, status: 'failed', endedOn: occurredOn, attempts, reason }
    }
    default: {
      const never: never = event
      return never
    }
  }
}
