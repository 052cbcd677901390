import { type Catalogue, catalogueOf } from '@rural-tracker/domain'
import type { EventStore, Page, ReadAll, StoredEvent } from '@rural-tracker/event-store'
import { type LogEvent, logEvent, reasonOf } from '@rural-tracker/projections'
import { Coming } from './coming.ts'
import { checkedEffect, type Effect } from './effect.ts'
import { owe, type Owed } from './outbox.ts'
import { type OnProblem, unreadable } from './problems.ts'
import type { Reaction } from './reaction.ts'
import { type ReactionsFile, typesOf } from './reactions-file.ts'

const PAGE = 512

/** One reaction with what it remembers so far. */
type Reading = { readonly reaction: Reaction; readonly types: ReadonlySet<string>; readonly remembers: ReadonlySet<string>; state: unknown }

/** Reads the log in its order: what an event asks for and the checkpoint are written together, so nothing is forgotten and nothing is owed twice. */
export class Reactor {
  readonly #events: EventStore
  readonly #file: ReactionsFile
  readonly #catalogue: Catalogue
  readonly #readings: readonly Reading[]
  readonly #types: readonly string[]
  readonly #owedFor: (effect: Effect) => Owed
  readonly #onProblem: OnProblem
  /** It met an event that it cannot read, and stands before it. */
  stopped = false
  /** What it stood before in former times is still shown. */
  #showsFailure = false
  /** Events that somebody set aside: they ask for nothing, and nothing of them is remembered. */
  #setAside: ReadonlySet<string> = new Set()
  #following: Readonly<{ signal: AbortSignal; told: () => void }> | undefined
  #coming: Coming | undefined

  constructor(
    events: EventStore,
    file: ReactionsFile,
    reactions: readonly Reaction[],
    how: Readonly<{ owedFor: (effect: Effect) => Owed; onProblem: OnProblem }>,
  ) {
    this.#events = events
    this.#file = file
    const definitions = reactions.flatMap(({ events: own, memory }) => [...own, ...(memory?.events ?? [])])
    this.#catalogue = catalogueOf(definitions)
    this.#types = typesOf(definitions)
    this.#readings = reactions.map((reaction) => ({
      reaction,
      types: new Set(typesOf(reaction.events)),
      remembers: new Set(typesOf(reaction.memory?.events ?? [])),
      state: reaction.memory?.initial,
    }))
    this.#owedFor = how.owedFor
    this.#onProblem = how.onProblem
  }

  /** Folds what the reactions remember, up to the checkpoint. What stopped it before is tried again: this release may know it. */
  async remember(): Promise<void> {
    const { position } = this.#file
    this.stopped = false
    this.#showsFailure = (await this.#file.active())?.failure !== undefined
    this.#setAside = new Set((await this.#file.setAside()).map(({ eventId }) => eventId))
    const types = typesOf(this.#readings.flatMap(({ reaction }) => reaction.memory?.events ?? []))
    for (const reading of this.#readings) reading.state = reading.reaction.memory?.initial
    if (position === undefined || types.length === 0) return
    for await (const page of this.#events.readAll({ filter: { types }, upTo: position })) {
      for (const stored of page.events) for (const reading of this.#readings) this.#note(reading, stored, this.#reader(stored))
    }
  }

  /** Goes on where it stopped, when somebody has resumed it meanwhile. What it remembers is folded anew: the event may have left half of itself there. */
  async lookAgain(): Promise<void> {
    if (this.stopped && (await this.#file.active())?.failure === undefined) await this.remember()
  }

  /** Takes some pages; true when it has seen the head of the log. */
  async step(pages: number): Promise<boolean> {
    if (this.stopped || this.#types.length === 0) return true
    let taken = 0
    for await (const page of this.#events.readAll(this.#unread())) {
      if (!(await this.#take(page))) return true
      if (page.caughtUp) return true
      if (++taken === pages) return false
    }
    return true
  }

  /** From here on the log is read as it comes, until the signal aborts: `go` takes what there is, and `told` is called when there is something. */
  follow(signal: AbortSignal, told: () => void): void {
    this.#following = { signal, told }
    this.#coming = undefined
  }

  /** Takes some pages of what is followed; true when there is nothing more at the moment. */
  async go(pages: number): Promise<boolean> {
    if (this.stopped || this.#types.length === 0 || !this.#following) return true
    const { signal, told } = this.#following
    const coming = (this.#coming ??= new Coming(this.#events.readAll({ ...this.#unread(), follow: true, signal }), told))
    for (let taken = 0; taken < pages; taken++) {
      if (coming.isQuiet) return true
      const page = await coming.take()
      if (!page) return true
      if (await this.#take(page)) continue
      // It goes on before the event at which it has stopped.
      coming.leave()
      this.#coming = undefined
      return true
    }
    return false
  }

  #unread(): ReadAll {
    const { position: after } = this.#file
    return { ...(after === undefined ? {} : { after }), filter: { types: this.#types }, pageSize: PAGE }
  }

  async #take({ events, scannedTo }: Page): Promise<boolean> {
    const { position } = this.#file
    if (scannedTo === undefined || (position !== undefined && scannedTo <= position)) return true
    const owed: Owed[] = []
    let last: StoredEvent | undefined
    for (const stored of events) {
      try {
        for (const effect of this.#effectsOf(stored)) owed.push(this.#owedFor(effect))
      } catch (error) {
        await this.#commit(owed, last, last?.position)
        await this.#stop(stored, error)
        return false
      }
      last = stored
    }
    await this.#commit(owed, last, scannedTo)
    if (this.#showsFailure) await this.#file.fail(undefined)
    this.#showsFailure = false
    return true
  }

  #effectsOf(stored: StoredEvent): Effect[] {
    if (this.#setAside.has(stored.id)) return []
    const read = this.#reader(stored)
    const effects: Effect[] = []
    for (const reading of this.#readings) {
      const { reaction, types } = reading
      this.#note(reading, stored, read)
      if (!types.has(stored.type) || reaction.wants?.(stored.type, reading.state) === false) continue
      effects.push(...reaction.effects(read(), reading.state).map(checkedEffect))
    }
    return effects
  }

  #note(reading: Reading, { type, id }: StoredEvent, read: () => LogEvent): void {
    const { memory } = reading.reaction
    if (memory && !this.#setAside.has(id) && reading.remembers.has(type)) reading.state = memory.evolve(reading.state, read())
  }

  /** Decodes at most once, and only for who asks. */
  #reader(stored: StoredEvent): () => LogEvent {
    let event: LogEvent | undefined
    return () => {
      event ??= logEvent(this.#catalogue, stored)
      if (!event) throw new Error(`a reaction asks for ${stored.type} and cannot decode it`)
      return event
    }
  }

  async #commit(owed: readonly Owed[], last: StoredEvent | undefined, to: StoredEvent['position'] | undefined): Promise<void> {
    if (to === undefined) return
    const lastEvent = last && { id: last.id, stream: last.stream, revision: Number(last.revision) }
    await this.#file.fenced((tx, slot) => owe(tx, slot, owed), to, lastEvent)
  }

  async #stop({ id, position, stream }: StoredEvent, error: unknown): Promise<void> {
    const reason = reasonOf(error)
    this.stopped = true
    await this.#file.fail({ position: String(position), eventId: id, stream, reason })
    this.#onProblem(unreadable(id, String(position), reason))
  }
}
