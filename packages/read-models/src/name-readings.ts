import { NamesRead } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** Who asked for the names of whom, and what for: a row a person, for those who see to it that nobody reads without need. */
export const nameReadings = defineProjection({
  name: 'name_readings',
  version: 1,
  grows: 'by event',
  events: [NamesRead],
  columns: { reader: 'text', division: 'text', person: 'text', purpose: 'text', on: 'text', reading: 'text' },
  rows: ({ data: { reader, division, persons, purpose, occurredOn: on, reading } }) =>
    persons.map((person) => ({ reader, division, person, purpose, on, reading })),
  indexes: [['person'], ['reader', 'on']],
})
