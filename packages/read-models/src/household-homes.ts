import { MOVED } from '@rural-tracker/domain'
import type { Condition, RowStore } from '@rural-tracker/projections'
import { contributions } from './contributions.ts'

/** Where a household had moved to by a day; undefined while it lives where it was registered. */
export type Homes = (household: string, day: string) => string | undefined

/** The moves of all households as far as they were known: what is said of a household in another stream counts where it lives. */
export async function homes(rows: RowStore, known: readonly Condition[]): Promise<Homes> {
  const moved = await rows.rows(contributions.table, {
    where: [['series', '=', MOVED], ...known],
    order: [
      ['on', 'asc'],
      ['position', 'asc'],
    ],
  })
  const byHousehold = Map.groupBy(moved, ({ counted }) => String(counted))
  return (household, day) => {
    const last = byHousehold.get(household)?.findLast(({ on }) => String(on) <= day)
    return last && String(last.division)
  }
}
