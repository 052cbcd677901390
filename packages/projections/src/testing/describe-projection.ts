import type { Aggregate } from '@rural-tracker/domain'
import { type Command, createImporter, type EventStore, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsKnownAt } from '../known-at.ts'
import type { ReadModel } from '../model.ts'
import type { Projection } from '../projection.ts'
import { Projector } from '../projector.ts'
import { Fenced, type Row, type RowStore } from '../rows.ts'

export type Laws = Readonly<{
  model: ReadModel | Projection
  aggregates: readonly Aggregate[]
  /** Random histories, as commands. */
  histories: fc.Arbitrary<readonly Command[]>
  rows: () => RowStore
  runs?: number
}>

const TODAY = '2020-12-31'

/** The laws every read model keeps, on random histories. A list has a ninth: see `describeList`. */
export function describeProjection({ model, aggregates, histories, rows, runs = 25 }: Laws): void {
  const projector = (store: EventStore, target: RowStore, pageSize: number, today = TODAY) =>
    new Projector({ events: store, rows: target, models: [model], owner: 'test', today: () => today, pageSize })

  const write = async (store: EventStore, commands: readonly Command[]) => {
    await createImporter({ store, aggregates }).import(commands)
  }

  const using = async <T>(work: (target: RowStore) => Promise<T>): Promise<T> => {
    const target = rows()
    try {
      return await work(target)
    } finally {
      await target.close()
    }
  }

  const each = (law: (commands: readonly Command[]) => Promise<void>) => fc.assert(fc.asyncProperty(histories, law), { numRuns: runs })

  describe(`${model.name}: the laws of a projection`, () => {
    it('given any history, live in pages of 1, 7 and 1000 = rebuild', () =>
      each(async (commands) => {
        const store = openMemoryStore()
        const rebuilt = await using(async (target) => {
          await write(store, commands)
          await projector(store, target, 1_000).catchUp()
          return dump(target, model)
        })
        for (const pageSize of [1, 7, 1_000]) {
          const live = await using(async (target) => {
            const empty = openMemoryStore()
            const p = projector(replayable(empty, store), target, pageSize)
            await p.catchUp()
            await copyLog(store, empty)
            await p.catchUp()
            return dump(target, model)
          })
          expect(live).toEqual(rebuilt)
        }
      }))

    it('given a crash after every commit, then no event counts twice', () =>
      each(async (commands) => {
        const store = openMemoryStore()
        const once = await using(async (target) => {
          await write(store, commands)
          await projector(store, target, 1_000).catchUp()
          return dump(target, model)
        })
        const again = await using(async (target) => {
          const growing = openMemoryStore()
          for (const command of commands) {
            await write(growing, [command])
            await projector(growing, target, 3).catchUp()
          }
          return dump(target, model)
        })
        expect(again).toEqual(once)
      }))

    it('given a page that was folded and not committed, when it is delivered again, then the rows are as if once', () =>
      each(async (commands) => {
        const store = openMemoryStore()
        await using(async (target) => {
          const p = projector(store, target, 1_000)
          await p.catchUp()
          await write(store, commands)
          const failing = failsOnce(target)
          await projector(store, failing, 1_000)
            .catchUp()
            .catch(() => undefined)
          await p.catchUp()
          const redelivered = await dump(target, model)
          const fresh = await using(async (other) => {
            await projector(store, other, 1_000).catchUp()
            return dump(other, model)
          })
          expect(redelivered).toEqual(fresh)
        })
      }))

    it('given events of other types in between, then the rows are the same', () =>
      each(async (commands) => {
        const plain = openMemoryStore()
        await write(plain, commands)
        const mixed = openMemoryStore()
        for await (const page of plain.readAll()) {
          for (const event of page.events) {
            await mixed.append('foreign-000000000000-x', 'any', [
              { id: `foreign-${event.id}`, type: 'SomethingElse', data: {}, metadata: event.metadata },
            ])
            await mixed.append(event.stream, event.revision === 0n ? 'no_stream' : event.revision - 1n, [event])
          }
        }
        const [a, b] = await Promise.all(
          [plain, mixed].map((store) => using(async (target) => (await projector(store, target, 5).catchUp(), dump(target, model)))),
        )
        expect(withoutPositions(b)).toEqual(withoutPositions(a))
      }))

    it('given a rebuild, then it equals the live table it takes the place of, and a rollback brings that back', () =>
      each(async (commands) => {
        const store = openMemoryStore()
        await using(async (target) => {
          const p = projector(store, target, 11)
          await p.catchUp()
          await write(store, commands)
          await p.catchUp()
          const before = await dump(target, model)
          const { difference } = await p.rebuild(model.name)
          for (const table of Object.values(difference ?? { none: { missing: 1, added: 1 } })) expect(table).toMatchObject({ missing: 0, added: 0 })
          expect(await dump(target, model)).toEqual(before)
          await p.rollback(model.name)
          expect(await dump(target, model)).toEqual(before)
        })
      }))

    it('given a process that was superseded between fold and commit, then it is fenced and leaves no row', () =>
      each(async (commands) => {
        const store = openMemoryStore()
        await using(async (target) => {
          await projector(store, target, 1_000).catchUp()
          await write(store, commands)
          if ((await store.head()) === undefined) return expect(commands).toHaveLength(0)
          const superseded = projector(store, takenOver(target, model.name), 1_000)
          await expect(superseded.catchUp()).rejects.toThrow(Fenced)
          const untouched = (await target.slots(model.name)).find((slot) => slot.state === 'active')
          expect(untouched?.position).toBeUndefined()
          expect((await dump(target, model)).flat()).toEqual([])
        })
      }))

    it('given any rows, then they survive JSON, and every column holds its type', () =>
      each(async (commands) => {
        const store = openMemoryStore()
        await write(store, commands)
        await using(async (target) => {
          await projector(store, target, 1_000).catchUp()
          for (const [i, table] of model.tables.entries()) {
            for (const row of (await dump(target, model))[i] ?? []) {
              for (const [name, type] of Object.entries(table.columns)) {
                const value = row[name]
                expect(
                  value === null ||
                    (type === 'text' ? typeof value === 'string' : type === 'integer' ? Number.isSafeInteger(value) : value !== undefined),
                ).toBe(true)
              }
            }
          }
          expect((await target.slots(model.name)).find((slot) => slot.state === 'active')?.failure).toBeUndefined()
          if (!('grows' in model)) return
          const inMemory = await rowsKnownAt(store, model, {})
          expect(sorted(JSON.parse(JSON.stringify(inMemory)))).toEqual((await dump(target, model))[0])
        })
      }))
  })
}

