import type { Aggregate } from '@rural-tracker/domain'
import { type Command, type EventStore, openMemoryStore } from '@rural-tracker/event-store'
import type { ReadModel } from '../model.ts'
import { Projector } from '../projector.ts'
import type { RowStore } from '../rows.ts'
import { besideEachOther, inParts } from './in-parts.ts'
import { write } from './logs.ts'
import { type AnyModel, dump, type Tables } from './tables.ts'

/** Anything that judges a value as zod schemas do. */
export type Schema = Readonly<{ safeParse: (value: unknown) => Readonly<{ success: boolean; error?: unknown }> }>

/** What a law is tried on. */
export type Subject = Readonly<{
  model: AnyModel
  aggregates: readonly Aggregate[]
  rows: () => RowStore | Promise<RowStore>
  /** The schema of the rows that people read: the model's first table. */
  row?: Schema
}>

export const TODAY = '2020-12-31'

/** One model with what every law needs around it: logs from commands, row stores that are closed again, projectors. */
export class Trial {
  readonly model: AnyModel
  readonly row: Schema | undefined
  readonly #subject: Subject

  constructor(subject: Subject) {
    this.#subject = subject
    this.model = subject.model
    this.row = subject.row
  }

  async write(store: EventStore, commands: readonly Command[]): Promise<void> {
    await write(store, this.#subject.aggregates, commands)
  }

  async logOf(commands: readonly Command[]): Promise<EventStore> {
    const store = openMemoryStore()
    await this.write(store, commands)
    return store
  }

  projector(
    events: EventStore,
    rows: RowStore,
    pageSize: number,
    how: { model?: ReadModel; today?: string; pagesACommit?: number; threads?: number } = {},
  ): Projector {
    const { model = this.model, today = TODAY, pagesACommit = 1 } = how
    const threads = how.threads === undefined ? undefined : besideEachOther(how.threads, { events, rows, models: [model] })
    return new Projector({ events, rows, models: [model], owner: 'test', today: () => today, pageSize, pagesACommit, threads })
  }

  async using<T>(work: (rows: RowStore) => Promise<T>): Promise<T> {
    const rows = await this.#subject.rows()
    try {
      return await work(rows)
    } finally {
      await rows.close()
    }
  }

  /** Rows that stand at the beginning of a log, and the log with everything that was said since. Nothing where nothing was. */
  async behind(commands: readonly Command[], work: (store: EventStore, rows: RowStore) => Promise<void>): Promise<void> {
    const store = openMemoryStore()
    await this.using(async (rows) => {
      await this.projector(store, rows, 1_000).catchUp()
      await this.write(store, commands)
      if ((await store.head()) !== undefined) await work(store, rows)
    })
  }

  dump(rows: RowStore): Promise<Tables> {
    return dump(rows, this.model)
  }

  /** The tables as a rebuild makes them from nothing. */
  async rebuilt(store: EventStore, how: { parts?: number; pageSize?: number; threads?: number } = {}): Promise<Tables> {
    return this.using(async (rows) => {
      const { threads } = how
      const model = inParts(this.model, how.parts ?? 1)
      await this.projector(store, rows, how.pageSize ?? 1_000, { model, ...(threads ? { threads } : {}) }).catchUp()
      return this.dump(rows)
    })
  }
}
