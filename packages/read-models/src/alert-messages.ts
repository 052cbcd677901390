import { type AlertMessageEvent, alertMessageEvents, type AlertMessageState, evolveAlertMessage, initialAlertMessage } from '@rural-tracker/domain'
import { defineProjection, type LogEvent, type Row } from '@rural-tracker/projections'

/** Every message to every receiver: what it told, and what became of it. */
export const alertMessages = defineProjection({
  name: 'alert_messages',
  version: 2,
  grows: 'by key',
  events: alertMessageEvents,
  key: (event) => event.stream,
  initial: () => initialAlertMessage,
  evolve: (state, event: LogEvent<AlertMessageEvent>) => evolveAlertMessage(state, event),
  columns: {
    division: { type: 'text', of: ({ division }) => division },
    receiver: { type: 'text', of: ({ receiver }) => receiver },
    status: { type: 'text', of: ({ status }) => status },
    kind: { type: 'text', of: ({ kind }) => kind },
    alerts: { type: 'integer', of: ({ items }) => items.length },
    madeOn: { type: 'text', of: ({ madeOn }) => madeOn },
    endedOn: { type: 'text', of: ({ endedOn }) => endedOn },
    attempts: { type: 'integer', of: ({ attempts }) => attempts },
    reason: { type: 'text', of: ({ reason }) => reason },
  },
  indexes: [['division', 'receiver', 'madeOn'], ['status']],
})

export function alertMessageOfRow({ row }: Row): AlertMessageState {
  return row as AlertMessageState
}
