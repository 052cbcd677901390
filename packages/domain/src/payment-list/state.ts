import type { Recorded } from '../aggregate.ts'
import type { EventOf } from '../event.ts'
import { GrowingMap } from '../growing-map.ts'
import type { PaymentLineAdded, PaymentListEvent, PaymentPaid, RecoveryClaimed } from './events.ts'

export type Payment = Readonly<{ id: string; was: EventOf<typeof PaymentPaid>['data']; undone?: 'returned' | 'reversed' }>

export type PaymentListState = Readonly<{
  opened: boolean
  lines: GrowingMap<EventOf<typeof PaymentLineAdded>['data']>
  /** Who added lines: none of them may approve the list. */
  recorders: readonly string[]
  approved?: Readonly<{ amount: number; occurredOn: string }>
  notice?: Readonly<{ from: string; to: string }>
  released: Readonly<{ amount: number; on: readonly string[] }>
  /** Payments by event id. */
  payments: GrowingMap<Payment>
  /** Event ids by bank reference, then by line: a bank may use one reference for a whole batch. */
  byReference: GrowingMap<GrowingMap<readonly string[]>>
  /** What a line has been paid: how often, returned payments counted, and how many of them stand. */
  paidLines: GrowingMap<PaidLine>
  /** What is asked back, by the event id of the payment. */
  recoveries: GrowingMap<Recovery>
}>

/** `returned` by receipt and amount, `writtenOff` by decision: what is outstanding is the claim less both. `by` asked for it and cannot give it up. */
export type Recovery = Readonly<{
  claim?: Readonly<{ id: string; by: string; was: EventOf<typeof RecoveryClaimed>['data'] }>
  returned: Readonly<Record<string, number>>
  writtenOff: Readonly<Record<string, number>>
}>

export type PaidLine = Readonly<{ attempts: number; standing: number }>

export const initial: PaymentListState = {
  opened: false,
  lines: GrowingMap.empty(),
  recorders: [],
  released: { amount: 0, on: [] },
  payments: GrowingMap.empty(),
  byReference: GrowingMap.empty(),
  paidLines: GrowingMap.empty(),
  recoveries: GrowingMap.empty(),
}

export function evolve(state: PaymentListState, event: PaymentListEvent, recorded: Recorded): PaymentListState {
  switch (event.type) {
    case 'PaymentListOpened':
      return { ...state, opened: true }
    case 'PaymentLineAdded': {
      const recorders = state.recorders.includes(recorded.actor) ? state.recorders : [...state.recorders, recorded.actor]
      return { ...state, recorders, lines: state.lines.set(event.data.line, event.data) }
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
      const batch = state.byReference.get(bankReference) ?? GrowingMap.empty<readonly string[]>()
      return {
        ...state,
        payments: state.payments.set(id, { id, was: event.data }),
        byReference: state.byReference.set(bankReference, batch.set(line, [...(batch.get(line) ?? []), id])),
        paidLines: state.paidLines.set(line, { attempts: attempt, standing: (state.paidLines.get(line)?.standing ?? 0) + 1 }),
      }
    }
    case 'PaymentReturned':
      return undo(state, event.data.returns, 'returned')
    case 'PaymentReversed':
      return undo(state, event.data.reverses, 'reversed')
    case 'RecoveryClaimed':
      return recover(state, event.data.payment, { claim: { id: recorded.id, by: recorded.actor, was: event.data } })
    case 'RecoveryReturned': {
      const { payment, receipt, amount } = event.data
      return recover(state, payment, { returned: { ...recoveryOf(state, payment).returned, [`${receipt}/${amount}`]: amount } })
    }
    case 'RecoveryWrittenOff': {
      const { payment, decision, amount } = event.data
      return recover(state, payment, { writtenOff: { ...recoveryOf(state, payment).writtenOff, [decision]: amount } })
    }
    case 'BenefitReceived':
      return state
    default: {
      const never: never = event
      return never
    }
  }
}

function undo(state: PaymentListState, id: string, undone: 'returned' | 'reversed'): PaymentListState {
  const payment = state.payments.get(id)
  if (!payment) return state
  const { line } = payment.was
  const { attempts, standing } = state.paidLines.get(line) ?? { attempts: 0, standing: 0 }
  return {
    ...state,
    payments: state.payments.set(id, { ...payment, undone }),
    paidLines: state.paidLines.set(line, { attempts, standing: payment.undone ? standing : standing - 1 }),
  }
}

function recover(state: PaymentListState, payment: string, change: Partial<Recovery>): PaymentListState {
  return { ...state, recoveries: state.recoveries.set(payment, { ...recoveryOf(state, payment), ...change }) }
}

export function recoveryOf(state: PaymentListState, payment: string): Recovery {
  return state.recoveries.get(payment) ?? { returned: {}, writtenOff: {} }
}

/** The payments under a bank reference, as far as the line and the event id narrow them down. */
export function paymentsUnder(state: PaymentListState, { bankReference, line, payment }: Which): readonly Payment[] {
  const batch = state.byReference.get(bankReference)
  const ids = line === undefined ? [...(batch?.values() ?? [])].flat() : (batch?.get(line) ?? [])
  return ids.flatMap((id) => {
    const one = state.payments.get(id)
    return one && (payment ?? id) === id ? [one] : []
  })
}

type Which = Readonly<{ bankReference: string; line?: string | undefined; payment?: string | undefined }>
