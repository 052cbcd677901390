import { describe, expect, it } from 'vitest'
import type { EventStore, Page, ReadAll } from '../port.ts'
import type { Opened } from './contract.ts'
import { collect, freshCategory, idsOf, newEvents, streamOf } from './events.ts'

/** Reads in the background until somebody aborts. */
function follow(store: EventStore, how: ReadAll) {
  const abort = new AbortController()
  const pages: Page[] = []
  const ended = (async () => {
    for await (const page of store.readAll({ ...how, follow: true, signal: abort.signal })) pages.push(page)
  })()
  const ids = () => idsOf(pages.flatMap((page) => page.events))
  const stop = async () => {
    abort.abort()
    await ended
  }
  return { pages, ids, stop, ended }
}

export function describeFollow(opened: Opened): void {
  describe('follow', () => {
    it('says that it has caught up, then sees each later event once', async () => {
      const { store } = opened()
      const category = freshCategory()
      const follower = follow(store, { filter: { categories: [category] } })
      await expect.poll(() => follower.pages.at(-1)?.caughtUp, { timeout: 5_000 }).toBe(true)
      const events = newEvents(5)
      for (const event of events) await store.append(streamOf(category), 'no_stream', [event])
      await expect.poll(follower.ids, { timeout: 5_000 }).toEqual(idsOf(events))
      await follower.stop()
      expect(follower.ids()).toEqual(idsOf(events))
    })

    it('ends within a second when it is aborted, waiting or not', async () => {
      const { store } = opened()
      const waiting = follow(store, { filter: { categories: [freshCategory()] } })
      await expect.poll(() => waiting.pages.at(-1)?.caughtUp, { timeout: 5_000 }).toBe(true)
      const before = performance.now()
      await waiting.stop()
      expect(performance.now() - before).toBeLessThan(1_000)
      expect(await collect(store.readAll({ follow: true, signal: AbortSignal.abort() }))).toEqual([])
    })

    it('ends at upTo', async () => {
      const { store } = opened()
      const category = freshCategory()
      const result = await store.append(streamOf(category), 'no_stream', newEvents(2))
      const head = result.ok ? (result.position ?? (await store.head())) : undefined
      const pages = await collect(store.readAll({ filter: { categories: [category] }, follow: true, ...(head === undefined ? {} : { upTo: head }) }))
      expect(pages.flatMap((page) => page.events)).toHaveLength(2)
      expect(pages.at(-1)?.caughtUp).toBe(true)
    })
  })
}
