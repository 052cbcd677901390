import { setTimeout as pause } from 'node:timers/promises'
import type { Command, CommandOutcome, EventStore, StoredEvent } from '@rural-tracker/event-store'
import { Fenced, type RowStore, type SetAside } from '@rural-tracker/projections'
import { Bell } from './bell.ts'
import { type Asked, askClock, askedAfter } from './clock.ts'
import { hasNews, hearNews } from './due-news.ts'
import type { DueWork } from './due-work.ts'
import { checkedEffect, type Effect, type EffectHandler } from './effect.ts'
import type { Effects } from './effects.ts'
import type { Owed } from './outbox.ts'
import { Performer } from './performer.ts'
import { away, busy, codeOf, type OnProblem, ReactionsError } from './problems.ts'
import type { Reaction } from './reaction.ts'
import { ReactionsFile } from './reactions-file.ts'
import { Reactor } from './reactor.ts'
import { Relay } from './relay.ts'
import { RowLooker, type RowWatch } from './row-changes.ts'

export type ReactionsOptions = Readonly<{
  events: EventStore
  /** The reactions file: checkpoint and outbox. Never rebuilt. */
  rows: RowStore
  effects: Effects
  reactions: readonly Reaction[]
  handlers: readonly EffectHandler[]
  dueWork: readonly DueWork[]
  rowWatches?: readonly RowWatch[]
  execute: (command: Command) => Promise<CommandOutcome>
  /** The business date, Asia/Shanghai. */
  today: () => string
  /** This process, for the lease: see `thisProcess()`. */
  owner: string
  onProblem?: OnProblem
  /** Milliseconds since 1970; the clock of the machine by default. */
  now?: () => number
  leaseMs?: number
  resendMs?: number
  atOnce?: number
}>

export type WorkOnceReport = Readonly<{
  dueWork: readonly Asked[]
  /** Effects that are owed no more, whoever recorded their outcome, and what is still owed: for later, or under way elsewhere. */
  settled: number
  owed: number
  /** The next moment at which something owed is due, as a UTC instant. */
  nextDueAt: string | null
  stopped: boolean
}>

export type ReactionsStatus = Readonly<{
  position: string | null
  owed: number
  /** Owed and tried at least once. */
  retrying: number
  /** The last event that was read, of those that reactions ask for. */
  eventId: string | null
  /** Where it stands still, if it does. */
  failure: Readonly<{ position: string; eventId: string; stream: string; reason: string }> | null
  setAside: readonly SetAside[]
}>

const A_MINUTE = 60_000
const PAGES_AT_A_TIME = 16
/** How often a process that does not hold the lease looks whether it is free, and one that does looks for what other processes have settled. */
const LOOK_MS = 1_000
const FULL_LANE_LOOK_MS = 100
const ROW_LOOK_MS = 1_000
const WAIT_FOR_OTHERS_MS = 10_000
/** `workOnce` waits no longer for the next outcome: it is owed and will be sent by the next one. */
const PATIENCE_MS = 30_000
/** `workOnce` asks no more often what is due: questions that never end are a mistake of who asks them. */
const MOST_ROUNDS = 1_000

/**
 * Reads the log and does outside what events ask for; records what came of it as events again. One process at a time reads and hands over; with
 * a queue that is shared, any number of processes perform.
 *
 * @example
 * const reactions = new Reactions({ events, rows, effects: inlineEffects(), reactions: [welcome], handlers: [letters], dueWork: [], execute, today, owner: thisProcess() })
 * await reactions.work(signal)
 */
export class Reactions {
  readonly #o: ReactionsOptions
  readonly #now: () => number
  readonly #onProblem: OnProblem
  readonly #bell = new Bell()
  readonly #file: ReactionsFile
  readonly #reactor: Reactor
  readonly #relay: Relay
  readonly #looker: RowLooker
  readonly #performer: Performer
  readonly #handlers: ReadonlyMap<string, EffectHandler>
  /** Tries that have ended, one way or the other. */
  #heardOf = 0
  #looked: { at: number; tookMs: number; saw: unknown } = { at: Number.NEGATIVE_INFINITY, tookMs: 0, saw: undefined }
  #turn: Promise<unknown> = Promise.resolve()
  #asking: Promise<unknown> = Promise.resolve()

