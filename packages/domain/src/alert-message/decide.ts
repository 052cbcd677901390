import { type Decision, defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import * as events from './events.ts'
import { type AlertMessageState, evolve, initial } from './state.ts'

const command = defineCommand<AlertMessageState>()

/** @example alertMessageStream({ division: '431224105201', message: 'abcdefghijklmnopqrstuvwx' }) */
export function alertMessageStream({ division, message }: Readonly<{ division: string; message: string }>): string {
  return streamName('alertMessage', division, message)
}
const stream = alertMessageStream

const unknown = refuse('alert-message.unknown', '没有这条消息，请核对编号。', 'There is no such message; check its id.')

const empty = refuse(
  'alert-message.items',
  '消息须有预警条目，只有周清单消息不带条目；请改正。',
  'A message has to have alerts, and only that of the weekly list has none; correct it.',
)

/** The first outcome stands, however often it was sent and told. */
function ended({ status }: AlertMessageState, outcome: events.AlertMessageEvent): Decision {
  if (status === 'none') return unknown
  return status === 'under way' ? [outcome] : []
}

export const makeAlertMessage = command({
  type: 'MakeAlertMessage',
  kind: 'order',
  data: events.AlertMessageMade.schema,
  stream,
  decide: (data, { status }) => {
    if ((data.items.length === 0) !== (data.kind === 'weekly')) return empty
    return status === 'none' ? [events.AlertMessageMade(data)] : []
  },
})

export const recordAlertMessageDelivery = command({
  type: 'RecordAlertMessageDelivery',
  kind: 'report',
  data: events.AlertMessageDelivered.schema,
  stream,
  decide: (data, state) => ended(state, events.AlertMessageDelivered(data)),
})

export const recordAlertMessageFailure = command({
  type: 'RecordAlertMessageFailure',
  kind: 'report',
  data: events.AlertMessageFailed.schema,
  stream,
  decide: (data, state) => ended(state, events.AlertMessageFailed(data)),
})

/** One message to one receiver, and what became of it. */
export const alertMessage = defineAggregate({
  category: 'alertMessage',
  events: events.alertMessageEvents,
  initial,
  evolve,
  commands: [makeAlertMessage, recordAlertMessageDelivery, recordAlertMessageFailure],
})
