import type { EventStore, Position, StoredEvent } from '@rural-tracker/event-store'
import { Ahead } from './ahead.ts'
import type { Loader, ReadModel } from './model.ts'
import { Poison, reasonOf } from './event.ts'
import { DecodedPage } from './page.ts'
import { mineOf, type Part } from './parts.ts'
import { CannotFold, failureOf, isOfNoEvent } from './projection-error.ts'
import type { HeldLease, LastEvent, RowStore, RowTransaction } from './rows.ts'
import { interruptible, othersTurn, stillWanted, whileWanted } from './wanted.ts'
import { lastOf, typesOf } from './work.ts'

/**
 * What is decoded at once in a build. Small, so that the garbage dies young: with pages of 4,096 a rebuild spent a fifth of its time on it. No
 * smaller, because each page asks the log anew: pages of 128 took a twentieth longer.
 */
const PAGE = 512
const PAGES_A_COMMIT = 16

/** What a part of a build is to do, as it can be sent to a thread: each model into its slot, under its lease, up to the target. */
export type PartTask = Readonly<{
  models: readonly (HeldLease & Readonly<{ slot: number }>)[]
  today: string
  target: Position | undefined
  part: Part
}>

/** How far a part is: the position up to which it has read, how many events that were, and how many of them each model reads, whosever they are. */
export type PartProgress = Readonly<{ position: Position | undefined; read: number; passed: readonly number[] }>

/** What a part has read: the last event. */
export type PartLoaded = Readonly<{ last: LastEvent | undefined }>

/** One of those who build together. When all have loaded, the tables get their keys, and then all finish. Either ends in CannotFold at the first event that one of the models cannot fold. */
export interface BuildPart {
  load(told: (progress: PartProgress) => void): Promise<PartLoaded>
  finish(): Promise<void>
  /** Soon, whatever it is doing; nothing of it goes on afterwards. */
  end(): Promise<void>
}

/** Who builds parts in threads of their own, with connections of their own. */
export interface BuildThreads {
  readonly count: number
  /** Whether threads are sooner done with about so many events than this one is. */
  areWorthIt(models: readonly ReadModel[], events: number): boolean
  start(task: PartTask): BuildPart
}

export type PartTools = Readonly<{
  events: EventStore
  rows: RowStore
  models: readonly ReadModel[]
  /** After each commit, where nobody else keeps the leases meanwhile. */
  committed?: () => Promise<void>
}>

type Loading = { readonly model: ReadModel; readonly loader: Loader; passed: number }

/** Folds the keys of one part out of the log into the slots of a build: all keys in the process itself, or a share of them in a thread. */
export class PartBuild implements BuildPart {
  readonly #tools: PartTools
  readonly #task: PartTask
  readonly #loading: readonly Loading[]
  readonly #ending = new AbortController()
  #underWay: Promise<unknown> = Promise.resolve()

