import { expect } from 'vitest'
import { type Aggregate, type CommandDefinition, type Decision, isRefusal, type Refusal } from '../aggregate.ts'
import { aggregates, type AnyCommand, catalogue } from '../catalogue.ts'
import { decodeEvent, type DomainEvent, type Json } from '../event.ts'

/** Who recorded the given events, unless said otherwise. */
export const RECORDER = 'user:recorder'
/** Who gives the command, unless said otherwise. */
export const LEADER = 'user:leader'

/** The id of the n-th event of a stream in a test, from 0. */
export function eventId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
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

export function fold(aggregate: Aggregate, events: readonly DomainEvent[], actor: string, from?: Folded): Folded {
  let { state, length } = from ?? { state: aggregate.initial, length: 0 }
  for (const event of events) state = aggregate.evolve(state, stored(event), { id: eventId(length++), actor })
  return { state, length }
}

export function decideOn({ type, data }: AnyCommand, folded: Folded, actor: string): Decision {
  const { command } = deskOf(type)
  return command.decide(command.data.parse(data), folded.state, actor, () => undefined)
}

/**
 * A test that reads as a sentence. Every accepted command is given twice, and the second time has to change nothing.
 *
 * @example
 * given(HouseholdRegistered(…)).when({ type: 'ReportRisk', data: … }).then(RiskReported(…))
 * given().when({ type: 'ReportRisk', data: … }).thenRefused('household.unknown')
 */
export function given(...events: readonly DomainEvent[]) {
  return {
    when: (command: AnyCommand, actor: string = LEADER) => {
      const { aggregate } = deskOf(command.type)
      const before = fold(aggregate, events, RECORDER)
      const decision = decideOn(command, before, actor)
      return {
        then: (...expected: readonly DomainEvent[]) => {
          expect(decision).toEqual(expected)
          const after = fold(aggregate, accepted(decision), actor, before)
          expect(decideOn(command, after, actor), 'the same command again').toEqual([])
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
