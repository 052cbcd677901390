import type { Command, CommandOutcome } from './command.ts'
import { type Decider, type FoldedStream, outcomeOf } from './decision.ts'
import type { EventStore } from './port.ts'

/** Decides all commands on the present state, each with the effects of those before it, and writes nothing. */
export async function preview(store: EventStore, decider: Decider, commands: Iterable<Command> | AsyncIterable<Command>): Promise<readonly CommandOutcome[]> {
  const streams = new Map<string, FoldedStream>()
  const outcomes: CommandOutcome[] = []
  for await (const command of commands) {
    const prepared = decider.prepare(command)
    if ('ok' in prepared) {
      outcomes.push(prepared)
      continue
    }
    let folded = streams.get(prepared.stream)
    if (!folded) streams.set(prepared.stream, (folded = await decider.readFolded(store, prepared)))
    outcomes.push(outcomeOf(prepared.stream, decider.decide(prepared, folded)))
  }
  return outcomes
}