  constructor(tools: PartTools, task: PartTask) {
    const { today, part, models } = task
    this.#tools = tools
    this.#task = task
    this.#loading = models.map(({ model: name, slot }) => {
      const model = tools.models.find((one) => one.name === name)
      if (!model) throw new Error(`no read model ${name}`)
      return { model, loader: model.load(slot, { today }, mineOf(part)), passed: 0 }
    })
  }

  /** Gives every loader the log up to the target. @throws CannotFold at the first event that one of them cannot bear. */
  load(told: (progress: PartProgress) => void): Promise<PartLoaded> {
    return this.#doing(() => this.#load(told))
  }

  /** One that is alone can say what is to be written together with the last rows of each model, named by its place. */
  finish(together?: (tx: RowTransaction, model: number) => Promise<void>): Promise<void> {
    return this.#doing(() => this.#finish(together))
  }

  /** At the next page, or the next thing it asks of the rows; afterwards nothing of it goes on. */
  async end(): Promise<void> {
    this.#ending.abort()
    await this.#underWay
  }

  #doing<T>(work: () => Promise<T>): Promise<T> {
    const doing = work()
    this.#underWay = doing.catch(() => {})
    return doing
  }

  async #load(told: (progress: PartProgress) => void): Promise<PartLoaded> {
    const { target, part } = this.#task
    if (target === undefined) return { last: undefined }
    const mine = part.of > 1 ? mineOf(part) : undefined
    const enough = new AbortController()
    const ended = this.#ending.signal
    const filter = { types: typesOf(this.#loading) }
    const pages = new Ahead(this.#tools.events.readAll({ upTo: target, filter, pageSize: PAGE, signal: enough.signal }))
    let read = 0
    let last: LastEvent | undefined
    /** Up to here all could be folded. */
    let before: Position | undefined
    /**
     * False when none comes soon. A call of its own for each page: a call that lasts as long as a commit grows old, and when it is over, what it still
     * points at (a page) is kept until the old are collected. That was a sixth of all pages, and of the time.
     */
    const onePage = async (tx: RowTransaction): Promise<boolean> => {
      stillWanted(ended)
      const page = await pages.soon()
      if (!page) return false
      const { events: stored, scannedTo: position } = page
      const decoded = new DecodedPage(stored)
      last = lastOf(stored) ?? last
      for (const one of this.#loading) {
        const own = decoded.for(one.model, undefined, NONE, mine)
        if (own.poison) throw cannotFold(one.model, own.poison, { page: stored, before, undecodable: own.poison.event.type })
        try {
          if (own.events.length > 0) await one.loader.add(tx, own.events)
        } catch (error) {
          throw cannotFold(one.model, error, { page: stored, before })
        }
        one.passed += own.passed
      }
      before = stored.at(-1)?.position ?? before
      read += stored.length
      told({ position, read, passed: this.#loading.map(({ passed }) => passed) })
      return true
    }
    const oneCommit = async (tx: RowTransaction): Promise<void> => {
      for (let page = 0; page < PAGES_A_COMMIT; page++) if (!(await onePage(tx))) return
    }
    try {
      while (await whileWanted(pages.there(), ended)) {
        await this.#commit(oneCommit)
        // A log and rows in this process are never waited for, and somebody may want to end it.
        await othersTurn()
      }
    } finally {
      enough.abort()
    }
    return { last }
  }

  async #finish(together?: (tx: RowTransaction, model: number) => Promise<void>): Promise<void> {
    const { part } = this.#task
    for (const [i, { model, loader }] of this.#loading.entries())
      await this.#commit(async (tx) => {
        try {
          await loader.finish(interruptible(tx, this.#ending.signal), part.of > 1 ? part : undefined)
        } catch (error) {
          throw cannotFold(model, error)
        }
        if (!together) return
        // All leases in their order, before any one of them is locked: two who lock them in different orders wait for each other.
        await tx.holds(this.#task.models)
        await together(tx, i)
      })
  }

  /** Whoever was superseded writes nothing. */
  async #commit(work: (tx: RowTransaction) => Promise<void>): Promise<void> {
    await this.#tools.rows.transaction(async (tx) => {
      await work(tx)
      await tx.holds(this.#task.models)
    })
    await this.#tools.committed?.()
  }
}

type Met = Readonly<{ page: readonly StoredEvent[]; before: Position | undefined; undecodable?: string }>

/** As much as can be said of whose fault it is: a page with a poison event can be built up to the event before it, any other up to the page. */
function cannotFold(model: ReadModel, error: unknown, { page, before, undecodable }: Met = { page: [], before: undefined }): unknown {
  if (isOfNoEvent(error)) return error
  if (!(error instanceof Poison)) return new CannotFold(model.name, { reason: reasonOf(error) }, { before })
  const last = page.findLast(({ position }) => position < error.event.position)?.position ?? before
  return new CannotFold(model.name, failureOf(error), { before: last, undecodable })
}

const NONE: ReadonlySet<string> = new Set()