/** Every table of a model, in an order that does not depend on how it was filled. */
export async function dump(rows: RowStore, model: ReadModel): Promise<Row[][]> {
  return Promise.all(model.tables.map(async (table) => sorted(await rows.rows(table))))
}

function sorted(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ text: JSON.stringify(row, Object.keys(row).sort()), row: { ...row } }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : JSON.stringify(a.row) < JSON.stringify(b.row) ? -1 : 1))
    .map(({ row }) => row)
}

function withoutPositions(tables: Row[][] | undefined): Row[][] {
  return (tables ?? []).map((rows) => sorted(rows.map(({ position: _position, knownAt: _knownAt, ...row }) => row)))
}

/** Copies a log event by event, as a writer would have written it. */
async function copyLog(from: EventStore, to: EventStore): Promise<void> {
  for await (const page of from.readAll()) {
    for (const event of page.events) await to.append(event.stream, event.revision === 0n ? 'no_stream' : event.revision - 1n, [event])
  }
}

/** A store with the times of another, so that rows of two runs can be compared to the letter. */
function replayable(store: EventStore, original: EventStore): EventStore {
  return {
    append: (...args) => store.append(...args),
    readStream: (...args) => store.readStream(...args),
    head: () => store.head(),
    logId: () => store.logId(),
    close: () => store.close(),
    async *readAll(how) {
      const times = new Map<string, string>()
      for await (const page of original.readAll()) for (const event of page.events) times.set(event.id, event.recordedAt)
      for await (const page of store.readAll(how)) {
        yield { ...page, events: page.events.map((event) => plain(event, times.get(event.id) ?? event.recordedAt)) }
      }
    },
  }
}

function plain(event: StoredEvent, recordedAt: string): StoredEvent {
  const { id, type, data, metadata, stream, revision, position } = event
  return { id, type, data, metadata, stream, revision, position, recordedAt }
}

/** Row store whose first page is folded and then lost. */
function failsOnce(rows: RowStore): RowStore {
  let failed = false
  return overriding(rows, {
    transaction: async (work) =>
      rows.transaction(async (tx) => {
        const result = await work(tx)
        if (!failed) {
          failed = true
          throw Object.assign(new Error('lost before the commit'), { code: 'ERR_SQLITE_ERROR' })
        }
        return result
      }),
  })
}

/** Row store under which another process takes the lease just before the commit. */
function takenOver(rows: RowStore, model: string): RowStore {
  return overriding(rows, {
    transaction: async (work) => {
      const slot = (await rows.slots(model)).find((one) => one.state === 'active')
      if (slot) await rows.lease(model, 'test', 60_000)
      return rows.transaction(work)
    },
  })
}

function overriding(rows: RowStore, with_: Partial<RowStore>): RowStore {
  return new Proxy(rows, {
    get: (target, name) => {
      const own = (with_ as Record<PropertyKey, unknown>)[name]
      if (own) return own
      const value = (target as unknown as Record<PropertyKey, unknown>)[name]
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
