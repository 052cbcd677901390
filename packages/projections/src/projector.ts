import { type EventStore, EventStoreError, type Position } from '@rural-tracker/event-store'
import { buildWhatCanBe, type Built } from './build.ts'
import { Follower } from './follow.ts'
import { type Held, Leases } from './leases.ts'
import { Lineage } from './lineage.ts'
import { Live, type LiveEnd } from './live.ts'
import type { ReadModel } from './model.ts'
import type { ProjectorObserver } from './observer.ts'
import type { BuildThreads } from './part-build.ts'
import { LONGEST_PAUSE_MS, patiently, SHORTEST_PAUSE_MS, sleep } from './patience.ts'
import { busy, noFormer, notFailed, shapeChanged, stoppedAtDay, unknownModel } from './projection-error.ts'
import { Rebuilding, type RebuildReport } from './rebuilding.ts'
import { Fenced, isPassing, type RowStore, type RowsUnavailable, type SetAside, type Slot } from './rows.ts'
import { isUnfinished, type ModelStatus, slotsSeen, stalledBeside, statusOf } from './status.ts'
import { stillWanted, whileWanted } from './wanted.ts'
import { type OnProgress, type Runner, typesOf, type Work, workOn } from './work.ts'

export type ProjectorOptions = Readonly<{
  events: EventStore
  rows: RowStore
  models: readonly ReadModel[]
  /** This process, for the lease: see `thisProcess()`. */
  owner: string
  /** The business date, Asia/Shanghai. */
  today: () => string
  pageSize?: number
  /** How many pages are committed together where there are so many to read. */
  pagesACommit?: number
  leaseMs?: number
  /** How long the same is tried again while the database of the rows is away, before it is an error. */
  patienceMs?: number
  onProgress?: OnProgress
  observer?: ProjectorObserver
  /** All event types of this release: the observer is told of others that stand in the log. */
  knownTypes?: ReadonlySet<string>
  /** Who builds parts of long logs beside this thread. Without them a build is one part, in the process. */
  threads?: BuildThreads | undefined
}>

/** How soon one looks again for what another process was working on: it may be dead by then. */
const LOOK_AGAIN_MS = 250
/** So long models are held without a break, and so long is the break, in which who waits for one of them gets it. */
const [HOLD_MS, BREAK_MS] = [5_000, 60]
/** How soon somebody who waits for the log looks for what others have done to the models: resumed one, put a former copy back. */
const LOOK_FOR_OTHERS_MS = 2_000
/** A log that is away. Nothing is wrong with what stands in it. */
const LOG_AWAY: ReadonlySet<string> = new Set(['store.unreachable'])

/** Runs every model over one reader of the log: live, rebuild, rollback, resume. Why each step is as it is stands in ARCHITECTURE.md, section 5. */
export class Projector {
  readonly #o: ProjectorOptions
  readonly #leases: Leases
  readonly #runner: Runner
  readonly #follower: Follower
  readonly #lineage: Lineage
  readonly #rebuilding: Rebuilding
  /** One catching up after the other: they have one owner, and one would fence the other. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Models that this projector builds or rolls back: catching up leaves them alone, as it does those of other processes. */
  readonly #apart = new Set<string>()
  /** A catching up that waits for its turn; who asks meanwhile is served by it. */
  #next: Promise<void> | undefined
  /** What is held and kept at the head while this follows. */
  #live: Live | undefined
  /** The same, from the moment at which it was decided to hold: who asks then waits for it, and not behind it. */
  #holding: Promise<Live | undefined> | undefined
  /** When something last went forward. */
  #moved = 0

  constructor(options: ProjectorOptions) {
    const { events, rows, owner, today, pageSize = 4_096, pagesACommit = 8, leaseMs = 5_000, observer = {}, knownTypes, threads } = options
    this.#o = options
    this.#leases = new Leases(rows, owner, leaseMs)
    const onProgress: OnProgress = (progress) => {
      this.#moved = Date.now()
      options.onProgress?.(progress)
    }
    this.#runner = { events, rows, leases: this.#leases, today, onProgress, observer, knownTypes, threads }
    this.#follower = new Follower(this.#runner, pageSize, pagesACommit)
    this.#lineage = new Lineage(events)
    this.#rebuilding = new Rebuilding(this.#runner, this.#follower, this.#lineage)
  }

