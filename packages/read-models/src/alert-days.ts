import { AlertDayAsked } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** Since when, and up to which day, alerts have been asked for: one row. */
export const alertDays = defineProjection({
  name: 'alert_days',
  version: 1,
  grows: 'by key',
  events: [AlertDayAsked],
  key: () => 'asked',
  initial: () => ({ first: '9999-12-31', last: '' }),
  evolve: ({ first, last }, { data: { occurredOn } }) => ({
    first: occurredOn < first ? occurredOn : first,
    last: occurredOn > last ? occurredOn : last,
  }),
  columns: { first: { type: 'text', of: ({ first }) => first }, last: { type: 'text', of: ({ last }) => last } },
})
