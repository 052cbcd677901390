import type { Page, Position } from '@rural-tracker/event-store'
import { Ahead } from './ahead.ts'
import { type LogEvent, reasonOf } from './event.ts'
import type { Loader } from './model.ts'
import { DecodedPage } from './page.ts'
import { failureOf, isOfNoEvent } from './projection-error.ts'
import type { Checkpoint, LastEvent, RowTransaction, Slot } from './rows.ts'
import { whileWanted } from './wanted.ts'
import { lastOf, type Runner, typesOf, type Work } from './work.ts'

/** A work in one transaction: where it will stand when that is committed. */
type Step = {
  readonly work: Work
  readonly loader: Loader
  to: Position | undefined
  lastEvent: LastEvent | undefined
  events: number
  pages: number
}

/** Moves built slots with the log: rows and checkpoint together, several pages at once, so that in a gap a list derives a subject once for all. */
export class Follower {
  readonly #o: Runner
  readonly #pageSize: number
  readonly #pagesACommit: number
  /** Up to here types that this release does not know have been told. */
  #toldTo: Position | undefined

  constructor(runner: Runner, pageSize: number, pagesACommit: number) {
    this.#o = runner
    this.#pageSize = pageSize
    this.#pagesACommit = pagesACommit
  }

  /** Brings works to the head of the log. One that meets an event it cannot fold stops before it, visibly; the others go on. */
  async toHead(works: readonly Work[], signal?: AbortSignal): Promise<void> {
    for (let done = false; !done; ) {
      const running = works.filter((work) => !work.stopped)
      if (running.length === 0) return
      const enough = new AbortController()
      try {
        const pages = new Ahead(this.unseen(running, { signal: enough.signal }))
        const there = () => whileWanted(pages.there(), signal)
        while (!(done = !(await there())) && (await this.commit(running, pages, this.#pagesACommit)));
      } finally {
        enough.abort()
      }
    }
  }

  /**
   * Commits what comes soon, at most so many pages; one is there. False when an event of it cannot be folded: it is found which one, its work
   * stops before it, and what comes after is to be read anew.
   */
  async commit(works: readonly Work[], pages: Ahead, atMost: number): Promise<boolean> {
    const inOrder = works.toSorted((a, b) => (a.model.name < b.model.name ? -1 : 1))
    try {
      await this.#together(inOrder, pages, atMost)
      return true
    } catch (error) {
      if (isOfNoEvent(error)) throw error
    }
    // Nothing of that commit was written. Page by page, each work alone, it is found which event of which work is at fault.
    await this.#apart(inOrder)
    return false
  }

  /** Derived rows of a day that has begun. A model that cannot bear the day stops there, visibly; the others go on. */
  async passTime(works: readonly Work[]): Promise<void> {
    const today = this.#o.today()
    for (const work of works) {
      if (work.stopped || work.derivedFor === today) continue
      const { model, slot, epoch, position } = work
      try {
        await this.#o.rows.transaction(async (tx) => {
          await model.passTime(tx, slot, { today })
          await tx.checkpoint({ model: model.name, slot, epoch, from: position, to: position, lastEvent: undefined, derivedFor: today })
        })
        work.derivedFor = today
      } catch (error) {
        if (isOfNoEvent(error)) throw error
        await this.#stop(work, await this.#failedOn(today, work, error))
      }
    }
  }

  async #failedOn(day: string, { model, slot }: Work, error: unknown): Promise<NonNullable<Slot['failure']>> {
    const own = (await this.#o.rows.slots(model.name)).find((one) => one.slot === slot)
    const { id: eventId = '', stream = '' } = own?.lastEvent ?? {}
    return { position: String(own?.position ?? 0n), eventId, stream, reason: `${day}: ${reasonOf(error)}`, day }
  }

  /** The pages that none of the works has seen; with `follow` also those that are still to come. */
  async *unseen(works: readonly Work[], how: Readonly<{ follow?: boolean; signal?: AbortSignal }> = {}): AsyncGenerator<Page> {
    const { events, knownTypes } = this.#o
    const after = works.map(({ position }) => position).reduce((a, b) => (a === undefined || b === undefined ? undefined : a < b ? a : b))
    // Who has to tell what no release of this age knows has to look at everything.
    const filter = knownTypes ? {} : { filter: { types: typesOf(works) } }
    for await (const page of events.readAll({
      ...(after === undefined ? {} : { after }),
      ...filter,
      pageSize: this.#pageSize,
      ...how,
    })) {
      if (works.some(({ position }) => isBeyond(page.scannedTo, position))) yield page
    }
  }

  /** As many pages in one transaction as come soon; one is there. */
  async #together(works: readonly Work[], pages: Ahead, atMost: number): Promise<void> {
    const started = performance.now()
    const moment = { today: this.#o.today() }
    const steps = works.map(
      (work): Step => ({ work, loader: work.model.follow(work.slot, moment), to: work.position, lastEvent: undefined, events: 0, pages: 0 }),
    )
    await this.#o.rows.transaction(async (tx) => {
      for (let n = 0; n < atMost; n++) {
        const page = await pages.soon()
        if (!page) break
        const decoded = new DecodedPage(page.events)
        for (const step of steps) await addPage(tx, step, decoded, page)
        this.#progress(works, page)
      }
      const moved = steps.filter(({ to, work }) => isBeyond(to, work.position))
      for (const { loader } of moved) await loader.finish(tx)
      await tx.checkpoint(...moved.map(checkpointOf))
    })
    for (const step of steps) this.#stands(step, started)
    await this.#o.leases.keep(works)
  }

  #stands({ work, to: position, events, pages }: Step, started: number): void {
    if (!isBeyond(position, work.position)) return
    work.position = position
    const seconds = (performance.now() - started) / 1_000
    this.#o.observer.committed?.({ model: work.model.name, version: work.model.version, events, pages, seconds, position })
  }

  async #apart(works: readonly Work[]): Promise<void> {
    let pages = 0
    for await (const page of this.unseen(works)) {
      const decoded = new DecodedPage(page.events)
      for (const work of works) {
        if (work.stopped || !isBeyond(page.scannedTo, work.position)) continue
        const { events, poison } = decoded.for(work.model, work.position, work.setAside)
        await this.#commit(work, events, poison ? undefined : page.scannedTo, lastOf(page.events))
        if (poison && !work.stopped) await this.#stop(work, failureOf(poison))
      }
      this.#progress(works, page)
      if (++pages === this.#pagesACommit) return
    }
  }

  /** A page that cannot be folded is halved until the event at fault stands alone. */
  async #commit(work: Work, events: readonly LogEvent[], scannedTo: Position | undefined, lastSeen: LastEvent | undefined): Promise<void> {
    const to = scannedTo ?? events.at(-1)?.position
    if (to === undefined) return
    const started = performance.now()
    const lastEvent = scannedTo === undefined ? lastEventOf(events) : lastSeen
    const step: Step = { work, loader: work.model.follow(work.slot, { today: this.#o.today() }), to, lastEvent, events: events.length, pages: 1 }
    try {
      await this.#o.rows.transaction(async (tx) => {
        await step.loader.add(tx, events)
        await step.loader.finish(tx)
        await tx.checkpoint(checkpointOf(step))
      })
      this.#stands(step, started)
      await this.#o.leases.keep([work])
    } catch (error) {
      if (isOfNoEvent(error)) throw error
      const [event] = events
      if (!event) throw error
      if (events.length === 1) return this.#stop(work, { ...placeOf(event), reason: reasonOf(error) })
      const half = events.length >> 1
      await this.#commit(work, events.slice(0, half), undefined, undefined)
      if (!work.stopped) await this.#commit(work, events.slice(half), scannedTo, lastSeen)
    }
  }

  async #stop(work: Work, failure: NonNullable<Slot['failure']>): Promise<void> {
    work.stopped = true
    await this.#o.rows.setFailure(work.model.name, work.slot, failure)
  }

  #progress(works: readonly Work[], { scannedTo: position, events }: Page): void {
    this.#o.onProgress({ models: works.map(({ model }) => model.name), position, events: events.length })
    const { knownTypes, observer } = this.#o
    if (!knownTypes || !isBeyond(position, this.#toldTo)) return
    for (const event of events) if (isBeyond(event.position, this.#toldTo) && !knownTypes.has(event.type)) observer.unknownType?.(event.type)
    this.#toldTo = position
  }
}

/** @throws Poison at the first event that the model cannot read. */
async function addPage(tx: RowTransaction, step: Step, decoded: DecodedPage, { scannedTo, events: stored }: Page): Promise<void> {
  const { model, position, setAside } = step.work
  if (!isBeyond(scannedTo, position)) return
  const { events, poison } = decoded.for(model, position, setAside)
  if (poison) throw poison
  await step.loader.add(tx, events)
  step.to = scannedTo
  step.events += events.length
  step.pages += 1
  step.lastEvent = lastOf(stored) ?? step.lastEvent
}

function checkpointOf({ work, to, lastEvent }: Step): Checkpoint {
  const { model, slot, epoch, position: from } = work
  return { model: model.name, slot, epoch, from, to, lastEvent }
}

function isBeyond(to: Position | undefined, position: Position | undefined): boolean {
  return to !== undefined && (position === undefined || to > position)
}

function placeOf({ id: eventId, position, stream }: LogEvent) {
  return { position: String(position), eventId, stream }
}

function lastEventOf(events: readonly LogEvent[]): LastEvent | undefined {
  const last = events.at(-1)
  return last && { id: last.id, stream: last.stream, revision: last.revision }
}