  /**
   * Brings every model to the head of the log: what is missing, outdated or of another log is built first, all in one pass. One that meets an event
   * it cannot fold stands before it and says so; where a former copy of this log is, that one answers until the new one is whole.
   * A model whose lease another process holds is left to it; wait with `reached`.
   */
  async catchUp(): Promise<void> {
    // Looked at again after each wait: whoever takes his turn behind what is held waits for its end. Each is asked once: it may be about to end.
    for (let asked: Promise<Live | undefined> | undefined; this.#holding && this.#holding !== asked; ) {
      asked = this.#holding
      const live = await asked
      const holdsAll = live && this.#ours().every((model) => live.works.some((work) => work.model === model))
      if (!holdsAll) live?.end()
      else if (await live.stands(await this.#o.events.head())) return
    }
    this.#next ??= this.#inTurn(() => {
      this.#next = undefined
      return this.#patiently(() => this.#catchUp())
    })
    return this.#next
  }

  /**
   * Keeps every model at the head until the signal aborts: woken by the log, and every two seconds, as a day may have begun or somebody have
   * resumed a model elsewhere. What another process works on is looked at again soon, in case it dies. While the database or the log is away it
   * waits for it, however long that takes.
   *
   * @throws what does not pass by itself: a definition that changed, a password that is refused.
   */
  async follow(signal: AbortSignal): Promise<void> {
    const { events, observer } = this.#o
    for (let pause = SHORTEST_PAUSE_MS; !signal.aborted; ) {
      try {
        const head = await events.head()
        await this.catchUp()
        pause = SHORTEST_PAUSE_MS
        if (!(await this.reached(head, 0))) await sleep(LOOK_AGAIN_MS, signal)
        else if (await this.#news(head, AbortSignal.any([signal, AbortSignal.timeout(LOOK_FOR_OTHERS_MS)]))) {
          const end = await this.#hold(signal)
          if (end !== 'idle') await sleep(end === 'a break' ? BREAK_MS : LOOK_AGAIN_MS, signal)
        }
      } catch (error) {
        if (error instanceof Fenced) observer?.fenced?.(error.model)
        else if (isAway(error)) observer?.retrying?.(error.code)
        else throw error
        await sleep(pause, signal)
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
      }
    }
  }

