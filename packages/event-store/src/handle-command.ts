import type { Aggregate } from '@rural-tracker/domain'
import { type Command, type CommandOutcome, Deciding, type Folded, refused } from './deciding.ts'
import type { EventStore } from './port.ts'

const TRIES = 3

export type CommandHandler = Readonly<{ handle: (command: Command) => Promise<CommandOutcome> }>

/**
 * Reads the stream, decides, appends with the revision just read; after a conflict reads and decides again, three times at most.
 * A command whose id stands in the stream answers as the first time; with another body it is refused.
 *
 * @example
 * const { handle } = createCommandHandler({ store, aggregates })
 * await handle({ type: 'VisitHousehold', data: { … }, commandId: 'visit-17', actor: 'village:201', source: 'api' })
 */
export function createCommandHandler({ store, aggregates, now }: { store: EventStore; aggregates: readonly Aggregate[]; now?: () => string }): CommandHandler {
  const deciding = new Deciding(aggregates, now)
  return {
    handle: async (command) => {
      const prepared = deciding.prepare(command)
      if ('ok' in prepared) return prepared
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const folded = await readFolded(store, deciding, prepared.stream)
        const repeated = deciding.repeated(prepared, folded)
        if (repeated) return repeated
        const decided = deciding.decide(prepared, folded)
        if ('ok' in decided) return decided
        const { events, after } = decided
        if (events.length === 0) return { ok: true, stream: prepared.stream, events: [], position: undefined, repeated: false }
        const result = await store.append(prepared.stream, deciding.expected(folded), events)
        if (!result.ok) continue
        deciding.wrote(after, prepared, events, result.revision)
        const written = after.commands.get(command.commandId)
        return { ok: true, stream: prepared.stream, events: written?.events ?? [], position: result.position, repeated: false }
      }
      return refused('command.conflict', '该记录正被多人同时修改，请稍后重试。', 'Others are writing to the same record; try again.')
    },
  }
}

export async function readFolded(store: EventStore, deciding: Deciding, stream: string): Promise<Folded> {
  const folded = deciding.newStream(stream)
  for await (const event of store.readStream(stream)) deciding.foldStored(folded, event)
  return folded
}
