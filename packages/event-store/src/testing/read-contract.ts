import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EventStore, NewEvent, Position, StoredEvent } from '../port.ts'
import type { Opened, StoreUnderTest } from './contract.ts'
import { freshCategory, idsOf, logEvents, newEvent, newEvents, pagesOf, streamEvents, streamOf } from './events.ts'

export function describeReadStream(opened: Opened): void {
  describe('readStream', () => {
    const events = newEvents(10)
    const ids = idsOf(events)
    let store: EventStore
    let stream: string
    beforeAll(async () => {
      store = opened().store
      stream = streamOf(freshCategory())
      await store.append(stream, 'no_stream', events)
    })

    it.each([
      ['all of it', {}, ids],
      ['from, inclusive', { from: 7n }, ids.slice(7)],
      ['to, inclusive', { to: 2n }, ids.slice(0, 3)],
      ['a part', { from: 2n, to: 4n }, ids.slice(2, 5)],
      ['limit', { limit: 3 }, ids.slice(0, 3)],
      ['no more than nothing', { limit: 0 }, []],
      ['backwards', { backwards: true }, ids.toReversed()],
      ['the last two', { backwards: true, limit: 2 }, ids.toReversed().slice(0, 2)],
      ['a part backwards', { backwards: true, from: 2n, to: 4n }, ids.slice(2, 5).toReversed()],
      ['beyond the end', { from: 10n }, []],
    ])('reads %s', async (_, how, expected) => {
      expect(idsOf(await streamEvents(store, stream, how))).toEqual(expected)
    })

    it('gives nothing for a stream that is not there', async () => {
      expect(await streamEvents(store, streamOf(freshCategory()))).toEqual([])
      expect(await streamEvents(store, streamOf(freshCategory()), { backwards: true })).toEqual([])
    })

    it('reads more than a page, both ways', async () => {
      const long = streamOf(freshCategory())
      const many = newEvents(1_500)
      await store.append(long, 'no_stream', many)
      expect(idsOf(await streamEvents(store, long))).toEqual(idsOf(many))
      expect(idsOf(await streamEvents(store, long, { backwards: true, limit: 1_200 }))).toEqual(idsOf(many).toReversed().slice(0, 1_200))
    })

    it('does not mind appends while somebody reads', async () => {
      const own = streamOf(freshCategory())
      await store.append(own, 'no_stream', newEvents(3))
      let seen = 0n
      for await (const event of store.readStream(own)) {
        seen = event.revision
        if (seen === 0n) expect(await store.append(own, 2n, newEvents(1))).toMatchObject({ ok: true })
      }
      expect(seen).toBeGreaterThanOrEqual(2n)
    })
  })
}

export function describeReadAll(opened: Opened, open: () => Promise<StoreUnderTest>): void {
  describe('readAll', () => {
    let store: EventStore
    let start: Position | undefined
    let categories: readonly [string, string]
    let written: readonly NewEvent[]
    const mine = (events: readonly StoredEvent[]) => events.filter((e) => written.some((own) => own.id === e.id))

    beforeEach(async () => {
      store = opened().store
      start = await store.head()
      categories = [freshCategory(), freshCategory()]
      const all: NewEvent[] = []
      for (let i = 0; i < 30; i++) {
        const event = newEvent({ type: i % 3 ? 'HouseholdVisited' : 'RiskReported' })
        all.push(event)
        await store.append(streamOf(categories[i % 2] as string), 'no_stream', [event])
      }
      written = all
    })
    const after = () => (start === undefined ? {} : { after: start })

    it('gives the events in the order of the appends, with growing positions', async () => {
      const read = mine(await logEvents(store, after()))
      expect(idsOf(read)).toEqual(idsOf(written))
      expect(read.every((e, i) => i === 0 || e.position > (read[i - 1] as StoredEvent).position)).toBe(true)
    })

    it('takes `after` as exclusive and `upTo` as inclusive', async () => {
      const read = mine(await logEvents(store, after()))
      const [from, to] = [read[9], read[19]] as [StoredEvent, StoredEvent]
      const pages = await pagesOf(store, { after: from.position, upTo: to.position })
      expect(idsOf(mine(pages.flatMap((p) => p.events)))).toEqual(idsOf(written).slice(10, 20))
      expect(pages.at(-1)?.caughtUp).toBe(true)
    })

    it('gives the same from every scannedTo of a run', async () => {
      const pages = await pagesOf(store, { ...after(), pageSize: 7 })
      for (const [i, page] of pages.entries()) {
        if (page.scannedTo === undefined) continue
        const rest = await logEvents(store, { after: page.scannedTo, pageSize: 4 })
        expect(idsOf(mine(rest))).toEqual(idsOf(mine(pages.slice(i + 1).flatMap((p) => p.events))))
      }
      expect(pages.length).toBeGreaterThan(4)
    })

    it('says that it has caught up on the last page, and only there', async () => {
      const pages = await pagesOf(store, { ...after(), pageSize: 5 })
      expect(pages.map((p) => p.caughtUp)).toEqual(pages.map((_, i) => i === pages.length - 1))
    })

    it('filters by category and by type, in the same order', async () => {
      const byCategory = await logEvents(store, { filter: { categories: [categories[0]] }, pageSize: 4 })
      expect(idsOf(byCategory)).toEqual(idsOf(written.filter((_, i) => i % 2 === 0)))
      const both = await logEvents(store, { filter: { categories, types: ['RiskReported'] } })
      expect(idsOf(both)).toEqual(idsOf(written.filter((e) => e.type === 'RiskReported')))
      const byType = mine(await logEvents(store, { ...after(), filter: { types: ['RiskReported'] }, pageSize: 3 }))
      expect(idsOf(byType)).toEqual(idsOf(both))
    })

    it('does not take one category for another that begins alike', async () => {
      const [category] = categories
      await store.append(streamOf(`${category}more`), 'no_stream', newEvents(1))
      expect(await logEvents(store, { filter: { categories: [category] } })).toHaveLength(15)
      expect(await logEvents(store, { filter: { categories: [] } })).toEqual([])
    })

    it('passes the tail that the filter leaves out', async () => {
      const pages = await pagesOf(store, { filter: { types: ['NobodyWroteThis'] } })
      const head = await store.head()
      expect(pages.flatMap((p) => p.events)).toEqual([])
      expect(pages.at(-1)).toMatchObject({ caughtUp: true })
      expect((pages.at(-1)?.scannedTo ?? 0n) >= (head ?? 0n)).toBe(true)
    })

    it('reads nothing before it is asked and no further than it is asked', async () => {
      const reading = store.readAll({ ...after(), pageSize: 2 })[Symbol.asyncIterator]()
      const first = await reading.next()
      expect(first.value?.events).toHaveLength(2)
      const late = newEvent()
      await store.append(streamOf(categories[0]), 'no_stream', [late])
      const rest: string[] = []
      for (let next = await reading.next(); !next.done; next = await reading.next()) rest.push(...idsOf(next.value.events))
      expect(rest).toContain(late.id)
    })

    it('has caught up at once on an empty log', async () => {
      const empty = await open()
      const head = await empty.store.head()
      const pages = await pagesOf(empty.store, head === undefined ? {} : { after: head })
      await empty.store.close()
      await empty.dispose?.()
      expect(pages).toEqual([{ events: [], scannedTo: head, caughtUp: true }])
    })

    it('names the log, always alike', async () => {
      expect(await store.logId()).toMatch(/\S{8,}/)
      expect(await store.logId()).toBe(await store.logId())
    })
  })
}
