import type { Text } from '@rural-tracker/domain'
import type { Position } from '@rural-tracker/event-store'
import type { Part } from './parts.ts'

/** What a column holds. `json` is one JSON value. */
export type ColumnType = 'text' | 'integer' | 'json'
export type Columns = Readonly<Record<string, ColumnType>>
export type Value = string | number | null
/** One row, by column. A `json` column takes and gives a JSON value. */
export type Row = Readonly<Record<string, unknown>>

/** A table of a read model. The same description makes it in SQLite and in PostgreSQL. */
export type Table = Readonly<{ name: string; columns: Columns; key: readonly string[]; indexes?: readonly (readonly string[])[] }>

/** `contains` and `startsWith` are to the letter: no sign in the value stands for others. */
export type Condition = readonly [
  column: string,
  is: '=' | '<' | '<=' | '>' | '>=' | 'in' | 'startsWith' | 'contains',
  value: Value | readonly Value[],
]
/** What has no value comes first ascending and last descending, unless told `nullsLast`. Texts stand in the order of their code points. */
export type Order = readonly [column: string, direction: 'asc' | 'desc', nulls?: 'nullsLast']
export type Query = Readonly<{
  where?: readonly Condition[]
  order?: readonly Order[]
  page?: Readonly<{ limit: number; offset?: number }>
}>

/** building → catching_up → ready → active → retired; failed is any of them stopped by a poison event. */
export type SlotState = 'building' | 'catching_up' | 'ready' | 'active' | 'retired'

/** The last event a slot has seen. A log in which it does not stand there is another log: the slot is rebuilt. */
export type LastEvent = Readonly<{ id: string; stream: string; revision: number }>

/** One built copy of a read model: its tables, its checkpoint, its definition. */
export type Slot = Readonly<{
  model: string
  slot: number
  version: number
  hash: string
  state: SlotState
  /** Which log the checkpoint is of. */
  logId: string
  position: Position | undefined
  lastEvent: LastEvent | undefined
  /** The day the derived rows speak of. */
  derivedFor: string | undefined
  updatedAt: string
  /** The event before which it stands; where it cannot bear a day (`day`), the last event it has seen. */
  failure: Readonly<{ position: string; eventId: string; stream: string; reason: string; day?: string }> | undefined
  setAside: number
}>

export type Checkpoint = Readonly<{
  model: string
  slot: number
  /** The fencing token of the lease; a writer that was superseded cannot commit. */
  epoch: number
  from: Position | undefined
  to: Position | undefined
  lastEvent: LastEvent | undefined
  derivedFor?: string
}>

/** An event that somebody set aside, and when (a UTC instant). */
export type SetAside = Readonly<{ position: string; eventId: string; stream: string; reason: string; at: string }>

/** Another process took over, or the checkpoint moved: nothing of this transaction was written. */
export class Fenced extends Error {
  readonly code = 'projection.fenced'
  readonly model: string
  readonly text: Text
  constructor(model: string) {
    const en = `${model}: another process holds this read model now; this one stops and has written nothing`
    super(en)
    this.model = model
    this.text = { zh: `读模型 ${model} 现由另一进程处理，本进程停止，未写入任何内容。`, en }
  }
}

/** The database cannot do it now: it is not reached, or refuses. Nothing is wrong with the events, and the same can be tried again. */
export class RowsUnavailable extends Error {
  readonly code = 'rows.unavailable'
  /** It may be over in a moment without anybody doing anything: a connection was cut, the server is starting, two were in each other's way. */
  readonly passing: boolean
  readonly text: Text
  constructor(reason: string, cause?: unknown, passing = false) {
    const en = `The database of the read models cannot be used (${reason}); check its address and its state and try again.`
    super(en, { cause })
    this.passing = passing
    this.text = { zh: `读模型数据库无法使用（${reason}），请核对地址和数据库状态后重试。`, en }
  }
}

/** Whether the same, tried again in a moment, may go well. */
export function isPassing(error: unknown): boolean {
  return error instanceof RowsUnavailable && error.passing
}

