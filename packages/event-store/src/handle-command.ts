import type { Seen } from '@rural-tracker/domain'
import {
  type Admission,
  type AnyAggregate,
  type Command,
  conflict,
  type CommandOutcome,
  type Expectation,
  type Refused,
  unexpected,
} from './command.ts'
import { createDecider, expectedOf, type FoldedStream, outcomeOf, type PreparedCommand } from './decision.ts'
import { EventStoreError } from './errors.ts'
import type { EventStore, Expected } from './port.ts'

const TRIES = 3

export type CommandHandler = Readonly<{
  /**
   * With `expected` nothing is written on any other revision of the command's stream; a repeated command is answered like the first time all the
   * same. What `admit` says against it is the answer.
   */
  handle(command: Command, how?: Expectation & Admission): Promise<CommandOutcome>
}>

/**
 * Carries out one command at a time: read, fold, decide, append. A repeated command is answered like the first time, a race is decided anew,
 * on everything it looks at as it is by then.
 *
 * @example
 * const { handle } = createCommandHandler({ store, aggregates: [household] })
 * await handle({ type: 'RegisterHousehold', data, commandId: 'form-17', actor: 'clerk:zhang-01', source: 'cli' })
 */
export function createCommandHandler(how: { store: EventStore; aggregates: readonly AnyAggregate[]; now?: () => string }): CommandHandler {
  const { store } = how
  const { prepare, readFolded, readSeen, decide } = createDecider(how.aggregates, how.now)
  const busy = new Map<string, Promise<unknown>>()

  return {
    async handle(command, { expected = 'any', admit } = {}) {
      const prepared = prepare(command)
      return 'ok' in prepared ? prepared : inTurn(prepared, expected, admit)
    },
  }

  /** Commands of this process on one stream take turns; only other processes can cause a conflict. */
  async function inTurn(prepared: PreparedCommand, expected: Expected, admit: Admission['admit']): Promise<CommandOutcome> {
    const { stream } = prepared
    const turn = (busy.get(stream) ?? Promise.resolve()).then(() => carryOut(prepared, expected, admit))
    const settled = turn.catch(() => undefined)
    busy.set(stream, settled)
    try {
      return await turn
    } finally {
      if (busy.get(stream) === settled) busy.delete(stream)
    }
  }

  async function carryOut(prepared: PreparedCommand, expectation: Expected, admit: Admission['admit']): Promise<CommandOutcome> {
    const { stream } = prepared
    for (let tries = 0; tries < TRIES; tries++) {
      const looked = await look(prepared, admit)
      if ('ok' in looked) return looked
      const { folded, seen } = looked
      const expected = expectedOf(folded)
      if (!meets(expectation, folded) && !folded.commands.has(prepared.command.commandId))
        return unexpected(stream, folded.last < 0 ? 'no_stream' : BigInt(folded.last))
      const decided = decide(prepared, folded, seen)
      if (decided.kind === 'refused' || decided.events.length === 0) return outcomeOf(stream, decided)
      const result = await store.append(stream, expected, decided.events)
      if (result.ok) return outcomeOf(stream, decided, result.position)
    }
    return conflict(stream)
  }

  /** What a decision is made on, or what is said against making it. Who may not see a stream is not told either that it cannot be read. */
  async function look(prepared: PreparedCommand, admit: Admission['admit']): Promise<Refused | Readonly<{ folded: FoldedStream; seen: Seen }>> {
    const others = new Map<string, FoldedStream>()
    try {
      const folded = await readFolded(store, prepared.stream)
      const seen = await readSeen(store, prepared, folded, others)
      return (await admit?.((name) => (name === prepared.stream ? folded : others.get(name))?.last)) ?? { folded, seen }
    } catch (error) {
      const objection = error instanceof EventStoreError ? await admit?.(() => undefined) : undefined
      if (objection) return objection
      throw error
    }
  }
}

function meets(expected: Expected, { last }: FoldedStream): boolean {
  if (expected === 'any') return true
  if (expected === 'stream_exists') return last >= 0
  return expected === (last < 0 ? 'no_stream' : BigInt(last))
}
