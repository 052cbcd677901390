import type { z } from 'zod'
import type { DomainEvent, EventDefinition, EventOf } from './event.ts'

/** One sentence for a person, in both languages of the project. Never holds a name or a number from the persons register. */
export type Text = Readonly<{ zh: string; en: string }>

/** An order that cannot be carried out, with a stable code that programs may test. */
export type Refusal = Readonly<{ refused: string; message: Text }>

export function refuse(code: string, zh: string, en: string): Refusal {
  return { refused: code, message: { zh, en } }
}

/** What a command leads to: events (none when all of it is already known) or a refusal. */
export type Decision = readonly DomainEvent[] | Refusal

export function isRefusal(decision: Decision): decision is Refusal {
  return 'refused' in decision
}

/** What a fold may know of a stored event besides its data: where corrections point, and who recorded it. */
export type Recorded = Readonly<{ id: string; actor: string }>

/**
 * Another stream as it stood when the command was decided: its folded state and the revision of its last event (-1: nothing there).
 * `undefined` is a stream that nobody read.
 */
export type Seen = (stream: string) => Readonly<{ state: unknown; revision: number }> | undefined

/**
 * One command. An `order` is ours to refuse; a `report` says what happened outside and is always recorded when well formed
 * (the rule it broke becomes a finding). `decide` is pure and sees only the state, the command, who gives it and the streams it `reads`.
 * Deciding the same data again on the state it led to gives no event.
 */
export type CommandDefinition<State = never, Type extends string = string, Schema extends z.ZodType = z.ZodType> = Readonly<{
  type: Type
  kind: 'order' | 'report'
  data: Schema
  /** The one stream this command decides on: `category-<division>-<id>`. */
  stream(data: z.output<Schema>): string
  /**
   * The other streams that the decision looks at; their categories name their aggregates. Asked again with what was read so far until it
   * names nothing new, after at most three rounds of reading: so a household can lead to the parameters of the place where it lives now.
   * Its own stream is seen from the beginning. Without `reads` a decision sees no stream at all.
   */
  reads?(data: z.output<Schema>, seen: Seen): readonly string[]
  decide(data: z.output<Schema>, state: State, actor: string, seen: Seen): Decision
}>

/** Fixes the types of one command; see `packages/domain/src/household/decide.ts` for the form. */
export function defineCommand<State>() {
  return <const Type extends string, Schema extends z.ZodType>(command: CommandDefinition<State, Type, Schema>) => command
}

/** A decider: everything that one category of streams can say and refuse. */
export type Aggregate<State = unknown, Command extends CommandDefinition<never> = CommandDefinition<never>> = Readonly<{
  category: string
  events: readonly EventDefinition[]
  initial: State
  evolve: (state: State, event: DomainEvent, recorded: Recorded) => State
  /** Where the thing is now, written to `metadata.division`; without it, where it was born. */
  division?: (state: State) => string | undefined
  commands: readonly Command[]
}>

/**
 * Puts one aggregate together. `evolve` receives exactly the events listed, so that a missing case is a type error.
 *
 * @throws when the category has a hyphen: the first hyphen of a stream name ends its category.
 */
export function defineAggregate<State, const Defs extends readonly EventDefinition[], const Command extends CommandDefinition<State>>(aggregate: {
  category: string
  events: Defs
  initial: State
  evolve: (state: State, event: EventOf<Defs[number]>, recorded: Recorded) => State
  division?: (state: State) => string | undefined
  commands: readonly Command[]
}): Aggregate<State, Command> {
  if (aggregate.category.includes('-')) throw new Error(`category ${aggregate.category} has a hyphen`)
  return aggregate as unknown as Aggregate<State, Command>
}

/** `household-431224105201-H00001`. The division is where the thing was born and never changes. */
export function streamName(category: string, division: string, id: string): string {
  return `${category}-${division}-${id}`
}

/** The category of a stream: the text before its first hyphen. */
export function categoryOf(stream: string): string {
  const end = stream.indexOf('-')
  return end < 0 ? stream : stream.slice(0, end)
}

/** The division in a stream's name, where it was born. */
export function divisionOf(stream: string): string {
  return stream.split('-', 2)[1] ?? ''
}
