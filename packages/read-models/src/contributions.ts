import { contributingEvents, contributionsOf } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** What every figure is made of. Figures, roll-ups and traces are questions to this table, for any period, division and both clocks. */
export const contributions = defineProjection({
  name: 'contributions',
  version: 3,
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

/** An alert says whom it is about as its subject, which may be a village. */
function householdOf(data: unknown): string | null {
  const { household, subject } = data as { household?: string; subject?: string }
  return household ?? (subject?.startsWith('H') ? subject : null)
}
