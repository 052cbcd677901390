import type { Recorded } from '../aggregate.ts'
import type { EventOf } from '../event.ts'
import type { PaymentLineAdded, PaymentListEvent, PaymentPaid } from './events.ts'

export type Payment = Readonly<{ id: string; was: EventOf<typeof PaymentPaid>['data']; undone?: 'returned' | 'reversed' }>

export type PaymentListState = Readonly<{
  opened: boolean
  lines: Readonly<Record<string, EventOf<typeof PaymentLineAdded>['data']>>
  /** Who added lines: none of them may approve the list. */
  recorders: readonly string[]
  approved?: Readonly<{ amount: number; occurredOn: string }>
  notice?: Readonly<{ from: string; to: string }>
  released: Readonly<{ amount: number; on: readonly string[] }>
  /** Payments by bank reference. */
  payments: Readonly<Record<string, Payment>>
  /** How often a line has been paid, returned payments counted. */
  attempts: Readonly<Record<string, number>>
}>

export const initial: PaymentListState = { opened: false, lines: {}, recorders: [], released: { amount: 0, on: [] }, payments: {}, attempts: {} }

export function evolve(state: PaymentListState, event: PaymentListEvent, recorded: Recorded): PaymentListState {
  switch (event.type) {
    case 'PaymentListOpened':
      return { ...state, opened: true }
    case 'PaymentLineAdded': {
      const recorders = state.recorders.includes(recorded.actor) ? state.recorders : [...state.recorders, recorded.actor]
      return { ...state, recorders, lines: { ...state.lines, [event.data.line]: event.data } }
    }
    case 'PaymentListApproved':
      return { ...state, approved: { amount: event.data.amount, occurredOn: event.data.occurredOn } }
    case 'PaymentListNoticed':
      return { ...state, notice: { from: event.data.from, to: event.data.to } }
    case 'PaymentReleased':
      return {
        ...state,
        released: { amount: state.released.amount + event.data.amount, on: [...state.released.on, `${event.data.occurredOn}/${event.data.amount}`] },
      }
    case 'PaymentPaid': {
      const { bankReference, line, attempt } = event.data
      return {
        ...state,
        payments: { ...state.payments, [bankReference]: { id: recorded.id, was: event.data } },
        attempts: { ...state.attempts, [line]: attempt },
      }
    }
    case 'PaymentReturned':
      return undo(state, event.data.bankReference, 'returned')
    case 'PaymentReversed':
      return undo(state, event.data.bankReference, 'reversed')
    case 'BenefitReceived':
      return state
    default: {
      const never: never = event
      return never
    }
  }
}

function undo(state: PaymentListState, bankReference: string, undone: 'returned' | 'reversed'): PaymentListState {
  const payment = state.payments[bankReference]
  return payment ? { ...state, payments: { ...state.payments, [bankReference]: { ...payment, undone } } } : state
}
