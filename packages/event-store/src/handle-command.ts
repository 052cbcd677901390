import { type AnyAggregate, type Command, conflict, type CommandOutcome, type Expectation, unexpected } from './command.ts'
import { createDecider, expectedOf, type FoldedStream, outcomeOf, type PreparedCommand } from './decision.ts'
import type { EventStore, Expected } from './port.ts'

const TRIES = 3

export type CommandHandler = Readonly<{
  /** With `expected` nothing is written on any other revision of the command's stream; a repeated command is answered like the first time all the same. */
  handle(command: Command, how?: Expectation): Promise<CommandOutcome>
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
    async handle(command, { expected = 'any' } = {}) {
      const prepared = prepare(command)
      return 'ok' in prepared ? prepared : inTurn(prepared, expected)
    },
  }

  /** Commands of this process on one stream take turns; only other processes can cause a conflict. */
  async function inTurn(prepared: PreparedCommand, expected: Expected): Promise<CommandOutcome> {
    const { stream } = prepared
    const turn = (busy.get(stream) ?? Promise.resolve()).then(() => carryOut(prepared, expected))
    const settled = turn.catch(() => undefined)
    busy.set(stream, settled)
    try {
      return await turn
    } finally {
      if (busy.get(stream) === settled) busy.delete(stream)
    }
  }

  async function carryOut(prepared: PreparedCommand, expectation: Expected): Promise<CommandOutcome> {
    const { stream } = prepared
    for (let tries = 0; tries < TRIES; tries++) {
      const folded = await readFolded(store, stream)
      const expected = expectedOf(folded)
      if (!meets(expectation, folded) && !folded.commands.has(prepared.command.commandId))
        return unexpected(stream, folded.last < 0 ? 'no_stream' : BigInt(folded.last))
      const decided = decide(prepared, folded, await readSeen(store, prepared, folded, new Map()))
      if (decided.kind === 'refused' || decided.events.length === 0) return outcomeOf(stream, decided)
      const result = await store.append(stream, expected, decided.events)
      if (result.ok) return outcomeOf(stream, decided, result.position)
    }
    return conflict(stream)
  }
}

function meets(expected: Expected, { last }: FoldedStream): boolean {
  if (expected === 'any') return true
  if (expected === 'stream_exists') return last >= 0
  return expected === (last < 0 ? 'no_stream' : BigInt(last))
}
