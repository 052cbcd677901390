import { type AlertEvent, alertEvents, type AlertState, evolveAlert, initialAlert, isLiveAlert, isOpenAlert } from '@rural-tracker/domain'
import { defineProjection, type LogEvent, type Row } from '@rural-tracker/projections'

/** Every alert there is or was, one row a household and cause, as its own record tells it: the last episode, open or past. */
export const alerts = defineProjection({
  name: 'alerts',
  version: 3,
  grows: 'by key',
  events: alertEvents,
  key: (event) => event.stream,
  initial: () => initialAlert,
  evolve: (alert, event: LogEvent<AlertEvent>) => evolveAlert(alert, event, { id: event.id, actor: event.actor }),
  columns: {
    subject: { type: 'text', of: ({ subject }) => subject },
    household: { type: 'text', of: ({ subject }) => (subject.startsWith('H') ? subject : null) },
    village: { type: 'text', of: ({ place }) => place },
    cause: { type: 'text', of: ({ cause }) => cause },
    status: { type: 'text', of: ({ status }) => status },
    open: { type: 'integer', of: (alert) => Number(isOpenAlert(alert)) },
    /** Open, or on the weekly list. */
    live: { type: 'integer', of: (alert) => Number(isLiveAlert(alert)) },
    level: { type: 'integer', of: ({ level }) => level },
    sign: { type: 'text', of: ({ sign }) => sign },
    stage: { type: 'text', of: ({ stage }) => stage },
    assignee: { type: 'text', of: ({ assignee }) => assignee },
    dueOn: { type: 'text', of: ({ dueOn }) => dueOn },
    respondBy: { type: 'text', of: ({ respondBy }) => respondBy },
    raisedOn: { type: 'text', of: ({ raisedOn }) => raisedOn },
    closedOn: { type: 'text', of: ({ closedOn }) => closedOn },
  },
  indexes: [['live', 'village'], ['household'], ['village'], ['assignee'], ['respondBy'], ['dueOn']],
})

/** The alert of a row, as a decision would see it. */
export function alertOfRow({ row }: Row): AlertState {
  return row as AlertState
}
