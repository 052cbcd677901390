import type { Aggregate } from '@rural-tracker/domain'
import { type Command, type CommandOutcome, Deciding, type Folded, type Prepared, refused } from './deciding.ts'
import { readFolded } from './handle-command.ts'
import type { EventStore, NewEvent } from './port.ts'

export type ImportSummary = Readonly<{ commands: number; events: number; repeated: number; refused: number }>
export type OnOutcome = (outcome: CommandOutcome, command: Command, index: number) => void

/**
 * Many commands through the same decisions: folded streams are kept, hundreds of appends are in flight, never two on one stream, in the
 * order of the commands, so that a crash leaves a prefix. Running it again goes on where it stopped.
 */
export class Importer {
  readonly #store: EventStore
  readonly #deciding: Deciding
  readonly #inFlight: number
  readonly #streams = new Map<string, Folded>()
  /** Streams with an append under way: a later command on one waits for all of them, so that the order stays that of the commands. */
  readonly #busy = new Set<string>()

  constructor({ store, aggregates, inFlight = 512, now }: { store: EventStore; aggregates: readonly Aggregate[]; inFlight?: number; now?: () => string }) {
    this.#store = store
    this.#deciding = new Deciding(aggregates, now)
    this.#inFlight = inFlight
  }

  /** @throws when somebody else writes to the same streams meanwhile, or the store fails; what stands is a prefix. */
  async import(commands: Iterable<Command> | AsyncIterable<Command>, onOutcome: OnOutcome = () => {}): Promise<ImportSummary> {
    const summary = { commands: 0, events: 0, repeated: 0, refused: 0 }
    let pending: Promise<void>[] = []
    const settle = async () => {
      const waiting = pending
      pending = []
      await Promise.all(waiting)
    }
    const say = (outcome: CommandOutcome, command: Command, index: number) => {
      if (!outcome.ok) summary.refused++
      else if (outcome.repeated) summary.repeated++
      onOutcome(outcome, command, index)
    }
    for await (const command of commands) {
      const index = summary.commands++
      const prepared = this.#deciding.prepare(command)
      if ('ok' in prepared) {
        say(prepared, command, index)
        continue
      }
      if (this.#busy.has(prepared.stream) || pending.length >= this.#inFlight) await settle()
      const folded = this.#streams.get(prepared.stream) ?? (await this.#read(prepared.stream))
      const decided = this.#deciding.repeated(prepared, folded) ?? this.#deciding.decide(prepared, folded)
      if ('ok' in decided) {
        say(decided, command, index)
        continue
      }
      if (decided.events.length === 0) {
        say({ ok: true, stream: prepared.stream, events: [], position: undefined, repeated: false }, command, index)
        continue
      }
      summary.events += decided.events.length
      pending.push(this.#append(prepared, folded, decided.events, decided.after).then((outcome) => say(outcome, command, index)))
    }
    await settle()
    return summary
  }

  /** Decides all commands on the present state, each seeing what the ones before it would write, and writes nothing. */
  async preview(commands: readonly Command[]): Promise<readonly CommandOutcome[]> {
    const streams = new Map<string, Folded>()
    const outcomes: CommandOutcome[] = []
    for (const command of commands) {
      const prepared = this.#deciding.prepare(command)
      if ('ok' in prepared) {
        outcomes.push(prepared)
        continue
      }
      const folded = streams.get(prepared.stream) ?? (await readFolded(this.#store, this.#deciding, prepared.stream))
      streams.set(prepared.stream, folded)
      const decided = this.#deciding.repeated(prepared, folded) ?? this.#deciding.decide(prepared, folded)
      if ('ok' in decided) {
        outcomes.push(decided)
        continue
      }
      const { events, after } = decided
      if (after.revision !== undefined && events.length > 0) this.#deciding.wrote(after, prepared, events, after.revision)
      streams.set(prepared.stream, after)
      outcomes.push({ ok: true, stream: prepared.stream, events: after.commands.get(command.commandId)?.events ?? [], position: undefined, repeated: false })
    }
    return outcomes
  }

  async #append(prepared: Prepared, folded: Folded, events: readonly NewEvent[], after: Folded): Promise<CommandOutcome> {
    const { stream, command } = prepared
    this.#busy.add(stream)
    try {
      const result = await this.#store.append(stream, this.#deciding.expected(folded), events)
      if (!result.ok) {
        this.#streams.delete(stream)
        return refused('command.conflict', '导入时有人写入同一记录；请重新运行，已写入的不会重复。', 'Somebody wrote to the same record during the import; run it again, what stands is not written twice.')
      }
      this.#deciding.wrote(after, prepared, events, result.revision)
      this.#streams.set(stream, after)
      return { ok: true, stream, events: after.commands.get(command.commandId)?.events ?? [], position: result.position, repeated: false }
    } finally {
      this.#busy.delete(stream)
    }
  }

  async #read(stream: string): Promise<Folded> {
    const folded = await readFolded(this.#store, this.#deciding, stream)
    this.#streams.set(stream, folded)
    return folded
  }
}
