import type { AnyAggregate, Command, Refused } from './command.ts'
import { createDecider, type Decided, type FoldedStream, type PreparedCommand } from './decision.ts'
import { EventStoreError } from './errors.ts'
import type { EventStore, NewEvent } from './port.ts'
import { written } from './stored-row.ts'

/** What a list of commands would do on the present state. `index` counts from 0. */
export type Preview = Readonly<{
  commands: number
  events: number
  repeated: number
  /** Those whose events stand in the log already, by index, in order. */
  standing: readonly number[]
  refusals: readonly Readonly<{ index: number; refused: string; message: Refused['message'] }>[]
}>

/**
 * Decides all commands on the present state, each with the effects of those before it on whatever stream, and writes nothing.
 *
 * @example
 * const { refusals } = await previewCommands({ store, aggregates }, commands)
 * @throws when the store cannot be read. What one command stumbles over (an event that is too large, a stream that cannot be read) is a refusal.
 */
export async function previewCommands(
  how: { store: EventStore; aggregates: readonly AnyAggregate[]; now?: () => string },
  commands: Iterable<Command> | AsyncIterable<Command>,
): Promise<Preview> {
  const { prepare, readFolded, readSeen, decide } = createDecider(how.aggregates, how.now)
  const streams = new Map<string, FoldedStream>()
  const summary = { commands: 0, events: 0, repeated: 0 }
  const standing: number[] = []
  const refusals: Preview['refusals'][number][] = []
  const refuse = (index: number, { refused, message }: Refused) => refusals.push({ index, refused, message })
  const decideNext = async (prepared: PreparedCommand): Promise<Decided> => {
    let folded = streams.get(prepared.stream)
    if (!folded) streams.set(prepared.stream, (folded = await readFolded(how.store, prepared.stream)))
    return decide(prepared, folded, await readSeen(how.store, prepared, folded, streams))
  }

  for await (const command of commands) {
    const index = summary.commands++
    const prepared = prepare(command)
    if ('ok' in prepared) {
      refuse(index, prepared)
      continue
    }
    const decided = await decideNext(prepared).catch(refusedByStore('stream.unreadable'))
    if (decided.kind === 'refused') refuse(index, decided.outcome)
    else if (decided.repeated) {
      summary.repeated += 1
      if (decided.trace.position !== undefined) standing.push(index)
    } else {
      summary.events += decided.events.length
      const unfit = unfitToStore(decided.events)
      if (unfit?.kind === 'refused') refuse(index, unfit.outcome)
    }
  }
  return { ...summary, standing, refusals }
}

/** Every store refuses the same events, so this can be known before one is asked. */
function unfitToStore(events: readonly NewEvent[]): Decided | undefined {
  try {
    events.forEach(written)
    return undefined
  } catch (error) {
    return refusedByStore('event.too-large', 'event.not-json')(error)
  }
}

function refusedByStore(...codes: readonly string[]) {
  return (error: unknown): Decided => {
    if (error instanceof EventStoreError && codes.includes(error.code))
      return { kind: 'refused', outcome: { ok: false, refused: error.code, message: error.text } }
    throw error
  }
}
