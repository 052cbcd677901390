import {
  type Checkpoint,
  Fenced,
  type HeldLease,
  type Lease,
  type Query,
  type Rebuild,
  type Row,
  type RowStore,
  type RowTransaction,
  type SetAside,
  type Slot,
  type SlotState,
  type Table,
} from '../rows.ts'
import type { Compiled, Dialect } from './dialect.ts'
import { heldLeases, holdersOf, releaseLeases, renewLeases, takeLeases } from './leases.ts'
import { physical, quoted } from './names.ts'
import { ownerIsGone } from './owner.ts'
import {
  failureIn,
  forgetSlot,
  movingTogether,
  newSlot,
  nextSlot,
  rebuildKept,
  rebuildWith,
  retireActiveBut,
  retiredBut,
  setAside,
  setAsideEventsIn,
  setAsideIn,
  slotOf,
  slotsOf,
  stateOf,
} from './slots.ts'

/** One transaction of an engine, for SQL that is compiled already. */
export interface Db {
  all(query: Compiled): Promise<Record<string, unknown>[]>
  /** How many rows were changed. */
  run(query: Compiled): Promise<number>
  /** Statements without parameters. */
  exec(sql: string): Promise<void>
}

/** What a store of rows does alike in every engine that speaks SQL: slots, leases, switching. */
export abstract class SqlRows implements RowStore {
  protected readonly dialect: Dialect

  constructor(dialect: Dialect) {
    this.dialect = dialect
  }

  protected abstract look(query: Compiled): Promise<Record<string, unknown>[]>
  /** One transaction that writes. */
  protected abstract write<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** One statement that writes, a transaction by itself. */
  protected abstract alone<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** One transaction that takes views away from readers and gives them back at once. */
  protected abstract switching<T>(model: string, work: (db: Db) => Promise<T>, signal?: AbortSignal): Promise<T>
  abstract transaction<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T>
  abstract rows(table: Table, query?: Query): Promise<Row[]>
  abstract count(table: Table, where?: Query['where']): Promise<number>
  abstract scan(table: Table, query?: Pick<Query, 'where' | 'order'>): AsyncIterable<readonly Row[]>
  abstract close(): Promise<void>

  async slots(model?: string): Promise<readonly Slot[]> {
    return (await this.look(slotsOf(this.dialect, model))).map(slotOf)
  }

  async lease(model: string, owner: string, forMs: number): Promise<Lease> {
    const epoch = (await this.leases([model], owner, forMs)).get(model)
    if (epoch !== undefined) return { held: true, epoch }
    const [holder] = await this.look(holdersOf(this.dialect, [model]))
    return { held: false, by: String(holder?.owner), until: new Date(Number(holder?.until)).toISOString() }
  }

  async renew(model: string, epoch: number, forMs: number): Promise<boolean> {
    return (await this.renewAll([{ model, epoch }], forMs)).length === 1
  }

  async release(model: string, epoch: number): Promise<void> {
    await this.releaseAll([{ model, epoch }])
  }

  async leases(models: readonly string[], owner: string, forMs: number): Promise<ReadonlyMap<string, number>> {
    if (models.length === 0) return new Map()
    const taken = new Map<string, number>()
    const take = async (names: readonly string[], dead: readonly string[]) => {
      const rows = await this.alone((db) => db.all(takeLeases(this.dialect, names, owner, forMs, dead)))
      for (const { model, epoch } of rows) taken.set(String(model), Number(epoch))
      return names.filter((name) => !taken.has(name))
    }
    const left = await take(models, [])
    if (left.length === 0) return taken
    const owners = (await this.look(holdersOf(this.dialect, left))).map((holder) => String(holder.owner))
    const dead = [...new Set(owners)].filter(ownerIsGone)
    if (dead.length > 0) await take(left, dead)
    return taken
  }

  async renewAll(held: readonly HeldLease[], forMs: number): Promise<readonly string[]> {
    if (held.length === 0) return []
    return (await this.alone((db) => db.all(renewLeases(this.dialect, held, forMs)))).map(({ model }) => String(model))
  }

  async releaseAll(held: readonly HeldLease[]): Promise<void> {
    if (held.length > 0) await this.#run(releaseLeases(this.dialect, held))
  }

  async createSlot(slot: { model: string; version: number; hash: string; logId: string; tables: readonly Table[] }): Promise<number> {
    return this.write(async (db) => {
      const [next] = await db.all(nextSlot(this.dialect))
      const number = Number(next?.slot)
      await db.run(newSlot(this.dialect, { ...slot, slot: number }))
      for (const table of slot.tables) {
        const columns = Object.entries(table.columns).map(([name, type]) => `${quoted(name)} ${this.dialect.columnType(type)}`)
        await db.exec(`CREATE TABLE ${quoted(physical(table, number))} (${columns.join(', ')})`)
      }
      return number
    })
  }

  async index(slot: number, tables: readonly Table[]): Promise<void> {
    await this.write(async (db) => {
      for (const table of tables) {
        const name = physical(table, slot)
        const on = (columns: readonly string[]) => `${quoted(name)} (${columns.map(this.dialect.indexed).join(', ')})`
        await db.exec(`CREATE UNIQUE INDEX IF NOT EXISTS ${quoted(`${name}_key`)} ON ${on(table.key)}`)
        for (const [i, columns] of (table.indexes ?? []).entries())
          await db.exec(`CREATE INDEX IF NOT EXISTS ${quoted(`${name}_${i}`)} ON ${on(columns)}`)
      }
    })
  }

