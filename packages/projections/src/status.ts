import type { EventStore, Position } from '@rural-tracker/event-store'
import type { ReadModel } from './model.ts'
import type { Slot } from './rows.ts'

export type ModelStatus = Readonly<{
  name: string
  version: number
  state: 'active' | 'failed' | 'missing' | 'outdated'
  position: Position | undefined
  /** The last event it has seen. */
  eventId: string | undefined
  /** When its checkpoint last moved; an instant. */
  movedAt: string | undefined
  behindSeconds: number
  setAside: number
  failure: Slot['failure']
}>

/**
 * What is built of a model beside a former copy of another definition, and stands before an event that it cannot fold: the former one answers, and
 * nobody goes on with either until somebody resumes it.
 */
export function stalledBeside(slots: readonly Slot[], { name, version, hash }: Pick<ReadModel, 'name' | 'version' | 'hash'>): Slot | undefined {
  const own = slots.filter(({ model }) => model === name)
  const active = own.find(({ state }) => state === 'active')
  if (!active || active.version === version) return undefined
  return own.find((slot) => isUnfinished(slot) && slot.version === version && slot.hash === hash && slot.failure !== undefined)
}

/** The slot of each model that people read, with what has stopped the one that is to take its place. */
export function slotsSeen(slots: readonly Slot[], models: readonly ReadModel[]): ReadonlyMap<string, Slot> {
  const active = new Map(slots.filter(({ state }) => state === 'active').map((slot) => [slot.model, slot]))
  for (const model of models) {
    const [seen, stalled] = [active.get(model.name), stalledBeside(slots, model)]
    if (seen && stalled) active.set(model.name, { ...seen, failure: stalled.failure, setAside: stalled.setAside })
  }
  return active
}

/** Built, and not yet in its place. */
export function isUnfinished(slot: Slot | undefined): slot is Slot {
  return slot?.state === 'catching_up' || slot?.state === 'ready'
}

/** How each model is, by the slot that people read, and how old what it has not yet handled is. */
export async function statusOf(models: readonly ReadModel[], slots: ReadonlyMap<string, Slot>, events: EventStore): Promise<readonly ModelStatus[]> {
  const behind = new Map<Position | undefined, Promise<number>>()
  return Promise.all(
    models.map(async (model) => {
      const slot = slots.get(model.name)
      const state = !slot ? 'missing' : slot.failure ? 'failed' : slot.version !== model.version || slot.hash !== model.hash ? 'outdated' : 'active'
      const position = slot?.position
      if (!behind.has(position)) behind.set(position, secondsBehind(events, position))
      return {
        name: model.name,
        version: slot?.version ?? model.version,
        state,
        position,
        eventId: slot?.lastEvent?.id,
        movedAt: slot?.updatedAt,
        behindSeconds: (await behind.get(position)) ?? 0,
        setAside: slot?.setAside ?? 0,
        failure: slot?.failure,
      } as const
    }),
  )
}

/** Age of the first event that is not yet handled, 0 when there is none. */
async function secondsBehind(events: EventStore, after: Position | undefined): Promise<number> {
  for await (const page of events.readAll({ ...(after === undefined ? {} : { after }), pageSize: 1 })) {
    const next = page.events[0]
    return next ? Math.max(0, Math.round((Date.now() - Date.parse(next.recordedAt)) / 1000)) : 0
  }
  return 0
}
