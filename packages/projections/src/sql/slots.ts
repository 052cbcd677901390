import { sql } from 'kysely'
import type { Position } from '@rural-tracker/event-store'
import type { Checkpoint, Rebuild, Slot, SlotState } from '../rows.ts'
import { type Compiled, compiled, type Dialect, textOf } from './dialect.ts'

/** What is asked and said of slots, in either engine. */
export function slotsOf({ bookkeeping }: Dialect, model: string | undefined): Compiled {
  const make = () =>
    compiled(
      bookkeeping
        .selectFrom('slot')
        .selectAll()
        .select((eb) =>
          eb
            .selectFrom('dead_letter')
            .whereRef('dead_letter.model', '=', 'slot.model')
            .whereRef('dead_letter.slot', '=', 'slot.slot')
            .select((of) => of.fn.countAll<number>().as('n'))
            .as('setAside'),
        )
        .$if(model !== undefined, (q) => q.where('model', '=', model ?? ''))
        .orderBy('model')
        .orderBy('slot'),
    )
  return { sql: textOf(bookkeeping, `slots${model === undefined ? '' : ' of one'}`, make), values: model === undefined ? [] : [model] }
}

export function slotOf(row: Record<string, unknown>): Slot {
  const { failure, position, lastEvent, derivedFor, setAside } = row
  return {
    ...(row as unknown as Slot),
    position: position === null ? undefined : (BigInt(Number(position)) as Position),
    lastEvent: lastEvent === null ? undefined : JSON.parse(String(lastEvent)),
    derivedFor: derivedFor === null ? undefined : String(derivedFor),
    failure: failure === null ? undefined : JSON.parse(String(failure)),
    setAside: Number(setAside ?? 0),
  }
}

export function nextSlot({ bookkeeping }: Dialect): Compiled {
  return compiled(bookkeeping.insertInto('slot_number').defaultValues().returning('slot'))
}

export function newSlot({ bookkeeping }: Dialect, slot: Pick<Slot, 'model' | 'slot' | 'version' | 'hash' | 'logId'>): Compiled {
  const { model, slot: number, version, hash, logId } = slot
  return compiled(bookkeeping.insertInto('slot').values({ model, slot: number, version, hash, logId, state: 'building', updatedAt: now() } as never))
}

export function stateOf({ bookkeeping }: Dialect, model: string, slot: number, state: SlotState): Compiled {
  return compiled(bookkeeping.updateTable('slot').set({ state, updatedAt: now() }).where('model', '=', model).where('slot', '=', slot))
}

export function failureIn({ bookkeeping }: Dialect, model: string, slot: number, failure: Slot['failure']): Compiled {
  const told = failure ? JSON.stringify(failure) : null
  return compiled(bookkeeping.updateTable('slot').set({ failure: told }).where('model', '=', model).where('slot', '=', slot))
}

export function retiredBut({ bookkeeping }: Dialect, model: string, slot: number): Compiled {
  return compiled(bookkeeping.selectFrom('slot').select('slot').where('model', '=', model).where('state', '=', 'retired').where('slot', '<>', slot))
}

export function retireActiveBut({ bookkeeping }: Dialect, model: string, slot: number): Compiled {
  return compiled(
    bookkeeping
      .updateTable('slot')
      .set({ state: 'retired', updatedAt: now() })
      .where('model', '=', model)
      .where('state', '=', 'active')
      .where('slot', '<>', slot),
  )
}

export function setAsideIn({ bookkeeping }: Dialect, model: string, slot: number): Compiled {
  return compiled(bookkeeping.selectFrom('dead_letter').select('stream').distinct().where('model', '=', model).where('slot', '=', slot))
}

export function setAsideEventsIn({ bookkeeping }: Dialect, model: string, slot: number): Compiled {
  const columns = ['position', 'eventId', 'stream', 'reason', 'at'] as const
  return compiled(bookkeeping.selectFrom('dead_letter').select(columns).where('model', '=', model).where('slot', '=', slot).orderBy('position'))
}

export function setAside(
  { bookkeeping }: Dialect,
  model: string,
  slot: number,
  event: { position: string; eventId: string; stream: string; reason: string },
): Compiled {
  const row = { ...event, model, slot, position: Number(event.position), at: now() }
  return compiled(
    bookkeeping
      .insertInto('dead_letter')
      .values(row)
      .onConflict((on) => on.doNothing()),
  )
}

export function forgetSlot({ bookkeeping }: Dialect, model: string, slot: number): readonly Compiled[] {
  return (['dead_letter', 'slot'] as const).map((from) => compiled(bookkeeping.deleteFrom(from).where('model', '=', model).where('slot', '=', slot)))
}

export function rebuildWith({ bookkeeping }: Dialect, id: string): Compiled {
  return compiled(bookkeeping.selectFrom('rebuild').selectAll().where('id', '=', id))
}

export function rebuildKept({ bookkeeping }: Dialect, { id, model, slot, events, report }: Rebuild): Compiled {
  const said = { slot, events, report: report === undefined ? null : JSON.stringify(report), at: now() }
  return compiled(
    bookkeeping
      .insertInto('rebuild')
      .values({ id, model, ...said })
      .onConflict((on) => on.column('id').doUpdateSet(said)),
  )
}

/**
 * Moves checkpoints that stand at one position to another, and gives their models. One that does not stand there, or whose lease is not the
 * writer's own, is not among them. The leases are kept from being taken over until the transaction ends.
 */
export function movingTogether({ bookkeeping, held, locksRows }: Dialect, checkpoints: readonly Checkpoint[]): Compiled {
  const { from, to, lastEvent, derivedFor } = checkpoints[0] as Checkpoint
  const set = [
    sql`position = ${stored(to)}`,
    sql`"updatedAt" = ${now()}`,
    ...(lastEvent ? [sql`"lastEvent" = ${JSON.stringify(lastEvent)}`] : []),
    ...(derivedFor === undefined ? [] : [sql`"derivedFor" = ${derivedFor}`]),
  ]
  const statement = sql`
    WITH mine AS (
      SELECT held.model, held.slot FROM ${held(checkpoints)} AS held JOIN lease ON lease.model = held.model AND lease.epoch = held.epoch
      WHERE lease.owner IS NOT NULL ORDER BY lease.model ${sql.raw(locksRows ? 'FOR SHARE OF lease' : '')}
    )
    UPDATE slot SET ${sql.join(set)} FROM mine
    WHERE slot.model = mine.model AND slot.slot = mine.slot AND slot.position IS NOT DISTINCT FROM ${stored(from)}
    RETURNING slot.model`
  return compiled({ compile: () => statement.compile(bookkeeping) })
}

function stored(position: Position | undefined): number | null {
  return position === undefined ? null : Number(position)
}

function now(): string {
  return new Date().toISOString()
}
