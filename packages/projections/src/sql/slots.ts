import type { Position } from '@rural-tracker/event-store'
import type { Checkpoint, Rebuild, Slot, SlotState } from '../rows.ts'
import { type Compiled, compiled, type Dialect } from './dialect.ts'

/** What is asked and said of slots, in either engine. */
export function slotsOf({ bookkeeping }: Dialect, model: string | undefined): Compiled {
  return compiled(
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

/** Moves the checkpoint, or changes nothing: the position has to be what the writer read, and the lease its own. */
export function checkpointOf({ bookkeeping, locksRows }: Dialect, checkpoint: Checkpoint): Compiled {
  const { model, slot, epoch, from, to, lastEvent, derivedFor } = checkpoint
  const mine = bookkeeping
    .selectFrom('lease')
    .select('epoch')
    .where('model', '=', model)
    .where('owner', 'is not', null)
    .$if(locksRows, (q) => q.forShare())
  return compiled(
    bookkeeping
      .updateTable('slot')
      .set({
        position: stored(to),
        updatedAt: now(),
        ...(lastEvent ? { lastEvent: JSON.stringify(lastEvent) } : {}),
        ...(derivedFor === undefined ? {} : { derivedFor }),
      })
      .where('model', '=', model)
      .where('slot', '=', slot)
      .where('position', 'is not distinct from', stored(from))
      .where((eb) => eb(mine, '=', epoch)),
  )
}

function stored(position: Position | undefined): number | null {
  return position === undefined ? null : Number(position)
}

function now(): string {
  return new Date().toISOString()
}
