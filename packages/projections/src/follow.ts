import type { Page, Position } from '@rural-tracker/event-store'
import type { LogEvent } from './event.ts'
import type { Loader } from './model.ts'
import { DecodedPage } from './page.ts'
import { failureOf } from './projection-error.ts'
import { Fenced, type LastEvent, RowsUnavailable, type RowTransaction, type Slot } from './rows.ts'
import { lastOf, type Runner, typesOf, type Work } from './work.ts'

/** A work in one transaction: where it will stand when that is committed. */
type Step = { readonly work: Work; readonly loader: Loader; to: Position | undefined; lastEvent: LastEvent | undefined }

/** Moves built slots with the log: rows and checkpoint together, several pages at once, so that in a gap a list derives a subject once for all. */
export class Follower {
  readonly #o: Runner
  readonly #pageSize: number
  readonly #pagesACommit: number

  constructor(runner: Runner, pageSize: number, pagesACommit: number) {
    this.#o = runner
    this.#pageSize = pageSize
    this.#pagesACommit = pagesACommit
  }

  /** Brings works to the head of the log. One that meets an event it cannot fold stops before it, visibly; the others go on. */
  async toHead(works: readonly Work[]): Promise<void> {
    for (;;) {
      const running = works.filter((work) => !work.stopped)
      if (running.length === 0) return
      try {
        for await (const pages of this.#commits(running)) await this.#together(running, pages)
        return
      } catch (error) {
        if (error instanceof Fenced || isTransient(error)) throw error
      }
      // Nothing of that commit was written. Page by page, each work alone, it is found which event of which work is at fault.
      await this.#apart(running)
    }
  }

  /** Derived rows of a day that has begun. */
  async passTime(works: readonly Work[]): Promise<void> {
    const { rows, today: now } = this.#o
    const today = now()
    for (const { model, slot, epoch, position, stopped } of works) {
      const kept = (await rows.slots(model.name)).find((one) => one.slot === slot)
      if (stopped || kept?.derivedFor === today) continue
      await rows.transaction(async (tx) => {
        await model.passTime(tx, slot, { today })
        await tx.checkpoint({ model: model.name, slot, epoch, from: position, to: position, lastEvent: undefined, derivedFor: today })
      })
    }
  }

  /** The pages that none of the works has seen, as many as are committed together at a time; each commit has something to read. */
  async *#commits(works: readonly Work[]): AsyncGenerator<AsyncIterable<Page>> {
    const pages = this.#unseen(works)
    for (let next = await pages.next(); !next.done; next = await pages.next()) {
      const first = next.value
      yield some(first, pages, this.#pagesACommit)
    }
  }

  async *#unseen(works: readonly Work[]): AsyncGenerator<Page> {
    const after = works.map(({ position }) => position).reduce((a, b) => (a === undefined || b === undefined ? undefined : a < b ? a : b))
    const how = { ...(after === undefined ? {} : { after }), filter: { types: typesOf(works) }, pageSize: this.#pageSize }
    for await (const page of this.#o.events.readAll(how)) {
      if (works.some(({ position }) => isBeyond(page.scannedTo, position))) yield page
    }
  }

  async #together(works: readonly Work[], pages: AsyncIterable<Page>): Promise<void> {
    const moment = { today: this.#o.today() }
    const steps = works.map((work): Step => ({ work, loader: work.model.follow(work.slot, moment), to: work.position, lastEvent: undefined }))
    await this.#o.rows.transaction(async (tx) => {
      for await (const page of pages) {
        const decoded = new DecodedPage(page.events)
        for (const step of steps) await addPage(tx, step, decoded, page)
        this.#progress(works, page)
      }
      for (const step of steps) await finish(tx, step)
    })
    for (const { work, to } of steps) {
      work.position = to
      await this.#o.leases.renew(work)
    }
  }

  async #apart(works: readonly Work[]): Promise<void> {
    let pages = 0
    for await (const page of this.#unseen(works)) {
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
    const lastEvent = scannedTo === undefined ? lastEventOf(events) : lastSeen
    const step: Step = { work, loader: work.model.follow(work.slot, { today: this.#o.today() }), to, lastEvent }
    try {
      await this.#o.rows.transaction(async (tx) => {
        await step.loader.add(tx, events)
        await finish(tx, step)
      })
      work.position = to
      await this.#o.leases.renew(work)
    } catch (error) {
      if (error instanceof Fenced || isTransient(error)) throw error
      const [event] = events
      if (!event) throw error
      if (events.length === 1) return this.#stop(work, { ...placeOf(event), reason: error instanceof Error ? error.message : String(error) })
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
  }
}

/** The first page and those after it, up to so many. */
async function* some(first: Page, rest: AsyncGenerator<Page>, atMost: number): AsyncGenerator<Page> {
  yield first
  for (let pages = 1; pages < atMost; pages++) {
    const next = await rest.next()
    if (next.done) return
    yield next.value
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
  step.lastEvent = lastOf(stored) ?? step.lastEvent
}

async function finish(tx: RowTransaction, { work, loader, to, lastEvent }: Step): Promise<void> {
  const { model, slot, epoch, position: from } = work
  if (!isBeyond(to, from)) return
  await loader.finish(tx)
  await tx.checkpoint({ model: model.name, slot, epoch, from, to, lastEvent })
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

function isTransient(error: unknown): boolean {
  return error instanceof RowsUnavailable || (error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')
}
