import type { StoredEvent } from '@rural-tracker/event-store'
import { COUNTY, NATION, TODAY } from './townships.ts'

// Who may see what, written a second time from the events alone. Shares nothing with the filter, the read models or the domain.

type Told = Readonly<{ on: string; position: bigint; id: string; village: string; to: string }>

const inOrder = (a: Told, b: Told) => (a.on === b.on ? Number(a.position - b.position) : a.on < b.on ? -1 : 1)
const dataOf = (event: StoredEvent) => event.data as Readonly<Record<string, never>>

export type NaivePlaces = Readonly<{
  /** What a village is now. */
  now: (village: string) => string
  /** Where a household lives now. */
  home: (household: string) => string | undefined
}>

export function naivePlaces(events: readonly StoredEvent[]): NaivePlaces {
  const withdrawn = new Set<string>(events.filter(({ type }) => type === 'VillageMergerWithdrawn').map((event) => dataOf(event)['reverses'] ?? ''))
  const told = (type: string, to: string): Told[] =>
    events
      .filter((event) => event.type === type)
      .map((event) => {
        const data = dataOf(event)
        return {
          on: String(data['occurredOn']),
          position: event.position,
          id: event.id,
          village: String(data['village'] ?? ''),
          to: String(data[to]),
        }
      })
      .filter(({ on }) => on <= TODAY)
      .toSorted(inOrder)
  const is = new Map<string, string>()
  for (const { id, village, to } of told('VillageMerged', 'into')) {
    if (withdrawn.has(id)) continue
    for (const [one, whole] of is) if (whole === village) is.set(one, to)
    is.set(village, to)
    is.set(to, to)
  }
  const now = (village: string) => is.get(village) ?? village
  const homes = new Map<string, string>()
  const stays = [
    ...events.filter(({ type }) => type === 'HouseholdRegistered').map((event) => ({ event, at: dataOf(event)['village'] })),
    ...events.filter(({ type }) => type === 'HouseholdMoved').map((event) => ({ event, at: dataOf(event)['to'] })),
  ].map(({ event, at }) => ({ household: String(dataOf(event)['household']), at: String(at), on: String(dataOf(event)['occurredOn']), event }))
  for (const { household, at, on } of stays.toSorted((a, b) =>
    a.on === b.on ? Number(a.event.position - b.event.position) : a.on < b.on ? -1 : 1,
  )) {
    if (on <= TODAY) homes.set(household, at)
  }
  return {
    now,
    home: (household) => {
      const at = homes.get(household)
      return at === undefined ? undefined : now(at)
    },
  }
}

/** Whether a division lies in another, by its digits: 6 of the county, 9 of the township, 12 of the village. */
export function lies(place: string, inside: string): boolean {
  if (inside === NATION) return true
  if (inside === COUNTY) return place.startsWith('431224')
  return inside.endsWith('000') ? place.startsWith(inside.slice(0, 9)) : place === inside
}

/** The events that there are for a caller: those of households that live there, those of what lies there, and the parameters that hold there. */
export function eventsInside(events: readonly StoredEvent[], division: string): readonly StoredEvent[] {
  const { now, home } = naivePlaces(events)
  return events.filter((event) => {
    const [category, born = ''] = event.stream.split('-')
    if (category === 'parameter') return lies(born, division) || lies(division, born)
    const { household: named, subject } = dataOf(event) as Readonly<Record<string, string | undefined>>
    const household = named ?? (subject?.startsWith('H') ? subject : undefined)
    return lies((household === undefined ? now(born) : home(household)) ?? '', division)
  })
}
