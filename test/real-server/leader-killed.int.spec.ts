import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { openEventStoreDb } from '@rural-tracker/event-store/eventstoredb'
import { freshCategory, idsOf, logEvents, newEvents, streamEvents, streamOf } from '@rural-tracker/event-store/testing'
import type { EventStore, NewEvent } from '@rural-tracker/event-store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { following, writing } from '../eventstoredb-double/testing.ts'
import { commandFor, eventsUrl, nodesOf, statesOf } from './address.ts'

// Commands of whoever started the servers kill a node and start it again; they find its `host:port` in NODE. A node that leads no longer may
// end by itself once, to cut off what nobody acknowledged: something has to start it again, as in production.

const KILLS = Number(process.env['LEADER_KILLS'] ?? 3)
const WRITERS = 6
const nodes = nodesOf(eventsUrl())
const isCluster = nodes.length > 1
const [kill, start] = [commandFor('KILL_NODE'), commandFor('START_NODE')]
const shell = promisify(execFile)
const onNode = (command: string, node: string) => shell('/bin/sh', ['-c', command], { env: { ...process.env, NODE: node } })

let [store, other] = [] as unknown as [EventStore, EventStore]
beforeAll(async () => {
  ;[store, other] = [await openEventStoreDb(eventsUrl()), await openEventStoreDb(eventsUrl())]
})
afterAll(async () => {
  await store.close()
  await other.close()
})

it(`given a leader killed and started again, ${KILLS} times, then what was acknowledged is there once and in order, and a follower goes on`, {
  timeout: KILLS * 400_000,
}, async () => {
  const category = freshCategory()
  const writers = [...Array.from({ length: WRITERS }, () => writing(store, category)), appendingAnyhow(category)]
  const follower = following(other, category)
  for (let killed = 0; killed < KILLS; killed++) {
    await progress(writers, follower.seen)
    const leader = await leaderOf()
    await onNode(kill, leader)
    if (isCluster) await progress(writers, follower.seen)
    await onNode(start, leader)
    await progress(writers, follower.seen)
    await expect.poll(whole, { timeout: 180_000, interval: 500 }).toBe(true)
  }
  for (const writer of writers) await writer.stop()
  for (const { stream, written } of writers) expect(idsOf(await streamEvents(store, stream))).toEqual(idsOf(written))
  const log = idsOf(await logEvents(store, { filter: { categories: [category] } }))
  await expect.poll(() => follower.seen.length, { timeout: 30_000 }).toBe(log.length)
  expect(follower.seen).toEqual(log)
  await follower.stop()
  console.log(`${log.length} events acknowledged and read, ${KILLS} leaders killed`)
})

/** Everybody has written something new since now, and it has been seen. */
async function progress(writers: readonly { written: readonly NewEvent[] }[], seen: readonly string[]): Promise<void> {
  const before = writers.map(({ written }) => written.length)
  const moreThan = (more: number) => writers.every(({ written }, i) => written.length > (before[i] as number) + more)
  await expect.poll(() => moreThan(10), { timeout: 120_000 }).toBe(true)
  const last = writers.map(({ written }) => written.at(-1)?.id as string)
  await expect.poll(() => last.every((id) => seen.includes(id)), { timeout: 60_000 }).toBe(true)
}

async function leaderOf(): Promise<string> {
  const led = async () => (await statesOf(nodes)).indexOf('leader')
  await expect.poll(led, { timeout: 60_000 }).toBeGreaterThanOrEqual(0)
  return nodes[await led()] as string
}

/** All are there, one leads and the others follow it. */
async function whole(): Promise<boolean> {
  const states = await statesOf(nodes)
  return states.filter((state) => state === 'leader').length === 1 && states.every((state) => state === 'leader' || state === 'follower')
}

/** Two events an append, behind whatever is there. */
function appendingAnyhow(category: string) {
  const stream = streamOf(category)
  const written: NewEvent[] = []
  let stopped = false
  const ended = (async () => {
    while (!stopped) {
      const events = newEvents(2)
      const result = await store.append(stream, 'any', events)
      if (!result.ok) throw new Error('nobody else writes to this stream')
      written.push(...events)
    }
  })()
  return { stream, written, stop: () => ((stopped = true), ended) }
}