  async #catchUp(): Promise<void> {
    const models = this.#ours()
    if (await this.#isAtHead(models)) return
    await this.#leases.with(models, 0, async (held) => {
      const logId = await this.#o.events.logId()
      const slots = Map.groupBy(await this.#o.rows.slots(), ({ model }) => model)
      const missing: Held[] = []
      const works: Work[] = []
      /** Not seen by anybody before they are at the head. */
      const beside: Built[] = []
      const formers = new Set<string>()
      for (const one of held) {
        const own = slots.get(one.model.name) ?? []
        const slot = own.find(({ state }) => state === 'active')
        if (slot && slot.version === one.model.version && slot.hash !== one.model.hash) throw shapeChanged(one.model)
        const fits = slot !== undefined && (await this.#lineage.isOfLog(slot, logId))
        if (fits) formers.add(one.model.name)
        const begun = fits ? await this.#begun(own, one.model, logId) : undefined
        if (fits && slot.version === one.model.version) {
          if (!slot.failure) works.push(await workOn(this.#runner, one, slot))
        } else if (!begun) missing.push(one)
        else if (!begun.failure) beside.push({ work: await workOn(this.#runner, one, begun), events: 0 })
      }
      for (const built of await buildWhatCanBe(this.#runner, missing, logId)) {
        if (!built.whole && formers.has(built.work.model.name)) {
          await this.#o.rows.setState(built.work.model.name, built.work.slot, 'catching_up')
          beside.push(built)
        } else {
          await this.#putInPlace(built)
          works.push(built.work)
        }
      }
      const all = [...works, ...beside.map(({ work }) => work)]
      await this.#follower.toHead(all)
      await this.#follower.passTime(all)
      for (const built of beside) if (!built.work.stopped) await this.#putInPlace(built)
    })
  }

  async #putInPlace({ work: { model, slot, epoch, position }, events }: Built): Promise<void> {
    await this.#o.rows.activate({ model: model.name, slot, epoch }, model.tables)
    this.#o.observer?.building?.({ model: model.name, state: 'ready', position, target: position, events })
  }

  /** What was built already beside a former copy of another definition, and is not whole. */
  async #begun(own: readonly Slot[], model: ReadModel, logId: string): Promise<Slot | undefined> {
    for (const slot of own) if (isUnfinished(slot) && (await this.#lineage.isOf(slot, model, logId))) return slot
    return undefined
  }

  async #hold(signal: AbortSignal): Promise<LiveEnd | 'nothing held'> {
    const held = Promise.withResolvers<Live | undefined>()
    this.#holding = held.promise
    try {
      return await this.#inTurn(() => this.#stay(signal, held.resolve))
    } finally {
      held.resolve(undefined)
      this.#live = this.#holding = undefined
    }
  }

  /** What is held is let go of, now or as soon as it is held. */
  #letGo(): void {
    void this.#holding?.then((live) => live?.end())
  }

  /**
   * Holds what is at the head and keeps it there, as long as something comes, for a while, or until somebody here wants one of them for something
   * else.
   */
  async #stay(signal: AbortSignal, tell: (live: Live) => void): Promise<LiveEnd | 'nothing held'> {
    const models = this.#ours()
    return this.#leases.with(models, 0, async (held) => {
      const logId = await this.#o.events.logId()
      const slots = await this.#slotsSeen()
      const works: Work[] = []
      for (const one of held) {
        const slot = slots.get(one.model.name)
        if (slot && !slot.failure && (await this.#lineage.isOf(slot, one.model, logId))) works.push(await workOn(this.#runner, one, slot))
      }
      if (works.length === 0) return 'nothing held'
      // What another process holds now may be free soon.
      const holdMs = held.length === models.length ? HOLD_MS : LOOK_AGAIN_MS
      this.#live = new Live(this.#follower, works, this.#o.today)
      tell(this.#live)
      return this.#live.run(signal, holdMs)
    })
  }

  #ours(): readonly ReadModel[] {
    return this.#o.models.filter(({ name }) => !this.#apart.has(name))
  }

  /** Whether there is nothing to do: asked of the database at once, so that a question need not take leases for it. */
  async #isAtHead(models: readonly ReadModel[]): Promise<boolean> {
    const [all, head, logId] = await Promise.all([this.#o.rows.slots(), this.#o.events.head(), this.#o.events.logId()])
    const slots = slotsSeen(all, models)
    const today = this.#o.today()
    for (const model of models) {
      if (stalledBeside(all, model)) continue
      const slot = slots.get(model.name)
      if (!slot || !(await this.#lineage.isOf(slot, model, logId))) return false
      if (!slot.failure && (slot.position !== head || slot.derivedFor !== today)) return false
    }
    return true
  }

  /** Whether every model that is not failed has reached the position, waiting for other processes as long as allowed. */
  async reached(position: Position | undefined, waitMs: number): Promise<boolean> {
    return (await this.standing(position, waitMs)).reached
  }

  /** The same, with the position that every model has reached by then; undefined before the first. */
  async standing(position: Position | undefined, waitMs: number): Promise<Readonly<{ reached: boolean; position: Position | undefined }>> {
    const live = this.#live?.works
    if (live?.length === this.#o.models.length) {
      // What is held here is moved by nobody else, so it need not be asked for.
      const least = leastOf(live.flatMap((work) => work.position ?? []))
      if (position === undefined || live.every((work) => work.stopped || (work.position ?? -1n) >= position))
        return { reached: true, position: least }
    }
    const until = Date.now() + waitMs
    for (let pause = 20; ; pause = Math.min(pause * 1.5, 100)) {
      const slots = await this.#slotsSeen()
      const reached = this.#o.models.every(({ name }) => {
        const slot = slots.get(name)
        return slot && (slot.failure || position === undefined || (slot.position ?? -1n) >= position)
      })
      if (reached || Date.now() >= until) return { reached, position: leastOf(this.#o.models.flatMap(({ name }) => slots.get(name)?.position ?? [])) }
      await sleep(pause)
    }
  }

  /** The position that every model has reached; undefined before the first. */
  async position(): Promise<Position | undefined> {
    return (await this.standing(undefined, 0)).position
  }

  /**
   * Builds a model beside the live one, catches up, compares, and only then takes its place. The former one stays for `rollback`.
   *
   * @param how.id names this rebuild, see `rebuildId`. Asked for again by the same name, after a crash or because the answer was lost, it goes on
   * where it can, and one that is done answers as the first time.
   * @param how.signal ends it soon, with `rebuild.ended`. What it had built whole is kept for who asks again by its name; nothing else is left.
   * @throws ProjectionError when an event cannot be folded: the live one stays in place.
   */
  async rebuild(name: string, how: { id?: string; signal?: AbortSignal | undefined } = {}): Promise<RebuildReport> {
    const model = this.#model(name)
    return this.#withLease(model, (held) => this.#rebuilding.rebuild(held, how), how.signal)
  }

  /** The name of the next rebuild of a model: the same for all who ask before it is done, and another one after it. */
  async rebuildId(name: string): Promise<string> {
    return this.#rebuilding.nextId(this.#model(name))
  }

  /** What has become of a rebuild that was asked for by a name: its report once it is done. Undefined where nothing of it is built yet. */
  async rebuilt(id: string): Promise<Readonly<{ events: number; report: RebuildReport | undefined }> | undefined> {
    return this.#rebuilding.rebuilt(id)
  }

  /** Puts the former copy back in place; what has happened since is caught up, here or by whoever follows. */
  async rollback(name: string, how: { catchUp?: boolean } = {}): Promise<void> {
    const model = this.#model(name)
    await this.#withLease(model, async ({ epoch }) => {
      const slots = await this.#o.rows.slots(name)
      const active = slots.find(({ state }) => state === 'active')
      // Only back: asked twice it is not undone.
      const former = slots.find(({ slot, state }) => state === 'retired' && slot < (active?.slot ?? 0))
      if (!former || former.version !== model.version || former.hash !== model.hash) throw noFormer(name)
      await this.#o.rows.activate({ model: name, slot: former.slot, epoch }, model.tables)
    })
    if (how.catchUp ?? true) await this.catchUp()
  }

  /**
   * Goes on after a poison event, here or in whoever follows: tries it again, or sets it and the rest of its stream aside, which stays visible in
   * the status.
   */
  async resume(name: string, how: { setAside?: boolean; catchUp?: boolean } = {}): Promise<void> {
    this.#model(name)
    // What is held does not look whether one that has stopped may go on.
    this.#letGo()
    await this.#inTurn(async () => {
      const slot = await this.#goingOn(name)
      if (!slot?.failure) throw notFailed(name)
      if (how.setAside && slot.failure.day !== undefined) throw stoppedAtDay(name)
      if (how.setAside) await this.#o.rows.setAside(name, slot.slot, slot.failure)
      await this.#o.rows.setFailure(name, slot.slot, undefined)
    })
    if (how.catchUp ?? true) await this.catchUp()
  }

  /** The events of a model that were set aside, in the order of the log. */
  async setAsideEvents(name: string): Promise<readonly SetAside[]> {
    const slot = await this.#goingOn(name)
    return slot && slot.setAside > 0 ? this.#o.rows.setAsideEvents(name, slot.slot) : []
  }

  async status(): Promise<readonly ModelStatus[]> {
    return statusOf(this.#o.models, await this.#slotsSeen(), this.#o.events)
  }

  /** Until there is an event that some model wants that has not stopped, or any that has to be told; false when the signal aborts before. */
  async #news(head: Position | undefined, signal: AbortSignal): Promise<boolean> {
    const running = [...(await this.#slotsSeen()).values()].filter(({ failure }) => !failure)
    const after = running.length === 0 ? head : leastOf(running.flatMap(({ position }) => position ?? []))
    const filter = this.#o.knownTypes ? {} : { filter: { types: typesOf(this.#o.models.map((model) => ({ model }))) } }
    const how = { ...(after === undefined ? {} : { after }), ...filter, pageSize: 1, follow: true, signal }
    for await (const page of this.#o.events.readAll(how)) if (page.events.length > 0) return true
    return false
  }

  /** @throws ProjectionError when somebody else does not let go of it. */
  async #withLease<T>(model: ReadModel, work: (held: Held) => Promise<T>, signal?: AbortSignal): Promise<T> {
    stillWanted(signal)
    if (this.#apart.has(model.name)) throw busy(model.name)
    this.#apart.add(model.name)
    try {
      // A catching up that has begun, or what is held, may have it.
      this.#letGo()
      await whileWanted(this.#turn, signal)
      const holding = async ([held]: readonly Held[]) => {
        stillWanted(signal)
        if (!held) throw busy(model.name)
        return work(held)
      }
      return await this.#patiently(() => this.#leases.with([model], 30_000, holding, signal), signal)
    } finally {
      this.#apart.delete(model.name)
      // What is held is without it.
      this.#letGo()
    }
  }

  /** What was committed stands, and the lease is taken anew: if another process has it meanwhile, it is left to that one. */
  #patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { patienceMs = 30_000, observer } = this.#o
    return patiently(work, { patienceMs, movedAt: () => this.#moved, onRetry: (code) => observer?.retrying?.(code), signal })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** The slot of a model that events go into: the one that people read, or the one that stands still beside it. */
  async #goingOn(name: string): Promise<Slot | undefined> {
    const slots = await this.#o.rows.slots(name)
    return stalledBeside(slots, this.#model(name)) ?? slots.find(({ state }) => state === 'active')
  }

  async #slotsSeen(): Promise<ReadonlyMap<string, Slot>> {
    return slotsSeen(await this.#o.rows.slots(), this.#o.models)
  }

  #model(name: string): ReadModel {
    const model = this.#o.models.find((m) => m.name === name)
    if (!model) throw unknownModel(name, this.#o.models)
    return model
  }
}

function isAway(error: unknown): error is RowsUnavailable | EventStoreError {
  return isPassing(error) || (error instanceof EventStoreError && LOG_AWAY.has(error.code))
}

function leastOf(positions: readonly Position[]): Position | undefined {
  return positions.length === 0 ? undefined : positions.reduce((a, b) => (a < b ? a : b))
}
