import { type AnyAggregate, type Command, conflict, type CommandOutcome } from './command.ts'
import { createDecider, type Decided, type Decider, expectedOf, type FoldedStream, outcomeOf, type PreparedCommand } from './decision.ts'
import type { EventStore, Expected, Position } from './port.ts'

const TRIES = 3
/** Commands that follow each other on one stream share an append, up to this many. */
const LARGEST_GROUP = 64
const MOST_IN_FLIGHT = 512

export type ImportSummary = { commands: number; events: number; repeated: number; refused: number }
/** Is told every outcome in the order of the commands; `index` counts from 0, and leaves out those of which nothing is known after a failure. */
export type OnOutcome = (outcome: CommandOutcome, index: number) => void

export type Importer = Readonly<{
  /**
   * @throws what the store threw. Every outcome that is known has been told then, also of commands behind the failed append. One without
   * an outcome may stand all the same: a preview of the same commands says so, and the same import goes on.
   */
  import(commands: Iterable<Command> | AsyncIterable<Command>, onOutcome?: OnOutcome): Promise<ImportSummary>
}>

/**
 * Carries out many commands with hundreds of appends in flight. Events are handed to the store in the order of the commands, never two
 * appends on one stream at a time: after a crash the same commands are given again, and those that stand are answered as repeated.
 * One import holds the folded state of every stream it touches or looks at. Where the store may commit them in another order, the next append
 * waits for the one before.
 *
 * A command that looks at another stream sees it as the commands before it left it, also while their append is under way: nothing waits,
 * and as the store gets everything in the order of the commands, no decision stands in the log before what it rests on. Only when somebody
 * else writes to that other stream in the same moment may a decision rest on what is then decided anew; its basis names the revision and
 * the ids that it saw.
 *
 * @example
 * const summary = await createImporter({ store, aggregates }).import(commands, (outcome, index) => …)
 */
export function createImporter(how: { store: EventStore; aggregates: readonly AnyAggregate[]; inFlight?: number; now?: () => string }): Importer {
  const decider = createDecider(how.aggregates, how.now)
  const inFlight = how.inFlight ?? (how.store.commitsInAnyOrder ? 1 : MOST_IN_FLIGHT)
  return { import: (commands, onOutcome) => new ImportRun(how.store, decider, inFlight, onOutcome).run(commands) }
}

type Item = { readonly index: number; readonly prepared: PreparedCommand; decided: Decided }
/** Commands on one stream, decided one on the other, that are appended together. */
type Group = { readonly stream: string; readonly folded: FoldedStream; expected: Expected; readonly items: Item[] }

class ImportRun {
  readonly #store: EventStore
  readonly #decider: Decider
  readonly #most: number
  readonly #outcomes: Outcomes
  /** Moved on by what was decided. A stream with an append under way that is not here is being decided anew. */
  readonly #folded = new Map<string, FoldedStream>()
  readonly #inFlight = new Map<string, Promise<void>>()
  /** The end of the last deciding anew: one after the other, as their conflicts came, so that each finds what was decided before it. */
  #anew: Promise<unknown> = Promise.resolve()
  #open: Group | undefined
  #looksSoon = false
  #failure: { error: unknown } | undefined

  constructor(store: EventStore, decider: Decider, most: number, onOutcome: OnOutcome | undefined) {
    this.#store = store
    this.#decider = decider
    this.#most = most
    this.#outcomes = new Outcomes(onOutcome)
  }

  async run(commands: Iterable<Command> | AsyncIterable<Command>): Promise<ImportSummary> {
    try {
      for await (const command of commands) await this.#take(command)
      await this.#sendOpen()
    } finally {
      await Promise.all(this.#inFlight.values())
      this.#outcomes.tellEarly()
    }
    this.#stopIfFailed()
    return this.#outcomes.summary
  }

  async #take(command: Command): Promise<void> {
    this.#stopIfFailed()
    const index = this.#outcomes.expect()
    const prepared = this.#decider.prepare(command)
    if ('ok' in prepared) return this.#outcomes.tell(index, prepared)
    for (;;) {
      const group = await this.#groupFor(prepared)
      const { seen, missing } = this.#decider.sight(prepared, group.folded, this.#folded)
      if (missing.length === 0) {
        group.items.push({ index, prepared, decided: this.#decider.decide(prepared, group.folded, seen) })
        return
      }
      // While this reads, the group may be sent and streams may be decided anew: everything is looked up again.
      for (const stream of missing) await this.#stand(stream)
    }
  }

  /** Sends what is open on another stream, so that appends keep the order of the commands. */
  async #groupFor(prepared: PreparedCommand): Promise<Group> {
    const { stream } = prepared
    if (this.#open && (this.#open.stream !== stream || this.#open.items.length >= LARGEST_GROUP)) await this.#sendOpen()
    return this.#open ?? this.#openGroup(stream)
  }

  async #openGroup(stream: string): Promise<Group> {
    const appending = this.#inFlight.get(stream)
    if (appending) await appending
    this.#stopIfFailed()
    const folded = await this.#stand(stream)
    this.#open = { stream, folded, expected: expectedOf(folded), items: [] }
    this.#lookSoon()
    return this.#open
  }

  /** The stream as the commands so far left it. */
  async #stand(stream: string): Promise<FoldedStream> {
    const standing = this.#folded.get(stream)
    if (standing) return standing
    await this.#inFlight.get(stream)
    this.#stopIfFailed()
    const folded = this.#folded.get(stream) ?? (await this.#decider.readFolded(this.#store, stream))
    this.#folded.set(stream, folded)
    return folded
  }

