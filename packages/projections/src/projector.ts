import { quotable } from '@rural-tracker/domain'
import type { EventStore, Position } from '@rural-tracker/event-store'
import { Poison } from './event.ts'
import type { LogEvent } from './event.ts'
import type { Loader, ReadModel } from './model.ts'
import { DecodedPage } from './page.ts'
import { type Checkpoint, Fenced, type LastEvent, type RowStore, type Slot } from './rows.ts'

export type ProjectorOptions = Readonly<{
  events: EventStore
  rows: RowStore
  models: readonly ReadModel[]
  /** This process, for the lease: see `thisProcess()`. */
  owner: string
  /** The business date, Asia/Shanghai. */
  today: () => string
  pageSize?: number
  leaseMs?: number
  onProgress?: (progress: Readonly<{ models: readonly string[]; position: Position | undefined; events: number }>) => void
}>

export type ModelStatus = Readonly<{
  name: string
  version: number
  state: 'active' | 'failed' | 'missing' | 'outdated'
  position: Position | undefined
  behindSeconds: number
  setAside: number
  failure: Slot['failure']
}>

export type RebuildReport = Readonly<{
  name: string
  slot: number
  events: number
  /** Per table, against the one it takes the place of; undefined when there was none. */
  difference: Readonly<Record<string, Readonly<{ missing: number; added: number; keys: readonly string[] }>>> | undefined
}>

/** An operation on a read model that cannot be done now, with a sentence for people. */
export class ProjectionError extends Error {
  readonly code: string
  readonly text: Readonly<{ zh: string; en: string }>
  constructor(code: string, zh: string, en: string) {
    super(en)
    this.code = code
    this.text = { zh, en }
  }
}

/** What is decoded at once in a build. Small, so that the garbage dies young: with pages of 4,096 a rebuild spent a fifth of its time on it. */
const BUILD_PAGE = 512
const PAGES_A_COMMIT = 8

/** A slot being moved forward under a lease. */
type Work = {
  readonly model: ReadModel
  readonly slot: number
  readonly epoch: number
  position: Position | undefined
  setAside: ReadonlySet<string>
  stopped: boolean
}

/** Runs every model over one reader of the log: live, rebuild, rollback, resume. Why each step is as it is stands in ARCHITECTURE.md, section 5. */
export class Projector {
  readonly #o: ProjectorOptions
  readonly #pageSize: number
  readonly #leaseMs: number

  constructor(options: ProjectorOptions) {
    this.#o = options
    this.#pageSize = options.pageSize ?? 4_096
    this.#leaseMs = options.leaseMs ?? 5_000
  }

  /**
   * Brings every model to the head of the log: what is missing, outdated or of another log is built first, all in one pass.
   * A model whose lease another process holds is left to it; wait with `reached`.
   */
  async catchUp(): Promise<void> {
    await this.#withLeases(this.#o.models, 0, async (held) => {
      const logId = await this.#o.events.logId()
      const build: typeof held = []
      const live: Work[] = []
      for (const work of held) {
        const slot = await this.#active(work.model.name)
        if (slot && slot.version === work.model.version && slot.hash !== work.model.hash) throw shapeChanged(work.model)
        if (slot && slot.version === work.model.version && (await this.#fits(slot, logId))) {
          if (!slot.failure) live.push(await this.#work(work.model, slot.slot, work.epoch, slot.position))
        } else build.push(work)
      }
      if (build.length > 0) {
        for (const { built, work } of await this.#build(build, logId)) {
          await this.#o.rows.activate(work.model.name, built, work.model.tables)
          live.push(work)
        }
      }
      await this.#live(live)
      await this.#passTime(live)
    })
  }

