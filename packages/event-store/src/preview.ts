import type { AnyAggregate, Command, Refused } from './command.ts'
import { createDecider, type FoldedStream } from './decision.ts'
import type { EventStore } from './port.ts'

/** What a list of commands would do on the present state. `index` counts from 0. */
export type Preview = Readonly<{
  commands: number
  events: number
  repeated: number
  refusals: readonly Readonly<{ index: number; refused: string; message: Refused['message'] }>[]
}>

/**
 * Decides all commands on the present state, each with the effects of those before it on whatever stream, and writes nothing.
 *
 * @example
 * const { refusals } = await previewCommands({ store, aggregates }, commands)
 */
export async function previewCommands(
  how: { store: EventStore; aggregates: readonly AnyAggregate[]; now?: () => string },
  commands: Iterable<Command> | AsyncIterable<Command>,
): Promise<Preview> {
  const { prepare, readFolded, readSeen, decide } = createDecider(how.aggregates, how.now)
  const streams = new Map<string, FoldedStream>()
  const summary = { commands: 0, events: 0, repeated: 0 }
  const refusals: Preview['refusals'][number][] = []
  const refuse = (index: number, { refused, message }: Refused) => refusals.push({ index, refused, message })

  for await (const command of commands) {
    const index = summary.commands++
    const prepared = prepare(command)
    if ('ok' in prepared) {
      refuse(index, prepared)
      continue
    }
    let folded = streams.get(prepared.stream)
    if (!folded) streams.set(prepared.stream, (folded = await readFolded(how.store, prepared.stream)))
    const decided = decide(prepared, folded, await readSeen(how.store, prepared, folded, streams))
    if (decided.kind === 'refused') refuse(index, decided.outcome)
    else if (decided.repeated) summary.repeated += 1
    else summary.events += decided.events.length
  }
  return { ...summary, refusals }
}
