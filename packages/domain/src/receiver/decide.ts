import { defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { words } from '../said.ts'
import * as events from './events.ts'
import { evolve, initial, type Receiver, type ReceiverState } from './state.ts'

const command = defineCommand<ReceiverState>()

/** @example receiverStream({ division: '431224105201', receiver: 'helper' }) // 'receiver-431224105201-helper' */
export function receiverStream({ division, receiver }: Readonly<{ division: string; receiver: string }>): string {
  return streamName('receiver', division, receiver)
}
const stream = receiverStream

const unknown = refuse('receiver.unknown', '没有这个接收人，请核对编号和区划。', 'There is no such receiver; check its id and its division.')

const isSame = (is: Receiver, { occurredOn: _, ...data }: Receiver & { occurredOn: string }) => words(is) === words(data)

export const addReceiver = command({
  type: 'AddReceiver',
  kind: 'order',
  data: events.ReceiverAdded.schema,
  stream,
  decide: (data, { is }) => {
    if (is === null) return [events.ReceiverAdded(data)]
    if (isSame(is, data)) return []
    return refuse(
      'receiver.taken',
      '该编号已有接收人，请更改该接收人或另选编号。',
      'There is a receiver of this id already; change that one, or choose another id.',
    )
  },
})

export const changeReceiver = command({
  type: 'ChangeReceiver',
  kind: 'order',
  data: events.ReceiverChanged.schema,
  stream,
  decide: (data, { is }) => {
    if (is === null) return unknown
    return isSame(is, data) ? [] : [events.ReceiverChanged(data)]
  },
})

export const removeReceiver = command({
  type: 'RemoveReceiver',
  kind: 'order',
  data: events.ReceiverRemoved.schema,
  stream,
  decide: (data, { is, wasThere }) => {
    if (is) return [events.ReceiverRemoved(data)]
    return wasThere ? [] : unknown
  },
})

/** 接收人: who is told of alerts, and how. */
export const receiver = defineAggregate({
  category: 'receiver',
  events: events.receiverEvents,
  initial,
  evolve,
  commands: [addReceiver, changeReceiver, removeReceiver],
})
