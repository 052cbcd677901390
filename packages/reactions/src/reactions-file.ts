import type { EventDefinition } from '@rural-tracker/domain'
import type { EventStore, Position } from '@rural-tracker/event-store'
import {
  type Condition,
  Fenced,
  type LastEvent,
  type Row,
  type RowStore,
  type RowTransaction,
  type SetAside,
  type Slot,
} from '@rural-tracker/projections'
import { OUTBOX, type Owed, owedOf, SENT_ROWS, TABLES } from './outbox.ts'
import { lost, notStopped, otherLog } from './problems.ts'

/** The name of the lease, and of the one slot: it is made once and never built anew. */
const MODEL = 'reactions'
const VERSION = 1

export type Beginning = Readonly<{
  /** What was not handed over so far never will be. */
  fromHead: boolean
  /** Before the first of these nothing can follow from anything. */
  begins: readonly EventDefinition[]
  /** One of these in the log says that somebody worked here before. */
  outcomes: readonly EventDefinition[]
}>

/** Checkpoint and outbox, and who may move them. */
export class ReactionsFile {
  readonly #rows: RowStore
  readonly #owner: string
  readonly #leaseMs: number
  #epoch = 0
  #slot: number | undefined
  position: Position | undefined

  constructor(rows: RowStore, owner: string, leaseMs: number) {
    this.#rows = rows
    this.#owner = owner
    this.#leaseMs = leaseMs
  }

  /** Takes the lease; otherwise says who holds it. */
  async lease(): Promise<Readonly<{ held: true } | { held: false; by: string }>> {
    const lease = await this.#rows.lease(MODEL, this.#owner, this.#leaseMs)
    if (lease.held) this.#epoch = lease.epoch
    return lease
  }

  /** @throws Fenced when another process has it now. */
  async renew(): Promise<void> {
    if (!(await this.#rows.renew(MODEL, this.#epoch, this.#leaseMs))) throw new Fenced(MODEL)
  }

  async release(): Promise<void> {
    await this.#rows.release(MODEL, this.#epoch)
  }

  /**
   * Finds where reactions stand, or begins, under the lease.
   *
   * @throws ReactionsError when the file is not there and the log says that it was, or when it is of another log.
   */
  async open(events: EventStore, beginning: Beginning): Promise<void> {
    const logId = await events.logId()
    const slot = await this.active()
    if (slot && (await fits(slot, logId, events))) {
      this.#slot = slot.slot
      this.position = slot.position
      return
    }
    if (slot && !beginning.fromHead) throw otherLog()
    await this.#begin(logId, await startOf(events, beginning), slot?.slot)
  }

  async active(): Promise<Slot | undefined> {
    return (await this.#rows.slots(MODEL)).find(({ state }) => state === 'active')
  }

  /** One transaction in which the lease still holds; moves the checkpoint where told. */
  async fenced(work: (tx: RowTransaction, slot: number) => Promise<void>, to?: Position, lastEvent?: LastEvent): Promise<void> {
    const slot = this.#slot
    if (slot === undefined) throw new Error('reactions were not opened')
    const from = this.position
    await this.#rows.transaction(async (tx) => {
      await work(tx, slot)
      await tx.checkpoint({ model: MODEL, slot, epoch: this.#epoch, from, to: to ?? from, lastEvent })
    })
    if (to !== undefined) this.position = to
  }

  /** One transaction of whoever performs effects: who holds the lease does not matter. */
  async write(work: (tx: RowTransaction, slot: number) => Promise<void>): Promise<void> {
    const slot = await this.active()
    if (slot) await this.#rows.transaction((tx) => work(tx, slot.slot))
  }

  async owed(query: Parameters<RowStore['rows']>[1]): Promise<Owed[]> {
    return (await this.#rows.rows(OUTBOX, query)).map(owedOf)
  }

  async count(where: Parameters<RowStore['count']>[1]): Promise<number> {
    return this.#rows.count(OUTBOX, where)
  }

  sentRows(where: Condition): AsyncIterable<readonly Row[]> {
    return this.#rows.scan(SENT_ROWS, { where: [where] })
  }

  async fail(failure: Slot['failure']): Promise<void> {
    if (this.#slot !== undefined) await this.#rows.setFailure(MODEL, this.#slot, failure)
  }

  /** The events that somebody set aside, in the order of the log. */
  async setAside(): Promise<readonly SetAside[]> {
    const slot = await this.active()
    return slot && slot.setAside > 0 ? this.#rows.setAsideEvents(MODEL, slot.slot) : []
  }

  /**
   * Has whoever leads go on: before the event again, or behind it. The checkpoint is not touched: only who holds the lease moves it.
   *
   * @throws ReactionsError when nothing stands still.
   */
  async resume(how: Readonly<{ setAside?: boolean }>): Promise<void> {
    const slot = await this.active()
    if (!slot?.failure) throw notStopped()
    if (how.setAside) await this.#rows.setAside(MODEL, slot.slot, slot.failure)
    await this.#rows.setFailure(MODEL, slot.slot, undefined)
  }

  /** The slot is nobody's until its checkpoint stands: a process that dies here leaves one that the next takes away. */
  async #begin(logId: string, at: Position | undefined, former: number | undefined): Promise<void> {
    for (const { slot, state } of await this.#rows.slots(MODEL)) if (state !== 'active') await this.#rows.dropSlot(MODEL, slot)
    const slot = await this.#rows.createSlot({ model: MODEL, version: VERSION, hash: MODEL, logId, tables: TABLES })
    await this.#rows.index(slot, TABLES)
    this.#slot = slot
    this.position = undefined
    await this.fenced(async () => {}, at)
    await this.#rows.activate({ model: MODEL, slot, epoch: this.#epoch }, TABLES)
    if (former !== undefined) await this.#rows.dropSlot(MODEL, former)
  }
}

async function startOf(events: EventStore, { fromHead, begins, outcomes }: Beginning): Promise<Position | undefined> {
  const head = await events.head()
  if (fromHead || head === undefined) return head
  if (await holds(events, outcomes, head)) throw lost()
  return (await holds(events, begins, head)) ? undefined : head
}

async function holds(events: EventStore, definitions: readonly EventDefinition[], upTo: Position): Promise<boolean> {
  const types = typesOf(definitions)
  if (types.length === 0) return false
  for await (const page of events.readAll({ filter: { types }, upTo, pageSize: 1 })) if (page.events.length > 0) return true
  return false
}

/** By every name under which they are or were stored. */
export function typesOf(definitions: readonly EventDefinition[]): string[] {
  return [...new Set(definitions.flatMap(({ type, aliases }) => [type, ...aliases]))]
}

async function fits({ logId, lastEvent, position }: Slot, ofLog: string, events: EventStore): Promise<boolean> {
  if (logId !== ofLog) return false
  const head = await events.head()
  if (position !== undefined && (head === undefined || position > head)) return false
  if (!lastEvent) return true
  for await (const event of events.readStream(lastEvent.stream, { from: BigInt(lastEvent.revision), limit: 1 })) return event.id === lastEvent.id
  return false
}