  async setState(model: string, slot: number, state: SlotState): Promise<void> {
    await this.#run(stateOf(this.dialect, model, slot, state))
  }

  async setFailure(model: string, slot: number, failure: Slot['failure']): Promise<void> {
    await this.#run(failureIn(this.dialect, model, slot, failure))
  }

  async setAsideStreams(model: string, slot: number): Promise<ReadonlySet<string>> {
    return new Set((await this.look(setAsideIn(this.dialect, model, slot))).map((row) => String(row.stream)))
  }

  async setAsideEvents(model: string, slot: number): Promise<readonly SetAside[]> {
    const rows = await this.look(setAsideEventsIn(this.dialect, model, slot))
    return rows.map(({ position, eventId, stream, reason, at }) => ({
      position: String(position),
      eventId: String(eventId),
      stream: String(stream),
      reason: String(reason),
      at: String(at),
    }))
  }

  async setAside(model: string, slot: number, event: { position: string; eventId: string; stream: string; reason: string }): Promise<void> {
    await this.#run(setAside(this.dialect, model, slot, event))
  }

  async rebuildOf(id: string): Promise<Rebuild | undefined> {
    const [row] = await this.look(rebuildWith(this.dialect, id))
    if (!row) return undefined
    const { model, slot, events, report } = row
    return { id, model: String(model), slot: Number(slot), events: Number(events), report: report === null ? undefined : JSON.parse(String(report)) }
  }

  async keepRebuild(rebuild: Rebuild): Promise<void> {
    await this.#run(rebuildKept(this.dialect, rebuild))
  }

  async activate({ model, slot, epoch }: HeldLease & Readonly<{ slot: number }>, tables: readonly Table[], signal?: AbortSignal): Promise<void> {
    const work = async (db: Db) => {
      // Whoever was superseded since its last commit switches nothing: it may be an older copy.
      await holdLeases(db, this.dialect, [{ model, epoch }])
      for (const old of await db.all(retiredBut(this.dialect, model, slot))) await this.#drop(db, model, Number(old.slot))
      await db.run(retireActiveBut(this.dialect, model, slot))
      // A slot that is gone was another process's to drop: it holds the model now.
      if ((await db.run(stateOf(this.dialect, model, slot, 'active'))) !== 1) throw new Fenced(model)
      for (const table of tables) await db.exec(this.dialect.pointView(table.name, physical(table, slot)))
    }
    await this.switching(model, work, signal)
  }

  async dropSlot(model: string, slot: number): Promise<void> {
    await this.switching(model, (db) => this.#drop(db, model, slot))
  }

  async difference(table: Table, slot: number, other: number): Promise<{ missing: number; added: number; keys: readonly string[] }> {
    const columns = Object.entries(table.columns).map(([name, type]) => this.dialect.comparable(name, type))
    const select = (of: number) => `SELECT ${columns.join(', ')} FROM ${quoted(physical(table, of))}`
    const except = (a: number, b: number) => `${select(a)} EXCEPT ${select(b)}`
    const count = async (sql: string) => Number((await this.look({ sql: `SELECT count(*) AS n FROM (${sql}) AS differing`, values: [] }))[0]?.n)
    const both = `SELECT * FROM (${except(slot, other)}) AS added UNION ALL SELECT * FROM (${except(other, slot)}) AS missing`
    const keys = `SELECT DISTINCT ${quoted(table.key[0] ?? '')} AS k FROM (${both}) AS differing ORDER BY 1 LIMIT 20`
    const [added, missing] = [await count(except(slot, other)), await count(except(other, slot))]
    return { added, missing, keys: (await this.look({ sql: keys, values: [] })).map((row) => String(row.k)) }
  }

  async #drop(db: Db, model: string, slot: number): Promise<void> {
    for (const { name } of await db.all(this.dialect.tablesOf(slot))) await db.exec(this.dialect.dropTable(String(name)))
    for (const forget of forgetSlot(this.dialect, model, slot)) await db.run(forget)
  }

  #run(query: Compiled): Promise<number> {
    return this.alone((db) => db.run(query))
  }
}

/**
 * Those that move alike go in one statement: a commit moves as many as there are models.
 *
 * @throws Fenced when a position or an epoch is not what the writer believes.
 */
export async function moveCheckpoints(db: Pick<Db, 'all'>, dialect: Dialect, checkpoints: readonly Checkpoint[]): Promise<void> {
  const alike = Map.groupBy(checkpoints, ({ from, to, lastEvent, derivedFor }) => [from, to, lastEvent?.id, derivedFor].join())
  for (const some of alike.values()) {
    const moved = new Set((await db.all(movingTogether(dialect, some))).map(({ model }) => model))
    for (const { model } of some) if (!moved.has(model)) throw new Fenced(model)
  }
}

/** @throws Fenced when one of the leases is not held any more. */
export async function holdLeases(db: Pick<Db, 'all'>, dialect: Dialect, held: readonly HeldLease[]): Promise<void> {
  const ours = new Set((await db.all(heldLeases(dialect, held))).map(({ model }) => model))
  const lost = held.find(({ model }) => !ours.has(model))
  if (lost) throw new Fenced(lost.model)
}
