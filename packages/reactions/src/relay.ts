import type { RowTransaction } from '@rural-tracker/projections'
import type { Effect, EffectHandler } from './effect.ts'
import type { Effects } from './effects.ts'
import { LANES, ofIds, OUTBOX, type Owed, rowOf } from './outbox.ts'
import { codeOf, nobodyKnows, notRecorded, type OnProblem, queueAway } from './problems.ts'
import type { ReactionsFile } from './reactions-file.ts'

const AT_A_TIME = 200
const A_MINUTE = 60_000
/** The queue is away: soon again at first, then more seldom. */
const [SHORTEST_MS, LONGEST_MS] = [250, 10_000]

export type RelayOptions = Readonly<{
  handlers: ReadonlyMap<string, EffectHandler>
  file: ReactionsFile
  effects: Effects
  now: () => number
  onProblem: OnProblem
  /** How long after it was handed over an effect is handed over again when no outcome has come. */
  resendMs: number
  /** How many of a lane are under way at once: a receiver that hangs holds up nobody else, and a queue that was asleep has little to pour out. */
  atOnce: number
}>

type Stands = 'done' | 'open' | 'later'

/** One of a lane that may go now, and not before when. */
type Going = Readonly<{ owed: Owed; notBefore: number }>

/** Hands over what is owed, by the one process that holds the lease: lanes and their rates are kept here. */
export class Relay {
  readonly #o: RelayOptions
  /** Lanes in which something is parked. */
  readonly #full = new Set<string>()
  #pauseMs = 0

  constructor(options: RelayOptions) {
    this.#o = options
  }

  /**
   * Finds the lanes in which a former relay has parked something. What that one had handed over is handed over again at once: it may have died
   * with its queue. A queue that still has it takes it once.
   */
  async begin(): Promise<void> {
    this.#full.clear()
    const { file, now } = this.#o
    const sent = await file.owed({ where: [isSent], order: [['id', 'asc']] })
    if (sent.length > 0) await file.fenced((tx, slot) => dueFrom(now(), tx, slot, sent))
    for (let offset = 0; ; offset += 2_000) {
      const order = [['id', 'asc']] as const
      const some = await file.owed({ where: [['state', '=', 'parked']], order, page: { limit: 2_000, offset } })
      for (const { lane } of some) this.#full.add(lane)
      if (some.length < 2_000) return
    }
  }

