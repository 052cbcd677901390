import { z } from 'zod'
import { type Decision, defineCommand, refuse, streamName } from '../aggregate.ts'
import type { EventDefinition } from '../event.ts'
import { isSaid } from '../said.ts'
import type { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import type { HouseholdId } from '../values/ids.ts'
import type { HouseholdEvent } from './events.ts'
import { factKey, type HouseholdState } from './state.ts'

export const command = defineCommand<HouseholdState>()

/** Every household command names the village in which the household was registered: it is part of the stream's name. */
export const registeredIn = { registeredIn: DivisionCode }
export const stream = (data: { registeredIn: string; household: string }) => streamName('household', data.registeredIn, data.household)

export const unknown = refuse('household.unknown', '该户尚未登记，请先登记户。', 'The household is not registered; register it first.')

/** Data of the event without the words that only name the stream. */
export function without<Data extends { registeredIn: string }>({ registeredIn: _, ...data }: Data) {
  return data
}

/** A report that is kept once under its business key: the same words again are no event, other words are recorded. */
export function once(state: HouseholdState, fact: HouseholdEvent): Decision {
  if (!state.registered) return unknown
  return isSaid(state.said, factKey(fact), fact) ? [] : [fact]
}

type Dated = z.ZodObject<{ household: typeof HouseholdId; occurredOn: typeof IsoDate }>

/** A report of which the event says what the command says. */
export function plainReport<const Type extends string, Event extends HouseholdEvent['type'], Schema extends Dated>(
  type: Type,
  event: EventDefinition<Event, Schema>,
) {
  return command({
    type,
    kind: 'report',
    data: event.schema.extend(registeredIn) as unknown as z.ZodObject<Schema['shape'] & typeof registeredIn>,
    stream: (data) => stream(data as unknown as { registeredIn: string; household: string }),
    decide: (data, state): Decision => once(state, event(without(data as unknown as { registeredIn: string }) as z.output<Schema>) as HouseholdEvent),
  })
}
