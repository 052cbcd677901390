import { z } from 'zod'
import { defineAggregate, defineCommand, streamName } from '../aggregate.ts'
import { NATION } from '../values/division.ts'
import { AlertDayAsked } from './events.ts'

type AlertDaysState = Readonly<{ last?: string }>

/** A day is said once, and never one before the last. A year has a stream of its own, so that none grows for ever. */
export const closeAlertDay = defineCommand<AlertDaysState>()({
  type: 'CloseAlertDay',
  kind: 'order',
  data: z.strictObject({ occurredOn: AlertDayAsked.schema.shape.occurredOn }),
  stream: ({ occurredOn }) => streamName('alertDays', NATION, occurredOn.slice(0, 4)),
  decide: (data, { last = '' }) => (data.occurredOn > last ? [AlertDayAsked(data)] : []),
})

/** Up to which day alerts have been asked for. */
export const alertDays = defineAggregate({
  category: 'alertDays',
  events: [AlertDayAsked] as const,
  initial: {} as AlertDaysState,
  evolve: (_state, event): AlertDaysState => ({ last: event.data.occurredOn }),
  commands: [closeAlertDay],
})