  /** Whether every model that is not failed has reached the position, waiting for other processes as long as allowed. */
  async reached(position: Position | undefined, waitMs: number): Promise<boolean> {
    const until = Date.now() + waitMs
    for (;;) {
      const slots = await Promise.all(this.#o.models.map((model) => this.#active(model.name)))
      if (slots.every((slot) => slot && (slot.failure || position === undefined || (slot.position ?? -1n) >= position))) return true
      if (Date.now() >= until) return false
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /**
   * Builds a model beside the live one, catches up, compares, and only then takes its place. The former one stays for `rollback`.
   *
   * @throws ProjectionError when an event cannot be folded: the live one stays in place.
   */
  async rebuild(name: string): Promise<RebuildReport> {
    const model = this.#model(name)
    return this.#withLeases([model], 30_000, async ([held]) => {
      if (!held)
        throw new ProjectionError(
          'projection.busy',
          `读模型 ${name} 正由另一进程处理，请稍后再试。`,
          `Another process is working on ${name}; try again later.`,
        )
      const logId = await this.#o.events.logId()
      const before = await this.#active(name)
      const comparable =
        before &&
        !before.failure &&
        before.setAside === 0 &&
        before.version === model.version &&
        before.hash === model.hash &&
        (await this.#fits(before, logId))
      const [done] = await this.#build([held], logId)
      if (!done) throw new Error(`${name} was not built`)
      const old = comparable ? await this.#work(model, before.slot, held.epoch, before.position) : undefined
      const both = old ? [old, done.work] : [done.work]
      await this.#o.rows.setState(name, done.built, 'catching_up')
      await this.#live(both)
      await this.#passTime(both)
      if (done.work.stopped) throw poisoned(name, (await this.#slot(name, done.built))?.failure)
      await this.#o.rows.setState(name, done.built, 'ready')
      const difference: Record<string, { missing: number; added: number; keys: readonly string[] }> = {}
      if (old && !old.stopped) for (const table of model.tables) difference[table.name] = await this.#o.rows.difference(table, done.built, old.slot)
      await this.#o.rows.activate(name, done.built, model.tables)
      return { name, slot: done.built, events: done.events, difference: old ? difference : undefined }
    })
  }

  /** Puts the former copy back in place; what has happened since is caught up. */
  async rollback(name: string): Promise<void> {
    const model = this.#model(name)
    await this.#withLeases([model], 30_000, async () => {
      const former = (await this.#o.rows.slots(name)).find((slot) => slot.state === 'retired')
      if (!former || former.version !== model.version || former.hash !== model.hash) {
        throw new ProjectionError('projection.no-former', `读模型 ${name} 没有可回退的旧版本。`, `${name} has no former copy to roll back to.`)
      }
      await this.#o.rows.activate(name, former.slot, model.tables)
    })
    await this.catchUp()
  }

  /** Goes on after a poison event: tries it again, or sets it and the rest of its stream aside, which stays visible in the status. */
  async resume(name: string, how: { setAside?: boolean } = {}): Promise<void> {
    this.#model(name)
    const slot = await this.#active(name)
    if (!slot?.failure)
      throw new ProjectionError(
        'projection.not-failed',
        `读模型 ${name} 没有停止，无需恢复。`,
        `${name} has not stopped; there is nothing to resume.`,
      )
    if (how.setAside) await this.#o.rows.setAside(name, slot.slot, slot.failure)
    await this.#o.rows.setFailure(name, slot.slot, undefined)
    await this.catchUp()
  }

  async status(): Promise<readonly ModelStatus[]> {
    return Promise.all(
      this.#o.models.map(async (model) => {
        const slot = await this.#active(model.name)
        const state = !slot ? 'missing' : slot.failure ? 'failed' : slot.version !== model.version || slot.hash !== model.hash ? 'outdated' : 'active'
        return {
          name: model.name,
          version: slot?.version ?? model.version,
          state,
          position: slot?.position,
          behindSeconds: await this.#behind(slot?.position),
          setAside: slot?.setAside ?? 0,
          failure: slot?.failure,
        }
      }),
    )
  }

  /** Age of the first event that is not yet handled, 0 when there is none. */
  async #behind(after: Position | undefined): Promise<number> {
    for await (const page of this.#o.events.readAll({ ...(after === undefined ? {} : { after }), pageSize: 1 })) {
      const next = page.events[0]
      return next ? Math.max(0, Math.round((Date.now() - Date.parse(next.recordedAt)) / 1000)) : 0
    }
    return 0
  }