  /** Hands over what is due and has room in its lane; gives how many, and when there is more to do (milliseconds since 1970). `seen` takes their ids. */
  async send(seen?: Set<string>): Promise<Readonly<{ sent: number; nextAt: number | undefined }>> {
    let sent = 0
    for (;;) {
      const now = this.#o.now()
      const [waiting, handedOver] = [await this.#dueIn('waiting', now), await this.#dueIn('sent', now)]
      const due = [...handedOver.due, ...waiting.due, ...(await this.#unparked())]
      for (const { effect } of due) seen?.add(effect.id)
      if (due.length === 0) return { sent, nextAt: soonest(waiting.nextAt, handedOver.nextAt) }
      const { going, away } = await this.#handOver(due, now)
      sent += going
      if (away) return { sent, nextAt: this.#o.now() + this.#pauseMs }
    }
  }

  get hasFullLanes(): boolean {
    return this.#full.size > 0
  }

  /** Mostly nothing is due: the first in time says so. */
  async #dueIn(state: 'waiting' | 'sent', now: number): Promise<{ due: readonly Owed[]; nextAt: number | undefined }> {
    const inState = [['state', '=', state] as const]
    const order = [['dueAt', 'asc'] as const, ['id', 'asc'] as const]
    const [first] = await this.#o.file.owed({ where: inState, order, page: { limit: 1 } })
    if (first === undefined || first.dueAt > now) return { due: [], nextAt: first?.dueAt }
    const due = await this.#o.file.owed({ where: [...inState, ['dueAt', '<=', now]], order, page: { limit: AT_A_TIME } })
    return { due, nextAt: undefined }
  }

  /** What was parked and has room now, lane by lane, the oldest first. */
  async #unparked(): Promise<Owed[]> {
    const { file, atOnce } = this.#o
    const found: Owed[] = []
    for (const lane of this.#full) {
      const room = atOnce - (await this.#underWay(lane))
      if (room <= 0) continue
      const where = [['lane', '=', lane] as const, ['state', '=', 'parked'] as const]
      const next = await file.owed({ where, order: [['dueAt', 'asc']], page: { limit: room } })
      if (next.length < room) this.#full.delete(lane)
      found.push(...next)
    }
    return found
  }

  async #handOver(due: readonly Owed[], now: number): Promise<{ going: number; away: boolean }> {
    const { file, resendMs } = this.#o
    const { done, open, later } = await this.#looked(due)
    const going: Going[] = []
    await file.fenced(async (tx, slot) => {
      await tx.remove(
        slot,
        OUTBOX,
        'id',
        done.map(({ effect }) => effect.id),
      )
      const still = new Map(
        (
          await ofIds(
            tx,
            slot,
            [...open, ...later].map(({ effect }) => effect.id),
          )
        ).map((owed) => [owed.effect.id, owed]),
      )
      // Whoever performed one meanwhile knows better.
      const same = (owed: Owed) => {
        const is = still.get(owed.effect.id)
        return is !== undefined && is.state === owed.state && is.dueAt === owed.dueAt
      }
      const lanes = new Map<string, { room: number; nextAt: number }>()
      const states: Owed[] = later.filter(same).map((owed) => ({ ...owed, state: 'waiting', dueAt: now + A_MINUTE }))
      for (const owed of open.filter(same)) {
        const lane = lanes.get(owed.lane) ?? (await this.#lane(tx, slot, owed.lane, due))
        lanes.set(owed.lane, lane)
        if (lane.room <= 0) {
          this.#full.add(owed.lane)
          states.push({ ...owed, state: 'parked' })
          continue
        }
        const interval = this.#interval(owed.effect)
        const notBefore = interval === undefined ? now : Math.max(now, lane.nextAt)
        lane.room--
        if (interval !== undefined) lane.nextAt = notBefore + interval
        states.push({ ...owed, state: 'sent', dueAt: notBefore + resendMs })
        going.push({ owed, notBefore })
      }
      await tx.upsert(slot, OUTBOX, states.map(rowOf))
      const paced = [...lanes].filter(([, { nextAt }]) => nextAt > 0).map(([lane, { nextAt }]) => ({ lane, nextAt }))
      await tx.upsert(slot, LANES, paced)
    })
    return { going: going.length, away: !(await this.#enqueue(going, now)) }
  }

  /** Those whose outcome stands already, those that have to go, and those that nobody here can perform or ask about. */
  async #looked(due: readonly Owed[]): Promise<Readonly<Record<Stands, readonly Owed[]>>> {
    const looked = await Promise.all(due.map(async (owed) => [await this.#stands(owed), owed] as const))
    const those = (stands: Stands) => looked.filter(([is]) => is === stands).map(([, owed]) => owed)
    return { done: those('done'), open: those('open'), later: those('later') }
  }

  async #stands({ effect, state, attempt }: Owed): Promise<Stands> {
    const handler = this.#o.handlers.get(effect.name)
    if (!handler) {
      this.#o.onProblem(nobodyKnows(effect.name))
      return 'later'
    }
    // Nobody has tried it yet; whoever is about to asks by himself.
    if (state === 'waiting' && attempt === 1) return 'open'
    try {
      return (await handler.outcomeOf(effect)) ? 'done' : 'open'
    } catch (error) {
      this.#o.onProblem(notRecorded(effect.name, codeOf(error)))
      return 'later'
    }
  }

  /** What of the lane is handed over already takes up room, unless it is about to be handed over again. */
  async #lane(tx: RowTransaction, slot: number, lane: string, due: readonly Owed[]): Promise<{ room: number; nextAt: number }> {
    const sent = await tx.query(slot, OUTBOX, { where: [inLane(lane), isSent] })
    const again = due.filter((owed) => owed.lane === lane && owed.state === 'sent').length
    const [kept] = await tx.find(slot, LANES, 'lane', [lane])
    return { room: this.#o.atOnce - sent.length + again, nextAt: Number(kept?.nextAt ?? 0) }
  }

  #underWay(lane: string): Promise<number> {
    return this.#o.file.count([inLane(lane), isSent])
  }

  #interval(effect: Effect): number | undefined {
    const rate = this.#o.handlers.get(effect.name)?.ratePerMinute?.(effect)
    return rate === undefined ? undefined : A_MINUTE / rate
  }

  /** False when the queue is away; what was not handed over goes back to wait. */
  async #enqueue(going: readonly Going[], now: number): Promise<boolean> {
    const { effects, file, onProblem } = this.#o
    for (const [i, { owed, notBefore }] of going.entries()) {
      try {
        await effects.enqueue({ effect: owed.effect, attempt: owed.attempt }, notBefore > now ? { notBefore } : {})
      } catch {
        this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, SHORTEST_MS), LONGEST_MS)
        onProblem(queueAway())
        const back = going
          .slice(i)
          .map(({ owed: one, notBefore: at }) => ({ ...one, state: 'waiting' as const, dueAt: Math.max(at, now + this.#pauseMs) }))
        await file.fenced((tx, slot) => tx.upsert(slot, OUTBOX, back.map(rowOf)))
        return false
      }
    }
    this.#pauseMs = 0
    return true
  }
}

function soonest(...moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

/** Those that are still under way. */
async function dueFrom(dueAt: number, tx: RowTransaction, slot: number, sent: readonly Owed[]): Promise<void> {
  const ids = sent.map(({ effect }) => effect.id)
  const still = (await ofIds(tx, slot, ids)).filter(({ state }) => state === 'sent')
  await tx.upsert(
    slot,
    OUTBOX,
    still.map((owed) => rowOf({ ...owed, dueAt })),
  )
}

const isSent = ['state', '=', 'sent'] as const
function inLane(lane: string) {
  return ['lane', '=', lane] as const
}
