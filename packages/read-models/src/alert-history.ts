import { alertEvents } from '@rural-tracker/domain'
import { defineProjection } from '@rural-tracker/projections'

/** Everything that was said of every alert, in the order of the log: what was true, and what was known. */
export const alertHistory = defineProjection({
  name: 'alert_history',
  version: 2,
  grows: 'by event',
  events: alertEvents,
  columns: {
    alert: 'text',
    subject: 'text',
    cause: 'text',
    episode: 'integer',
    division: 'text',
    occurredOn: 'text',
    type: 'text',
    actor: 'text',
    data: 'json',
  },
  rows: ({ type, data, stream, division, actor }) => {
    const { subject, cause, episode, occurredOn } = data
    return [{ alert: stream, subject, cause, episode, division, occurredOn, type, actor, data }]
  },
  indexes: [['alert', 'position'], ['subject']],
})
