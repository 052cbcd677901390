import { aggregates } from '@rural-tracker/domain'
import { type Command, createCommandHandler, createImporter, type EventStore, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import type { PersonsRegister } from '@rural-tracker/persons'
import { Projector, type RowStore } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { readModels } from '@rural-tracker/read-models'
import { Tracker } from '@rural-tracker/tracker'
import type { Places } from '../../../packages/tracker/src/access/place.ts'
import { rowsWithin } from '../../../packages/tracker/src/access/sight.ts'
import { NATION, TODAY } from './townships.ts'

/** How a filter goes wrong: in the rows that it lets through, or in what it takes for the place of things. */
export type Fault = Readonly<{
  within?: (all: RowStore, division: string, places: () => Promise<Places>) => RowStore
  places?: (places: Places, all: RowStore) => Places
}>

/** A tracker in memory. Rows and places go through a fault where there is one. */
export async function trackerOn(events: EventStore, fault: Fault = {}): Promise<Tracker> {
  const rows = openSqliteRows(':memory:')
  const today = () => TODAY
  const config = { eventsUrl: 'sqlite:none', readModelsUrl: 'sqlite:none', personsUrl: 'sqlite:none', today }
  const of = {
    projector: new Projector({ events, rows, models: readModels, owner: 'test', today }),
    handler: createCommandHandler({ store: events, aggregates }),
  }
  const tracker = new Tracker(config, events, rows, opens, of)
  const placesNow = tracker.places.bind(tracker)
  const { places: wrongPlaces, within = rowsWithin } = fault
  if (wrongPlaces) tracker.places = async () => wrongPlaces(await placesNow(), rows)
  await tracker.catchUp()
  // Nothing that is said later says where anybody lives.
  const still = (one: Tracker) => Object.assign(one, { catchUp: async () => ({ position: null, behind: false }) })
  tracker.within = (division) =>
    division === NATION
      ? tracker
      : still(
          new Tracker(
            config,
            events,
            within(rows, division, () => tracker.places()),
            opens,
            of,
          ),
        )
  return still(tracker)
}

/** A register in which nobody stands. */
const noNames = () => ({ get: () => undefined, close: () => {} }) as unknown as PersonsRegister

const nothing = () => {
  throw new Error('nobody asks for this here')
}
const opens = { persons: noNames, reactions: nothing, masterKey: nothing, addresses: nothing }

export async function logOf(commands: readonly Command[]): Promise<EventStore> {
  const events = openMemoryStore()
  await createImporter({ store: events, aggregates }).import(commands)
  return events
}

export async function eventsOf(log: EventStore): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = []
  for await (const page of log.readAll()) all.push(...page.events)
  return all
}

/** A log of these events and no other. */
export async function logWith(events: readonly StoredEvent[]): Promise<EventStore> {
  const times = events.map(({ recordedAt }) => recordedAt)
  const log = openMemoryStore({ now: () => times.shift() ?? `${TODAY}T00:00:00.000Z` })
  for (const { id, type, data, metadata, stream } of events) await log.append(stream, 'any', [{ id, type, data, metadata }])
  return log
}
