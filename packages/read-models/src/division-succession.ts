import { VillageMerged, VillageMergerWithdrawn } from '@rural-tracker/domain'
import { type Clocks, type Condition, defineProjection, type Row, type RowStore } from '@rural-tracker/projections'

/** Which village became part of which, and from which day on. */
export const divisionSuccession = defineProjection({
  name: 'division_succession',
  version: 1,
  grows: 'by event',
  events: [VillageMerged, VillageMergerWithdrawn],
  columns: { village: 'text', successor: 'text', on: 'text', withdraws: 'text' },
  rows: ({ type, data }) => [
    { village: data.village, successor: data.into, on: data.occurredOn, withdraws: type === 'VillageMergerWithdrawn' ? data.reverses : null },
  ],
})

/** The divisions of a day, as far as mergers were known at an instant or up to a position. Without a day, each is what it was. */
export type DivisionsQuestion = Readonly<{ divisionsAsOf?: string; knownAt?: string; knownTo?: number }>

/** What a division has become. */
export type Succession = (division: string) => string

/** All that was said of mergers, in the order in which it was true: for who asks about many days. */
export function mergersSaid(rows: Pick<RowStore, 'rows'>): Promise<readonly Row[]> {
  return rows.rows(divisionSuccession.table, { order: IN_ORDER })
}

/** What divisions had become by a day, as known then, of what `mergersSaid`. */
export function successionOn(said: readonly Row[], { asOf, knownAt = '9' }: Clocks): Succession {
  const then = said.filter(({ on, knownAt: known }) => String(on) <= asOf && String(known) <= knownAt)
  return follow(then as unknown as readonly Merger[])
}

const IN_ORDER = [
  ['on', 'asc'],
  ['position', 'asc'],
] as const

type Merger = Readonly<{ eventId: string; village: string; successor: string; withdraws: string | null }>

/**
 * Maps a division to what it is on the day asked for.
 *
 * @example
 * const present = await succession(rows, { divisionsAsOf: '2021-12-31' })
 * present('431224105223') // '431224105201' when the one was merged into the other by then
 */
export async function succession(rows: RowStore, { divisionsAsOf, knownAt, knownTo }: DivisionsQuestion): Promise<Succession> {
  if (divisionsAsOf === undefined) return (division) => division
  const where: Condition[] = [['on', '<=', divisionsAsOf]]
  if (knownAt !== undefined) where.push(['knownAt', '<=', knownAt])
  if (knownTo !== undefined) where.push(['position', '<=', knownTo])
  const said = await rows.rows(divisionSuccession.table, { where, order: IN_ORDER })
  return follow(said as unknown as readonly Merger[])
}

/** In the order in which they were true: who was part of the village that goes, goes with it; who takes it in, is there. */
function follow(mergers: readonly Merger[]): Succession {
  const withdrawn = new Set(mergers.map(({ withdraws }) => withdraws))
  const present = new Map<string, string>()
  for (const { eventId, village, successor, withdraws } of mergers) {
    if (withdraws || withdrawn.has(eventId)) continue
    for (const [part, whole] of present) if (whole === village) present.set(part, successor)
    present.set(village, successor)
    present.delete(successor)
  }
  return (division) => present.get(division) ?? division
}
