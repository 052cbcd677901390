import { expect } from 'vitest'
import { type Aggregate, categoryOf, type CommandDefinition, type Decision, isRefusal, type Refusal } from '../aggregate.ts'
import { aggregates, type AnyCommand, catalogue } from '../catalogue.ts'
import { decodeEvent, type DomainEvent, type Json } from '../event.ts'
import { sightOf } from '../seen.ts'

/** Who recorded the given events, unless said otherwise. */
export const RECORDER = 'user:recorder'
/** Who gives the command, unless said otherwise. */
export const LEADER = 'user:leader'

/** The id of the n-th event of a stream in a test, from 0; `other` counts the streams that are seen, from 1 in the order of `seeing`. */
export function eventId(n: number, other = 0): string {
  return `00000000-0000-4000-8${String(other).padStart(3, '0')}-${String(n).padStart(12, '0')}`
}

/** A stream folded so far. */
export type Folded = Readonly<{ state: unknown; length: number }>

type Desk = Readonly<{ aggregate: Aggregate; command: CommandDefinition<unknown> }>
const desks: ReadonlyMap<string, Desk> = new Map(
  aggregates.flatMap((aggregate) =>
    aggregate.commands.map((command) => [command.type, { aggregate, command: command as unknown as CommandDefinition<unknown> }] as const),
  ),
)

export function deskOf(type: string): Desk {
  const desk = desks.get(type)
  if (!desk) throw new Error(`no aggregate knows the command ${type}`)
  return desk
}

/** The event as a reader gets it back: a fold must not depend on how a decider happened to order the fields. */
export function stored({ type, data }: DomainEvent): DomainEvent {
  const definition = catalogue.get(type)
  const decoded = decodeEvent(catalogue, type, definition?.version ?? 1, JSON.parse(JSON.stringify(data)) as Json)
  if (decoded.kind !== 'event') throw new Error(`${type} cannot be read back: ${JSON.stringify(decoded)}`)
  return decoded.event
}

export function fold(aggregate: Aggregate, events: readonly DomainEvent[], actor: string, from?: Folded, other = 0): Folded {
  let { state, length } = from ?? { state: aggregate.initial, length: 0 }
  for (const event of events) state = aggregate.evolve(state, stored(event), { id: eventId(length++, other), actor })
  return { state, length }
}

/** Decides as the writer does: the command sees of `others` what it `reads`, and nothing stands in a stream that is not among them. */
export function decideOn({ type, data }: AnyCommand, folded: Folded, actor: string, others: ReadonlyMap<string, Folded> = new Map()): Decision {
  const { command } = deskOf(type)
  const parsed = command.data.parse(data)
  const own = command.stream(parsed)
  const { seen } = sightOf(command, parsed, (stream) => {
    const { state, length } = stream === own ? folded : (others.get(stream) ?? fold(aggregateOf(stream), [], actor))
    return { state, revision: length - 1 }
  })
  return command.decide(parsed, folded.state, actor, seen)
}

export function aggregateOf(stream: string): Aggregate {
  const aggregate = aggregates.find(({ category }) => category === categoryOf(stream))
  if (!aggregate) throw new Error(`no aggregate has the category of the stream ${stream}`)
  return aggregate
}

/**
 * A test that reads as a sentence. Every accepted command is given twice, and the second time has to change nothing.
 * `seeing` says what stands in another stream that the command reads; the ids of its events are `eventId(n, 1)`, of the next one `eventId(n, 2)`.
 *
 * @example
 * given(HouseholdRegistered(…)).when({ type: 'ReportRisk', data: … }).then(RiskReported(…))
 * given().when({ type: 'ReportRisk', data: … }).thenRefused('household.unknown')
 * given().seeing('household-431224105201-H00001', HouseholdRegistered(…)).when({ type: 'RegisterClue', data: … }).then(…)
 */
export function given(...events: readonly DomainEvent[]) {
  return givenBeside(events, new Map())
}

function givenBeside(events: readonly DomainEvent[], others: ReadonlyMap<string, Folded>) {
  return {
    seeing: (stream: string, ...there: readonly DomainEvent[]) => {
      if (others.has(stream)) throw new Error(`${stream} is seen already; say all of it at once`)
      return givenBeside(events, new Map(others).set(stream, fold(aggregateOf(stream), there, RECORDER, undefined, others.size + 1)))
    },
    when: (command: AnyCommand, actor: string = LEADER) => {
      const { aggregate } = deskOf(command.type)
      const before = fold(aggregate, events, RECORDER)
      const decision = decideOn(command, before, actor, others)
      return {
        then: (...expected: readonly DomainEvent[]) => {
          expect(decision).toEqual(expected)
          const after = fold(aggregate, accepted(decision), actor, before)
          expect(decideOn(command, after, actor, others), 'the same command again').toEqual([])
        },
        thenNothingHappens: () => expect(decision).toEqual([]),
        thenRefused: (code: string) => expect((decision as Refusal).refused).toBe(code),
      }
    },
  }
}

function accepted(decision: Decision): readonly DomainEvent[] {
  if (isRefusal(decision)) throw new Error(`refused: ${decision.refused}`)
  return decision
}
