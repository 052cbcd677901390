import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eventually } from '@rural-tracker/reactions/testing'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../redis/server.ts'
import { receiver } from '../webhooks/receiver.ts'
import { countOf, does, registered, subscribed, township, visited } from '../webhooks/township.ts'
import { Random } from './township/random.ts'

const WORKER = fileURLToPath(new URL('./reactions-worker.ts', import.meta.url))
const HOUSEHOLDS = ['H00001', 'H00002', 'H00003', 'H00004']

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Processes that work, and can be killed at any point. */
function workers(dir: string, queueUrl: string) {
  const all = new Set<ChildProcess>()
  const start = async () => {
    const child = spawn(process.execPath, [WORKER, dir, queueUrl], { stdio: ['pipe', 'pipe', 'pipe'] })
    let errors = ''
    child.stderr.on('data', (text) => (errors += text))
    all.add(child)
    child.once('exit', (code) => {
      all.delete(child)
      if (code !== null && code !== 0) throw new Error(`a worker ended by itself: ${errors}`)
    })
    await once(child.stdout, 'data')
    return child
  }
  const kill = async () => {
    const ended = [...all].map((child) => (child.kill('SIGKILL'), once(child, 'exit')))
    await Promise.all(ended)
  }
  const killNow = () => {
    for (const child of all) child.kill('SIGKILL')
  }
  closing.push(kill)
  return { start, kill, killNow, any: () => all.size > 0 }
}

/**
 * Visits are recorded while those who tell of them are killed: in the middle of a message, before or after its answer, at any other moment.
 * `trouble` is what else happens in a round.
 */
async function rounds(seed: number, queueUrl: string, how: { rounds: number; atOnce: number; trouble?: (random: Random) => Promise<void> }) {
  const random = new Random(seed)
  const there = await receiver()
  const { tracker, dir, close } = await township({ queueUrl })
  closing.push(close, there.stop)
  for (const household of HOUSEHOLDS) await does(tracker, registered(household))
  await subscribed(tracker, there.url)
  const working = workers(dir, queueUrl)
  const visits: string[] = []
  let killAt = Number.POSITIVE_INFINITY
  there.answerWith((_one, n) => {
    if (n === killAt) {
      // The receiver has it, and who sent it never hears.
      working.killNow()
      return (response) => void response.destroy()
    }
    const luck = random.next()
    return luck < 0.1 ? 500 : luck < 0.15 ? (response) => void response.destroy() : 204
  })
  for (let round = 0; round < how.rounds; round++) {
    for (let i = 0; i < how.atOnce; i++) await working.start()
    for (let i = 0; i < 8; i++) {
      const day = `20${String(30 + round)}-01-${String(10 + i)}`
      const { events } = await does(tracker, visited(HOUSEHOLDS[i % HOUSEHOLDS.length] ?? '', day))
      visits.push(...events.map(({ id }) => id))
    }
    killAt = there.received.length + 1 + Math.floor(random.next() * 6)
    await how.trouble?.(random)
    // In the middle of a message, or wherever they are by then.
    const until = Date.now() + (random.next() < 0.5 ? 20_000 : Math.floor(random.next() * 150))
    while (working.any() && Date.now() < until && there.received.length < killAt) await pause(1)
    killAt = Number.POSITIVE_INFINITY
    await working.kill()
  }
  await working.start()
  await eventually('nothing is owed any more', async () => (await countOf(tracker, 'DeliverySucceeded')) >= visits.length, 90_000)
  await eventually('the outbox is empty', async () => (await tracker.reactionsStatus()).owed === 0)
  return { tracker, there, visits }
}

type Ended = Awaited<ReturnType<typeof rounds>>

/** Nothing lost, nothing recorded twice: log, receiver and outbox say the same. */
async function expectAllTold({ tracker, there, visits }: Ended): Promise<void> {
  const recorded: { delivery: string; about: { event: string } }[] = []
  for await (const page of tracker.events.readAll({ filter: { types: ['DeliverySucceeded', 'DeliveryFailed'] } }))
    for (const { type, data } of page.events) {
      expect(type).toBe('DeliverySucceeded')
      recorded.push(data as never)
    }
  expect(recorded.map(({ about }) => about.event).sort()).toEqual([...visits].sort())
  expect(new Set(recorded.map(({ delivery }) => delivery)).size).toBe(visits.length)
  expect(recorded.filter(({ delivery }) => there.times(delivery) < 1)).toEqual([])
  expect(new Set(there.received.map(({ id }) => id))).toEqual(new Set(recorded.map(({ delivery }) => delivery)))
  expect(await tracker.reactionsStatus()).toMatchObject({ owed: 0, retrying: 0, failure: null })
}

describe('who works is killed at random points', () => {
  it.each([1, 2])('seed %i, in the process: everything is told at least once and recorded once', { timeout: 240_000 }, async (seed) => {
    const ended = await rounds(seed, 'inline:', { rounds: 5, atOnce: 1 })
    await expectAllTold(ended)
    // Somebody was killed between telling and recording: otherwise this showed nothing.
    expect(ended.there.received.length).toBeGreaterThan(ended.visits.length)
  })

  it('two processes over Redis, which forgets everything, and is killed and comes back', { timeout: 240_000 }, async () => {
    let redis: RedisServer = await startRedis()
    closing.push(() => redis.stop())
    const port = Number(new URL(redis.address).port)
    const trouble = async (random: Random) => {
      const luck = random.next()
      if (luck < 0.4) {
        const client = new Redis(redis.address)
        await client.flushall()
        await client.quit()
      } else if (luck < 0.7) {
        await redis.stop()
        redis = await startRedis(port)
      }
    }
    await expectAllTold(await rounds(3, redis.address, { rounds: 5, atOnce: 2, trouble }))
  })
})