/** Everything inside one transaction, or nothing. Tables are named by slot and logical name. */
export interface RowTransaction {
  insert(slot: number, table: Table, rows: readonly Row[]): Promise<void>
  upsert(slot: number, table: Table, rows: readonly Row[]): Promise<void>
  /** Removes every row whose column has one of these values. */
  remove(slot: number, table: Table, column: string, values: readonly Value[]): Promise<void>
  find(slot: number, table: Table, column: string, values: readonly Value[]): Promise<Row[]>
  query(slot: number, table: Table, query: Query): Promise<Row[]>
  /**
   * Sorted once, given in batches; nothing is held in memory but a batch. Given a part, only its share of the rows: those with one value in the
   * first column of the order are of one part, which need not be the part of the same key elsewhere.
   */
  scan(slot: number, table: Table, order: readonly string[], part?: Part): AsyncIterable<readonly Row[]>
  /** @throws Fenced when one of these leases is not held any more; until the transaction ends nobody else takes one. */
  holds(held: readonly HeldLease[]): Promise<void>
  /** Moves these checkpoints together. @throws Fenced when a position or an epoch is not what the writer believes. */
  checkpoint(...checkpoints: readonly Checkpoint[]): Promise<void>
}

export type Lease = Readonly<{ held: true; epoch: number }> | Readonly<{ held: false; by: string; until: string }>

/**
 * A rebuild that was asked for by a name. What has become of it stands beside the rows, so that who asks again goes on with it: `slot` once it
 * is built, `report` once it was compared.
 */
export type Rebuild = Readonly<{ id: string; model: string; slot: number; events: number; report: unknown }>

export type HeldLease = Readonly<{ model: string; epoch: number }>

/** Where rows and checkpoints live together. SQLite and PostgreSQL answer alike. */
export interface RowStore {
  slots(model?: string): Promise<readonly Slot[]>
  /** Takes the lease of a read model: when it is free, has run out, is ours, or its process on this machine is dead. */
  lease(model: string, owner: string, forMs: number): Promise<Lease>
  /** Keeps a lease that is still ours; false when it is not. */
  renew(model: string, epoch: number, forMs: number): Promise<boolean>
  release(model: string, epoch: number): Promise<void>
  /** Takes the leases of several read models at once: the epoch of each that could be had. */
  leases(models: readonly string[], owner: string, forMs: number): Promise<ReadonlyMap<string, number>>
  /** Keeps those that are still ours, and names them. */
  renewAll(held: readonly HeldLease[], forMs: number): Promise<readonly string[]>
  releaseAll(held: readonly HeldLease[]): Promise<void>
  /** A new slot with empty, unindexed tables. */
  createSlot(slot: { model: string; version: number; hash: string; logId: string; tables: readonly Table[] }): Promise<number>
  /** Builds keys and indexes after the load. */
  index(slot: number, tables: readonly Table[]): Promise<void>
  setState(model: string, slot: number, state: SlotState): Promise<void>
  setFailure(model: string, slot: number, failure: Slot['failure']): Promise<void>
  /** Streams whose events are set aside in this slot. */
  setAsideStreams(model: string, slot: number): Promise<ReadonlySet<string>>
  /** The events that were set aside in this slot, in the order of the log. */
  setAsideEvents(model: string, slot: number): Promise<readonly SetAside[]>
  setAside(model: string, slot: number, event: { position: string; eventId: string; stream: string; reason: string }): Promise<void>
  /**
   * In one transaction: this slot is what readers see, the former one is retired, older ones are dropped. @throws Fenced when the lease is not held
   * any more, or the slot is gone, and what the signal asks for where readers are in the way; then nothing is changed.
   */
  activate(slot: HeldLease & Readonly<{ slot: number }>, tables: readonly Table[], signal?: AbortSignal): Promise<void>
  dropSlot(model: string, slot: number): Promise<void>
  rebuildOf(id: string): Promise<Rebuild | undefined>
  /** In the place of what was known of it. */
  keepRebuild(rebuild: Rebuild): Promise<void>
  transaction<T>(work: (tx: RowTransaction) => Promise<T>): Promise<T>
  /** Rows of the active slot. No active slot: no rows. */
  rows(table: Table, query?: Query): Promise<Row[]>
  count(table: Table, where?: Query['where']): Promise<number>
  scan(table: Table, query?: Pick<Query, 'where' | 'order'>): AsyncIterable<readonly Row[]>
  /** Rows that stand in one slot's table and not in the other's: how many, and the keys of a few. */
  difference(table: Table, slot: number, other: number): Promise<Readonly<{ missing: number; added: number; keys: readonly string[] }>>
  close(): Promise<void>
}
