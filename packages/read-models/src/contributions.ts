import { contributingEvents, contributionsOf } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** What every figure is made of. Figures, roll-ups and traces are questions to this table, for any period, division and both clocks. */
export const contributions = defineProjection({
  name: 'contributions',
  version: 5,
  grows: 'by event',
  events: contributingEvents,
  columns: {
    series: 'text',
    counted: 'text',
    amount: 'integer',
    weight: 'integer',
    on: 'text',
    as: 'text',
    partOf: 'text',
    household: 'text',
    division: 'text',
    // Whose event it comes from, for who may see it; `household` is there where a figure counts it at its home.
    about: 'text',
  },
  rows: (event) => contributionsOf(event).map((contribution) => ({ ...contribution, division: event.division, about: householdOf(event.data) })),
  indexes: [['series', 'on']],
})

function householdOf(data: unknown): string | null {
  return (data as { household?: string }).household ?? null
}
