import { evolveReceiver, initialReceiver, type ReceiverEvent, receiverEvents, type ReceiverState } from '@rural-tracker/domain'
import { defineProjection, type LogEvent, type Row } from '@rural-tracker/projections'

/** Who is told of alerts, and how; also those that were removed. Where to is nobody's to see here. */
export const receivers = defineProjection({
  name: 'receivers',
  version: 2,
  grows: 'by key',
  events: receiverEvents,
  key: (event) => event.stream,
  initial: () => initialReceiver,
  evolve: (state, event: LogEvent<ReceiverEvent>) => evolveReceiver(state, event),
  columns: {
    division: { type: 'text', of: ({ is }) => is?.division ?? null },
    channel: { type: 'text', of: ({ is }) => is?.channel ?? null },
    answersAs: { type: 'text', of: ({ is }) => is?.answersAs ?? null },
    there: { type: 'integer', of: ({ is }) => Number(is !== null) },
  },
  indexes: [['there', 'division']],
})

export function receiverOfRow({ row }: Row): ReceiverState {
  return row as ReceiverState
}