  /** When the next command is long in coming, the open group does not wait for it. */
  #lookSoon(): void {
    if (this.#looksSoon) return
    this.#looksSoon = true
    setImmediate(() => {
      this.#looksSoon = false
      // With everything in flight the end of an append looks again: sending must never wait here, or a later group could overtake.
      if (this.#open && !this.#failure && this.#inFlight.size < this.#most) this.#send()
    })
  }

  async #sendOpen(): Promise<void> {
    while (this.#open && this.#inFlight.size >= this.#most) await this.#inFlight.values().next().value
    this.#stopIfFailed()
    this.#send()
  }

  #send(): void {
    const group = this.#open
    this.#open = undefined
    if (!group) return
    if (eventsOf(group).length === 0) return this.#settle(group)
    const appending = this.#append(group)
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .then(() => {
        this.#inFlight.delete(group.stream)
        if (this.#open) this.#lookSoon()
      })
    this.#inFlight.set(group.stream, appending)
  }

  async #append(group: Group): Promise<void> {
    const result = await this.#store.append(group.stream, group.expected, eventsOf(group))
    if (result.ok) return this.#settle(group, result.position)
    this.#folded.delete(group.stream)
    const turn = this.#anew.then(() => this.#appendAnew(group))
    this.#anew = turn.catch(() => undefined)
    return turn
  }

  async #appendAnew(group: Group): Promise<void> {
    for (let tries = 1; tries < TRIES; tries++) {
      this.#stopIfFailed()
      const folded = await this.#decideAnew(group)
      const events = eventsOf(group)
      const result = events.length === 0 ? undefined : await this.#store.append(group.stream, group.expected, events)
      if (result && !result.ok) continue
      this.#folded.set(group.stream, folded)
      return this.#settle(group, result?.position)
    }
    this.#giveUp(group)
  }

  /**
   * Somebody else wrote to the stream: what was decided on it is decided again on what it is now. Other streams are read from the store too,
   * because what this import believes of them already holds what commands after these led to.
   */
  async #decideAnew(group: Group): Promise<FoldedStream> {
    const folded = await this.#decider.readFolded(this.#store, group.stream)
    const others = new Map<string, FoldedStream>()
    group.expected = expectedOf(folded)
    for (const item of group.items) {
      const seen = await this.#decider.readSeen(this.#store, item.prepared, folded, others)
      item.decided = this.#decider.decide(item.prepared, folded, seen)
    }
    return folded
  }

  #giveUp(group: Group): void {
    for (const { index } of group.items) this.#outcomes.tell(index, conflict(group.stream))
  }

  #settle(group: Group, position?: Position): void {
    for (const { index, decided } of group.items) this.#outcomes.tell(index, outcomeOf(group.stream, decided, position))
  }

  #stopIfFailed(): void {
    if (this.#failure) throw this.#failure.error
  }
}

function eventsOf(group: Group) {
  return group.items.flatMap(({ decided }) => (decided.kind === 'done' ? decided.events : []))
}

/** Tells the outcomes in the order of the commands, whatever the order of the appends that end. */
class Outcomes {
  readonly summary: ImportSummary = { commands: 0, events: 0, repeated: 0, refused: 0 }
  readonly #onOutcome: OnOutcome | undefined
  readonly #early = new Map<number, CommandOutcome>()
  #next = 0

  constructor(onOutcome: OnOutcome | undefined) {
    this.#onOutcome = onOutcome
  }

  expect(): number {
    return this.summary.commands++
  }

  tell(index: number, outcome: CommandOutcome): void {
    if (!outcome.ok) this.summary.refused += 1
    else if (outcome.repeated) this.summary.repeated += 1
    else this.summary.events += outcome.events.length
    if (!this.#onOutcome) return
    this.#early.set(index, outcome)
    for (let due = this.#early.get(this.#next); due; due = this.#early.get(this.#next)) {
      this.#early.delete(this.#next)
      this.#onOutcome(due, this.#next)
      this.#next += 1
    }
  }

  /** At the end nobody is waited for: after a failure this tells of those behind it. */
  tellEarly(): void {
    const early = [...this.#early].sort(([a], [b]) => a - b)
    this.#early.clear()
    for (const [index, outcome] of early) this.#onOutcome?.(outcome, index)
  }
}
