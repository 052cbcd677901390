import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventStore, NewEvent } from '../port.ts'
import type { Opened, StoreUnderTest } from './contract.ts'
import { freshCategory, idsOf, logEvents, newEvents, pagesOf, streamEvents, streamOf } from './events.ts'

export function describeDurable(open: () => Promise<StoreUnderTest>): void {
  describe('after it was closed and opened again', () => {
    let store: EventStore
    let reopen: () => Promise<EventStore>
    let dispose: StoreUnderTest['dispose']
    beforeEach(async () => {
      const opened = await open()
      store = opened.store
      dispose = opened.dispose
      if (!opened.reopen) throw new Error('a durable store needs reopen')
      reopen = async () => (store = await (opened.reopen as () => Promise<EventStore>)())
    })
    afterEach(async () => {
      await store.close()
      await dispose?.()
    })

    it('has kept everything, and its name', async () => {
      const category = freshCategory()
      const stream = streamOf(category)
      await store.append(stream, 'no_stream', newEvents(20))
      const [before, head, id] = [await logEvents(store, { filter: { categories: [category] } }), await store.head(), await store.logId()]
      await reopen()
      const after = await logEvents(store, { filter: { categories: [category] } })
      const plain = (events: typeof after) => events.map((e) => [e.position, e.stream, e.revision, e.id, e.type, e.data, e.metadata, e.recordedAt])
      expect(plain(after)).toEqual(plain(before))
      expect([await store.head(), await store.logId()]).toEqual([head, id])
      expect(await store.append(stream, 19n, newEvents(1))).toMatchObject({ ok: true, revision: 20n })
    })

    it('goes on from every scannedTo', async () => {
      const category = freshCategory()
      for (let i = 0; i < 12; i++) await store.append(streamOf(i % 2 ? category : freshCategory()), 'no_stream', newEvents(1))
      const how = { filter: { categories: [category] }, pageSize: 2 }
      const pages = await pagesOf(store, how)
      for (const [i, { scannedTo }] of pages.entries()) {
        await reopen()
        const rest = await logEvents(store, { ...how, ...(scannedTo === undefined ? {} : { after: scannedTo }) })
        expect(idsOf(rest)).toEqual(idsOf(pages.slice(i + 1).flatMap((p) => p.events)))
      }
    })

    it('recognises a repeat', async () => {
      const stream = streamOf(freshCategory())
      const events = newEvents(2)
      const first = await store.append(stream, 'no_stream', events)
      await reopen()
      expect(await store.append(stream, 'no_stream', events)).toEqual(first)
      expect(await streamEvents(store, stream)).toHaveLength(2)
    })
  })
}

export function describeSeveralWriters(opened: Opened): void {
  describe('opened twice', () => {
    let other: EventStore
    beforeEach(async () => {
      const { another } = opened()
      if (!another) throw new Error('a store for several processes needs another')
      other = await another()
    })
    afterEach(() => other.close())

    it('loses and doubles nothing when both write to one stream', async () => {
      const { store } = opened()
      const stream = streamOf(freshCategory())
      const write = async (through: EventStore, event: NewEvent): Promise<void> => {
        for (;;) {
          const [last] = await streamEvents(through, stream, { backwards: true, limit: 1 })
          if ((await through.append(stream, last?.revision ?? 'no_stream', [event])).ok) return
        }
      }
      const events = newEvents(40)
      await Promise.all(events.map((event, i) => write(i % 2 ? store : other, event)))
      const written = await streamEvents(store, stream)
      expect(idsOf(written).sort()).toEqual(idsOf(events).sort())
      expect(written.map((e) => e.revision)).toEqual(events.map((_, i) => BigInt(i)))
    })

    it('shows a follower what the other wrote', async () => {
      const { store } = opened()
      const category = freshCategory()
      const abort = new AbortController()
      const seen: string[] = []
      const following = (async () => {
        for await (const page of store.readAll({ filter: { categories: [category] }, follow: true, signal: abort.signal }))
          seen.push(...idsOf(page.events))
      })()
      const events = newEvents(3)
      await other.append(streamOf(category), 'no_stream', events)
      await expect.poll(() => seen, { timeout: 5_000 }).toEqual(idsOf(events))
      abort.abort()
      await following
      expect(await other.logId()).toBe(await store.logId())
    })
  })
}
