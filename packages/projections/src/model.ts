import { createHash } from 'node:crypto'
import type { Catalogue, EventDefinition } from '@rural-tracker/domain'
import { catalogueOf } from '@rural-tracker/domain'
import type { LogEvent } from './event.ts'
import type { Mine, Part } from './parts.ts'
import type { RowTransaction, Table } from './rows.ts'

/** What the runners tell a model besides the events. */
export type Moment = Readonly<{ today: string }>

/** Takes events in order, page by page, and has left complete tables behind when it is finished. */
export interface Loader {
  add(tx: RowTransaction, events: readonly LogEvent[]): Promise<void>
  /**
   * Given a part, others finish beside this one, after all have added all: what stands in the tables by then is shared out anew, by the table's
   * own rows, and each reads back no more than its share.
   */
  finish(tx: RowTransaction, part?: Part): Promise<void>
}

/** What is built, switched and rolled back together: one checkpoint, one or more tables. */
export interface ReadModel {
  readonly name: string
  readonly version: number
  readonly tables: readonly Table[]
  readonly catalogue: Catalogue
  /** The stored type names it reads, aliases too. */
  readonly types: readonly string[]
  readonly hash: string
  /**
   * What threads save that load it together. `reading`: its keys are the streams, so whose an event is can be told before it is decoded.
   * `deriving`: each reads it all, and what follows from it is shared out. Nothing: the reading is nearly all the work, and one does it as soon.
   */
  readonly shares?: 'reading' | 'deriving'
  /** What a load reads or replaces before it is finished: these tables get their keys first, all others when their rows are there. */
  readonly readBack?: readonly Table[]
  /** What an event touches. Between events that touch nothing in common the order is free; a parameter touches `all`. */
  keysOf(event: LogEvent): readonly string[] | 'all'
  /** The ordinary way: some pages on top of what is there, finished in one transaction with the checkpoint. */
  follow(slot: number, moment: Moment): Loader
  /** What has changed only because days have passed. */
  passTime(tx: RowTransaction, slot: number, moment: Moment): Promise<void>
  /** The whole log, once, into empty tables. Given `mine`, the loader is one of several over the same log: it takes every event and leaves behind the rows of its own keys. */
  load(slot: number, moment: Moment, mine?: Mine): Loader
}

/** The parts every model has. The hash closes the hole of a projection that silently listens to one more type. */
export function modelBase(name: string, version: number, events: readonly EventDefinition[], tables: readonly Table[]) {
  const catalogue = catalogueOf(events)
  const types = [...catalogue.keys()].sort()
  const shape = tables.map(({ name: table, columns, key }) => ({ table, columns, key }))
  const hash = createHash('sha256')
    .update(JSON.stringify([name, version, types, shape]))
    .digest('hex')
    .slice(0, 32)
  return { name, version, tables, catalogue, types, hash }
}