  async #build(held: readonly { model: ReadModel; epoch: number }[], logId: string) {
    const today = this.#o.today()
    const target = await this.#o.events.head()
    const builds: { model: ReadModel; epoch: number; slot: number; loader: Loader; events: number }[] = []
    for (const { model, epoch } of held) {
      for (const left of await this.#o.rows.slots(model.name)) {
        if (left.state !== 'active' && left.state !== 'retired') await this.#o.rows.dropSlot(model.name, left.slot)
      }
      const slot = await this.#o.rows.createSlot({ model: model.name, version: model.version, hash: model.hash, logId, tables: model.tables })
      builds.push({ model, epoch, slot, loader: model.load(slot, { today }), events: 0 })
    }
    let last: LastEvent | undefined
    let poison: { model: string; poison: Poison } | undefined
    const none: ReadonlySet<string> = new Set()
    const types = typesOf(held.map(({ model }) => model))
    const pages = target === undefined ? undefined : this.#o.events.readAll({ upTo: target, filter: { types }, pageSize: BUILD_PAGE })
    const unread = pages?.[Symbol.asyncIterator]()
    for (let finished = unread === undefined; !finished && !poison; ) {
      await this.#o.rows.transaction(async (tx) => {
        for (let page = 0; page < PAGES_A_COMMIT && !poison; page++) {
          const next = await unread?.next()
          if (!next || next.done) {
            finished = true
            return
          }
          const { events: stored, scannedTo: position } = next.value
          const decoded = new DecodedPage(stored)
          last = lastOf(stored) ?? last
          for (const build of builds) {
            const own = decoded.for(build.model, undefined, none)
            if (own.poison) poison ??= { model: build.model.name, poison: own.poison }
            build.events += own.events.length
            if (own.events.length > 0) await build.loader.add(tx, own.events)
          }
          this.#o.onProgress?.({ models: builds.map(({ model }) => model.name), position, events: stored.length })
        }
      })
      for (const { model, epoch } of builds) await this.#renew(model, epoch)
    }
    if (poison) {
      for (const { model, slot } of builds) await this.#o.rows.dropSlot(model.name, slot)
      throw poisoned(poison.model, failureOf(poison.poison))
    }
    const done = []
    for (const { model, epoch, slot, loader, events } of builds) {
      await this.#o.rows.index(slot, model.tables)
      await this.#renew(model, epoch)
      await this.#o.rows.transaction(async (tx) => {
        await loader.finish(tx)
        await tx.checkpoint({ model: model.name, slot, epoch, from: undefined, to: target, lastEvent: last, derivedFor: today })
      })
      await this.#renew(model, epoch)
      done.push({ built: slot, events, work: await this.#work(model, slot, epoch, target) })
    }
    return done
  }

  async #live(works: readonly Work[]): Promise<void> {
    const running = works.filter((work) => !work.stopped)
    if (running.length === 0) return
    const after = running.map((work) => work.position).reduce((a, b) => (a === undefined || b === undefined ? undefined : a < b ? a : b))
    const filter = { types: typesOf(running.map((work) => work.model)) }
    for await (const page of this.#o.events.readAll({ ...(after === undefined ? {} : { after }), filter, pageSize: this.#pageSize })) {
      const decoded = new DecodedPage(page.events)
      for (const work of works) {
        if (work.stopped || page.scannedTo === undefined || (work.position !== undefined && page.scannedTo <= work.position)) continue
        const { events, poison } = decoded.for(work.model, work.position, work.setAside)
        await this.#commit(work, events, poison ? undefined : page.scannedTo, lastOf(page.events))
        if (poison && !work.stopped) await this.#stop(work, failureOf(poison))
      }
      this.#o.onProgress?.({ models: works.map(({ model }) => model.name), position: page.scannedTo, events: page.events.length })
    }
  }

  /** Rows and checkpoint in one transaction. A page that cannot be folded is halved until the event at fault stands alone. */
  async #commit(work: Work, events: readonly LogEvent[], scannedTo: Position | undefined, lastSeen: LastEvent | undefined): Promise<void> {
    const last = events.at(-1)
    const to = scannedTo ?? last?.position
    if (to === undefined) return
    const lastEvent = scannedTo === undefined && last ? { id: last.id, stream: last.stream, revision: last.revision } : lastSeen
    const checkpoint: Checkpoint = { model: work.model.name, slot: work.slot, epoch: work.epoch, from: work.position, to, lastEvent }
    try {
      await this.#o.rows.transaction(async (tx) => {
        await work.model.apply(tx, work.slot, events, { today: this.#o.today() })
        await tx.checkpoint(checkpoint)
      })
      work.position = to
      await this.#renew(work.model, work.epoch)
    } catch (error) {
      if (error instanceof Fenced || isTransient(error)) throw error
      if (events.length <= 1) {
        const [event] = events
        if (!event) throw error
        return this.#stop(work, {
          position: String(event.position),
          eventId: event.id,
          stream: event.stream,
          reason: error instanceof Error ? error.message : String(error),
        })
      }
      const half = events.length >> 1
      await this.#commit(work, events.slice(0, half), undefined, undefined)
      if (!work.stopped) await this.#commit(work, events.slice(half), scannedTo, lastSeen)
    }
  }

  async #passTime(works: readonly Work[]): Promise<void> {
    const today = this.#o.today()
    for (const work of works) {
      const slot = await this.#slot(work.model.name, work.slot)
      if (work.stopped || slot?.derivedFor === today) continue
      const { model, epoch, position } = work
      await this.#o.rows.transaction(async (tx) => {
        await model.passTime(tx, work.slot, { today })
        await tx.checkpoint({ model: model.name, slot: work.slot, epoch, from: position, to: position, lastEvent: undefined, derivedFor: today })
      })
    }
  }

  async #stop(work: Work, failure: NonNullable<Slot['failure']>): Promise<void> {
    work.stopped = true
    await this.#o.rows.setFailure(work.model.name, work.slot, failure)
  }

  async #work(model: ReadModel, slot: number, epoch: number, position: Position | undefined): Promise<Work> {
    return { model, slot, epoch, position, setAside: await this.#o.rows.setAsideStreams(model.name, slot), stopped: false }
  }

  async #renew(model: ReadModel, epoch: number): Promise<void> {
    if (!(await this.#o.rows.renew(model.name, epoch, this.#leaseMs))) throw new Fenced(model.name)
  }

  async #withLeases<T>(models: readonly ReadModel[], waitMs: number, work: (held: { model: ReadModel; epoch: number }[]) => Promise<T>): Promise<T> {
    const held: { model: ReadModel; epoch: number }[] = []
    const until = Date.now() + waitMs
    try {
      for (const model of models) {
        for (;;) {
          const lease = await this.#o.rows.lease(model.name, this.#o.owner, this.#leaseMs)
          if (lease.held) held.push({ model, epoch: lease.epoch })
          if (lease.held || Date.now() >= until) break
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
      return await work(held)
    } finally {
      for (const { model, epoch } of held) await this.#o.rows.release(model.name, epoch)
    }
  }

  /** The checkpoint is of this log, and the last event it saw stands where it stood. */
  async #fits(slot: Slot, logId: string): Promise<boolean> {
    if (slot.logId !== logId) return false
    if (!slot.lastEvent) return true
    const { id, stream, revision } = slot.lastEvent
    for await (const event of this.#o.events.readStream(stream, { from: BigInt(revision), limit: 1 })) return event.id === id
    return false
  }

  async #active(name: string): Promise<Slot | undefined> {
    return (await this.#o.rows.slots(name)).find((slot) => slot.state === 'active')
  }

  async #slot(name: string, number: number): Promise<Slot | undefined> {
    return (await this.#o.rows.slots(name)).find(({ slot }) => slot === number)
  }

  #model(name: string): ReadModel {
    const model = this.#o.models.find((m) => m.name === name)
    if (model) return model
    const names = this.#o.models.map((m) => m.name).join(', ')
    throw new ProjectionError(
      'projection.unknown',
      `没有名为 ${quotable(name)} 的读模型；现有：${names}。`,
      `There is no read model ${quotable(name)}; there are: ${names}.`,
    )
  }
}

function typesOf(models: readonly ReadModel[]): string[] {
  return [...new Set(models.flatMap((model) => model.types))]
}

function lastOf(events: readonly { id: string; stream: string; revision: bigint }[]): LastEvent | undefined {
  const last = events.at(-1)
  return last && { id: last.id, stream: last.stream, revision: Number(last.revision) }
}

function failureOf({ event, reason }: Poison): NonNullable<Slot['failure']> {
  return { position: String(event.position), eventId: event.id, stream: event.stream, reason }
}

function isTransient(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'
}

function poisoned(name: string, failure: Slot['failure']): ProjectionError {
  const where = failure ? `${failure.eventId} @ ${failure.position}: ${failure.reason}` : ''
  return new ProjectionError(
    'projection.poison',
    `读模型 ${name} 遇到无法处理的事件，原表保持不变（${where}）。`,
    `${name} met an event it cannot fold; the live table stays as it was (${where}).`,
  )
}

function shapeChanged(model: ReadModel): ProjectionError {
  return new ProjectionError(
    'projection.shape-changed',
    `读模型 ${model.name} 第 ${model.version} 版的定义已变，请提高版本号后重建。`,
    `${model.name} v${model.version} is defined otherwise than when it was built; raise its version to rebuild it.`,
  )
}
