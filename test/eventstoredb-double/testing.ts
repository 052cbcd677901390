import { setTimeout } from 'node:timers/promises'
import type { EventStore, NewEvent } from '@rural-tracker/event-store'
import { type EventStoreDbOptions, openEventStoreDb } from '@rural-tracker/event-store/eventstoredb'
import { freshCategory, idsOf, newEvent, streamOf } from '@rural-tracker/event-store/testing'
import { afterEach } from 'vitest'
import { Cluster } from './cluster.ts'
import { type NodeOptions, ServerNode } from './node.ts'

/** Nodes and stores for one test; what was opened is closed after it. */
export function opener() {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  return {
    node: async (options: NodeOptions = {}) => {
      const node = await ServerNode.start(options)
      closing.push(() => node.stop())
      return node
    },
    cluster: async () => {
      const cluster = await Cluster.start()
      closing.push(() => cluster.stop())
      return cluster
    },
    store: async (url: string, options: EventStoreDbOptions = {}) => {
      const store = await openEventStoreDb(url, options)
      closing.push(() => store.close())
      return store
    },
    /** Anything else to be done at the end. */
    later: (close: () => unknown) => void closing.push(close),
  }
}

/** Something that happens once, however often it is called. */
export function once(what: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    what()
  }
}

/** Reads along in the background. */
export function following(store: EventStore, category: string) {
  const abort = new AbortController()
  const seen: string[] = []
  let caughtUp = false
  const ended = (async () => {
    for await (const page of store.readAll({ filter: { categories: [category] }, follow: true, signal: abort.signal })) {
      seen.push(...idsOf(page.events))
      caughtUp ||= page.caughtUp
    }
  })()
  return {
    seen,
    isLive: () => caughtUp,
    stop: async () => {
      abort.abort()
      await ended
    },
  }
}

/** Appends one event after another to one stream, each behind the last, until it is told to stop. */
export function writing(store: EventStore, category = freshCategory()) {
  const stream = streamOf(category)
  const written: NewEvent[] = []
  let stopped = false
  const ended = (async () => {
    while (!stopped) {
      const event = newEvent()
      const result = await store.append(stream, written.length === 0 ? 'no_stream' : BigInt(written.length - 1), [event])
      if (!result.ok) throw new Error(`a conflict at revision ${written.length}: somebody wrote twice`)
      written.push(event)
      await setTimeout(5)
    }
  })()
  return {
    category,
    stream,
    written,
    stop: async () => {
      stopped = true
      await ended
    },
  }
}
