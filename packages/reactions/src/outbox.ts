import type { Json } from '@rural-tracker/domain'
import type { Row, RowTransaction, Table } from '@rural-tracker/projections'
import type { Effect } from './effect.ts'

/** waiting: to be handed over at `dueAt`. parked: its lane is full. sent: handed over; should nothing be heard of it, again at `dueAt`. */
export type OutboxState = 'waiting' | 'parked' | 'sent'

/** What is owed: an effect whose outcome does not stand yet. */
export type Owed = Readonly<{
  effect: Effect
  lane: string
  state: OutboxState
  /** Milliseconds since 1970. */
  dueAt: number
  /** Which try comes next, or is under way; from 1. */
  attempt: number
  /** Why the try before did not succeed. */
  reason: string | null
}>

export const OUTBOX: Table = {
  name: 'reaction_outbox',
  columns: {
    id: 'text',
    name: 'text',
    payload: 'json',
    lane: 'text',
    state: 'text',
    dueAt: 'integer',
    attempt: 'integer',
    reason: 'text',
  },
  key: ['id'],
  indexes: [
    ['state', 'dueAt', 'id'],
    ['lane', 'state', 'dueAt'],
  ],
}

/** When the next effect of a lane with a rate may begin. */
export const LANES: Table = { name: 'reaction_lanes', columns: { lane: 'text', nextAt: 'integer' }, key: ['lane'] }

/** What was last said of a row, as a hash: whoever asks for changes is told those only, and a rebuild tells nothing. */
export const SENT_ROWS: Table = {
  name: 'sent_rows',
  columns: { id: 'text', topic: 'text', row: 'text', hash: 'text', place: 'text' },
  key: ['id'],
  indexes: [['topic'], ['row']],
}

export const TABLES: readonly Table[] = [OUTBOX, LANES, SENT_ROWS]

export function owedOf(row: Row): Owed {
  const { id, name, payload, ...rest } = row as { id: string; name: string; payload: Json } & Omit<Owed, 'effect'>
  return { effect: { id, name, payload }, ...rest }
}

export function rowOf({ effect, ...rest }: Owed): Row {
  return { ...effect, ...rest }
}

/** Adds what is not owed already. */
export async function owe(tx: RowTransaction, slot: number, owed: readonly Owed[]): Promise<void> {
  if (owed.length === 0) return
  const there = new Set(
    (
      await ofIds(
        tx,
        slot,
        owed.map(({ effect }) => effect.id),
      )
    ).map(({ effect }) => effect.id),
  )
  await tx.upsert(slot, OUTBOX, owed.filter(({ effect }) => !there.has(effect.id)).map(rowOf))
}

export async function ofIds(tx: RowTransaction, slot: number, ids: readonly string[]): Promise<Owed[]> {
  return (await tx.find(slot, OUTBOX, 'id', ids)).map(owedOf)
}
