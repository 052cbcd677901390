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
  /** Payments by event id. */
  payments: Readonly<Record<string, Payment>>
  /** Event ids by bank reference: a bank may use one reference for a whole batch. */
  byReference: Readonly<Record<string, readonly string[]>>
  /** What a line has been paid: how often, returned payments counted, and how many of them stand. */
  paidLines: Readonly<Record<string, PaidLine>>
}>

export type PaidLine = Readonly<{ attempts: number; standing: number }>

export const initial: PaymentListState = {
  opened: false,
  lines: {},
  recorders: [],
  released: { amount: 0, on: [] },
  payments: {},
  byReference: {},
  paidLines: {},
}

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
      const { id } = recorded
      return {
        ...state,
        payments: { ...state.payments, [id]: { id, was: event.data } },
        byReference: { ...state.byReference, [bankReference]: [...(state.byReference[bankReference] ?? []), id] },
        paidLines: { ...state.paidLines, [line]: { attempts: attempt, standing: (state.paidLines[line]?.standing ?? 0) + 1 } },
      }
    }
    case 'PaymentReturned':
      return undo(state, event.data.returns, 'returned')
    case 'PaymentReversed':
      return undo(state, event.data.reverses, 'reversed')
    case 'BenefitReceived':
      return state
    default: {
      const never: never = event
      return never
    }
  }
}

function undo(state: PaymentListState, id: string, undone: 'returned' | 'reversed'): PaymentListState {
  const payment = state.payments[id]
  if (!payment) return state
  const { line } = payment.was
  const { attempts, standing } = state.paidLines[line] ?? { attempts: 0, standing: 0 }
  return {
    ...state,
    payments: { ...state.payments, [id]: { ...payment, undone } },
    paidLines: { ...state.paidLines, [line]: { attempts, standing: payment.undone ? standing : standing - 1 } },
  }
}

/** The payments under a bank reference, as far as the line and the event id narrow them down. */
export function paymentsUnder(state: PaymentListState, { bankReference, line, payment }: Which): readonly Payment[] {
  const ids = state.byReference[bankReference] ?? []
  return ids.flatMap((id) => {
    const one = state.payments[id]
    return one && (line ?? one.was.line) === one.was.line && (payment ?? id) === id ? [one] : []
  })
}

type Which = Readonly<{ bankReference: string; line?: string | undefined; payment?: string | undefined }>
