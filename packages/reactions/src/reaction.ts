import type { DomainEvent, EventDefinition, EventOf } from '@rural-tracker/domain'
import type { LogEvent } from '@rural-tracker/projections'
import type { Effect } from './effect.ts'

/** What a reaction has to know of earlier events, folded from the log and kept in memory only. */
export type Memory<State = unknown> = Readonly<{ events: readonly EventDefinition[]; initial: State; evolve(state: State, event: LogEvent): State }>

/** Which effects an event asks for. */
export type Reaction = Readonly<{
  name: string
  events: readonly EventDefinition[]
  memory?: Memory
  /** Whether events of a type are asked about at all, with what is remembered: the others are not even decoded. */
  wants?(type: string, state: unknown): boolean
  effects(event: LogEvent, state: unknown): readonly Effect[]
  /** Before the first event of these types nothing can follow from anything: where a new reactions file begins. By default `events`. */
  begins?: readonly EventDefinition[]
}>

/**
 * A reaction is pure: it sees one event and what it remembers of earlier ones, and names effects. An event is seen once: reading the log
 * again from the beginning is for projections.
 *
 * @example
 * const welcome = defineReaction({
 *   name: 'welcome',
 *   events: [HouseholdRegistered],
 *   effects: (event) => [{ id: `welcome.${event.id}`, name: 'letter', payload: { household: event.data.household } }],
 * })
 */
export function defineReaction<const Defs extends readonly EventDefinition[], State = undefined>(reaction: {
  name: string
  events: Defs
  memory?: Memory<State>
  wants?: (type: string, state: State) => boolean
  effects: (event: LogEvent<EventOf<Defs[number]> & DomainEvent>, state: State) => readonly Effect[]
  begins?: readonly EventDefinition[]
}): Reaction {
  return reaction as unknown as Reaction
}