  constructor(options: ReactionsOptions) {
    const { events, rows, effects, reactions, handlers, execute, owner, leaseMs = 5_000, resendMs = A_MINUTE, atOnce = 16 } = options
    this.#o = options
    this.#now = options.now ?? Date.now
    this.#onProblem = options.onProblem ?? (() => {})
    this.#handlers = new Map(handlers.map((handler) => [handler.name, handler]))
    const [onProblem, now] = [this.#onProblem, this.#now]
    this.#file = new ReactionsFile(rows, owner, leaseMs)
    this.#reactor = new Reactor(events, this.#file, reactions, { owedFor: (effect) => this.#owed(effect), onProblem })
    this.#looker = new RowLooker(this.#file, options.rowWatches ?? [], { owedFor: (effect) => this.#owed(effect), onProblem })
    this.#relay = new Relay({ handlers: this.#handlers, file: this.#file, effects, now, onProblem, resendMs, atOnce })
    this.#performer = new Performer({
      handlers: this.#handlers,
      file: this.#file,
      execute,
      now,
      onProblem,
      onSettled: () => this.#onSettled(),
    })
  }

  /**
   * Works until the signal aborts: reads the log, asks the clock each minute, hands over and performs. Where another process holds the lease it
   * only performs, and takes over when that one is gone.
   *
   * @throws ReactionsError when the reactions file is lost or of another log; `fromHead` begins at the end of the log then.
   */
  async work(signal: AbortSignal, how: Readonly<{ fromHead?: boolean }> = {}): Promise<void> {
    return this.#inTurn(() =>
      this.#performing(signal, async (stop) => {
        while (!stop.aborted) {
          const lease = await this.#file.lease().catch((error: unknown) => this.#goOnAfter(error) ?? { held: false })
          if (lease.held) await this.#lead(stop, how.fromHead ?? false).catch((error: unknown) => this.#goOnAfter(error))
          if (!stop.aborted) await pause(LOOK_MS, undefined, { signal: stop }).catch(() => {})
        }
      }),
    )
  }

  /**
   * Does once what is to be done now: what the log asks for, what is due, and what is owed and due; and then what has become due by that, until
   * nothing is. What is owed for later stays owed.
   *
   * @throws ReactionsError as `work`, and when another process works and does not let go.
   */
  async workOnce(how: Readonly<{ fromHead?: boolean }> = {}): Promise<WorkOnceReport> {
    return this.#inTurn(async () => {
      let report: WorkOnceReport | undefined
      await this.#performing(new AbortController().signal, async (stop) => {
        await this.#takeLease()
        report = await this.#leading(how.fromHead ?? false, () => this.#once(stop))
      })
      if (!report) throw new Error('nothing was done')
      return report
    })
  }

  async status(): Promise<ReactionsStatus> {
    const slot = await this.#file.active()
    const position = slot?.position === undefined ? null : String(slot.position)
    const retrying = await this.#file.count([['attempt', '>', 1]])
    const failure = slot?.failure ?? null
    const eventId = slot?.lastEvent?.id ?? null
    return { position, eventId, owed: await this.#file.count([]), retrying, failure, setAside: await this.#file.setAside() }
  }

  /**
   * Has the reading of the log go on that has stopped before an event: it is tried again, or set aside, which stays visible in the status. Who
   * leads, here or in another process, sees it within a second; otherwise the next who works.
   *
   * @throws ReactionsError `reactions.not-stopped`.
   */
  async resume(how: Readonly<{ setAside?: boolean }> = {}): Promise<void> {
    return this.#file.resume(how)
  }

  async close(): Promise<void> {
    await this.#turn
    await this.#o.effects.close()
    await this.#o.rows.close()
  }

  async #performing(signal: AbortSignal, work: (stop: AbortSignal) => Promise<void>): Promise<void> {
    const ending = new AbortController()
    const stop = AbortSignal.any([signal, ending.signal])
    const performing = this.#o.effects.work((carried) => this.#performer.perform(carried, stop), stop)
    const working = work(stop)
    try {
      await Promise.race([working, performing.then(() => neverUnless(stop))])
    } finally {
      ending.abort()
      await Promise.allSettled([working, performing])
    }
  }

  async #takeLease(): Promise<void> {
    for (const until = Date.now() + WAIT_FOR_OTHERS_MS; ; await pause(50)) {
      const lease = await this.#file.lease()
      if (lease.held) return
      if (Date.now() >= until) throw busy(lease.by)
    }
  }

  async #leading<T>(fromHead: boolean, work: () => Promise<T>): Promise<T> {
    const { events, reactions, handlers, leaseMs = 5_000 } = this.#o
    // Long work between two commits must not lose the lease; that it was lost is found at the next commit.
    const renewing = setInterval(() => void this.#file.renew().catch(() => {}), leaseMs / 3)
    try {
      const begins = reactions.flatMap((reaction) => reaction.begins ?? reaction.events)
      await this.#file.open(events, { fromHead, begins, outcomes: handlers.flatMap(({ outcomes }) => outcomes) })
      await this.#reactor.remember()
      await this.#relay.begin()
      return await work()
    } finally {
      clearInterval(renewing)
      await this.#file.release().catch(() => {})
    }
  }

  async #lead(stop: AbortSignal, fromHead: boolean): Promise<void> {
    await this.#leading(fromHead, () => this.#hearing(stop, () => this.#goOn(stop)))
  }

  async #goOn(stop: AbortSignal): Promise<void> {
    // Beside the rest: a question about a whole township takes its time, and who is owed something does not wait for it.
    const ended = new AbortController()
    const until = AbortSignal.any([stop, ended.signal])
    let asking: Promise<void> | undefined
    let failure: unknown
    const ask = async () => {
      try {
        await this.#askClock(until)
      } catch (error) {
        failure = error
      } finally {
        asking = undefined
      }
    }
    this.#reactor.follow(until, () => this.#bell.ring())
    try {
      for (let askedAt = Number.NEGATIVE_INFINITY; !stop.aborted; ) {
        if (failure !== undefined) throw failure
        await this.#reactor.lookAgain()
        const caughtUp = await this.#reactor.go(PAGES_AT_A_TIME)
        if (!asking && this.#now() - askedAt >= A_MINUTE) {
          askedAt = this.#now()
          asking = ask()
        }
        const lookAt = caughtUp ? await this.#lookAtRows() : Number.POSITIVE_INFINITY
        const { nextAt } = await this.#relay.send()
        const askAt = asking ? this.#now() + LOOK_MS : askedAt + A_MINUTE
        if (caughtUp) await this.#rest(stop, Math.min(nextAt ?? Number.POSITIVE_INFINITY, askAt, lookAt))
      }
    } finally {
      // Who does not lead any more asks for nothing either.
      ended.abort()
      await asking
    }
  }

  /** Beside the work, what is due because of something that is written is asked for at once. */
  async #hearing(stop: AbortSignal, work: () => Promise<void>): Promise<void> {
    const ended = new AbortController()
    const signal = AbortSignal.any([stop, ended.signal])
    const { events, dueWork } = this.#o
    // What stands by then is asked about with everything else, first of all.
    const after = await events.head()
    const heard = dueWork.filter(hasNews).map((due) => {
      const { news } = due
      const tell = (said: readonly StoredEvent[]) => this.#ask([{ ...due, find: (moment) => news.find(moment, said) }], signal)
      return hearNews(events, due, tell, { after, signal, onProblem: this.#onProblem })
    })
    try {
      await work()
    } finally {
      ended.abort()
      await Promise.all(heard)
    }
  }

  async #once(stop: AbortSignal): Promise<WorkOnceReport> {
    // Counted by what is gone from the outbox: who took it off may be another process, or not have said so yet.
    const handled = new Set<string>()
    const settled = async () => handled.size - (await this.#file.count([['id', 'in', [...handled]]]))
    let ended = 0
    let dueWork: readonly Asked[] = []
    for (let round = 0; round < MOST_ROUNDS && !stop.aborted; round++) {
      await this.#toHead()
      const asked = await this.#askClock(stop)
      dueWork = askedAfter(dueWork, asked)
      await this.#toHead()
      await this.#looker.look(this.#o.today())
      const before = ended
      await this.#sendAll(stop, handled)
      ended = await settled()
      // What ended makes room for what waited behind it: a receiver that was busy, say. So it is asked again, until nothing comes of it.
      if (ended === before && asked.every(({ news }) => news === 0)) break
    }
    const [next] = await this.#file.owed({ where: [['state', '=', 'waiting']], order: [['dueAt', 'asc']], page: { limit: 1 } })
    const owed = await this.#file.count([])
    return {
      dueWork,
      settled: await settled(),
      owed,
      nextDueAt: next ? new Date(next.dueAt).toISOString() : null,
      stopped: this.#reactor.stopped,
    }
  }

  /** Hands over what is due until none of it is due or under way any more; or until nothing has been heard of it for long. */
  async #sendAll(stop: AbortSignal, handled: Set<string>): Promise<void> {
    let heardAt = Date.now()
    for (let heardOf = -1; !stop.aborted; ) {
      // Counted before the log is read: what ended by then stands in what is read now.
      const underWay = await this.#file.count([['state', 'in', ['sent', 'parked']]])
      await this.#toHead()
      const { sent, nextAt = Number.POSITIVE_INFINITY } = await this.#relay.send(handled)
      if (sent > 0 || heardOf !== this.#heardOf) heardAt = Date.now()
      if ((underWay === 0 && sent === 0 && nextAt > this.#now()) || Date.now() - heardAt > PATIENCE_MS) return
      heardOf = this.#heardOf
      await this.#bell.sleep(FULL_LANE_LOOK_MS, stop)
    }
  }

  async #toHead(): Promise<void> {
    while (!(await this.#reactor.step(PAGES_AT_A_TIME)));
  }

  /** Rows change with the log and with the day. A look that took long is not taken again soon; gives when the next one is due. */
  async #lookAtRows(): Promise<number> {
    if (this.#looker.isIdle) return Number.POSITIVE_INFINITY
    const [now, position] = [this.#now(), this.#file.position]
    const { at, tookMs, saw } = this.#looked
    const next = position === saw ? at + A_MINUTE : at + Math.max(ROW_LOOK_MS, 10 * tookMs)
    if (now < next) return next
    await this.#looker.look(this.#o.today())
    this.#looked = { at: now, tookMs: this.#now() - now, saw: position }
    return this.#now() + A_MINUTE
  }

  #askClock(signal: AbortSignal): Promise<readonly Asked[]> {
    return this.#ask(this.#o.dueWork, signal)
  }

  /** One question after the other: what one has asked for stands when the next begins. */
  #ask(dueWork: readonly DueWork[], signal: AbortSignal): Promise<readonly Asked[]> {
    const { execute, today } = this.#o
    const asking = this.#asking.then(() => {
      const moment = { today: today(), now: new Date(this.#now()).toISOString() }
      return askClock(dueWork, moment, { execute, onProblem: this.#onProblem, signal })
    })
    this.#asking = asking.catch(() => undefined)
    return asking
  }

  /** Until the log has news, somebody has settled something, or it is time. */
  async #rest(stop: AbortSignal, until: number): Promise<void> {
    const look = this.#relay.hasFullLanes ? FULL_LANE_LOOK_MS : this.#reactor.stopped ? LOOK_MS : A_MINUTE
    await this.#bell.sleep(Math.min(Math.max(until - this.#now(), 0), look), stop)
  }

  /** Another process has taken over, or something is away for a while: this one looks again. What has no code is a mistake of ours. */
  #goOnAfter(error: unknown): undefined {
    if (error instanceof Fenced) return
    if (error instanceof ReactionsError || codeOf(error) === 'internal') throw error
    this.#onProblem(away(codeOf(error)))
  }

  #owed(effect: Effect): Owed {
    checkedEffect(effect)
    const handler = this.#handlers.get(effect.name)
    return { effect, lane: handler?.lane?.(effect) ?? effect.name, state: 'waiting', dueAt: this.#now(), attempt: 1, reason: null }
  }

  #onSettled(): void {
    this.#heardOf++
    this.#bell.ring()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

/** Whoever performs has ended without being told to: that is its error to tell. */
async function neverUnless(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) throw new Error('the queue ended by itself')
}
