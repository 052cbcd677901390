import { statSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '@rural-tracker/reactions/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { redisAddress } from '../redis/redis.ts'
import { type Answering, isSignedWith, receiver } from './receiver.ts'
import { countOf, does, envelope, registered, subscribed, TOWN, township, VILLAGE, visited } from './township.ts'

const QUEUES: readonly (readonly [string, () => Promise<string>])[] = [
  ['in the process', async () => 'inline:'],
  ['over Redis', redisAddress],
]

describe.each(QUEUES)('webhooks %s', (_, queue) => {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  const inTown = async (answering?: Answering, more: object = {}) => {
    const there = await receiver(answering)
    const town = await township({ queueUrl: await queue(), ...more })
    closing.push(there.stop, town.close)
    for (const household of ['H00001', 'H00002', 'H00003']) await does(town.tracker, registered(household))
    return { there, ...town }
  }

  it('tell a receiver of the events it asked for, signed, from the moment it asked', async () => {
    const { tracker, there } = await inTown()
    await does(tracker, visited('H00001', '2026-01-03'))
    const id = await subscribed(tracker, there.url)
    const { events } = await does(tracker, visited('H00002', '2026-01-04'))
    await does(tracker, registered('H00009'))
    expect(await tracker.workOnce()).toMatchObject({ settled: 1, owed: 0 })
    const [one] = there.received
    expect(there.received.length).toBe(1)
    expect(JSON.parse(one?.body ?? '')).toMatchObject({
      type: 'HouseholdVisited',
      data: {
        event: events[0]?.id,
        stream: `household-${VILLAGE}-H00002`,
        division: VILLAGE,
        data: { household: 'H00002', occurredOn: '2026-01-04' },
      },
    })
    expect(one && isSignedWith(await tracker.webhooks.secret(id), one)).toBe(true)
    expect(one && isSignedWith(`whsec_${Buffer.alloc(32).toString('base64')}`, one)).toBe(false)
    expect(await countOf(tracker, 'DeliverySucceeded')).toBe(1)
    expect(await tracker.workOnce()).toMatchObject({ settled: 0 })
    expect(there.received.length).toBe(1)
  })

  it('tell of the own division only, and each receiver of what it asked for', async () => {
    const { tracker, there } = await inTown()
    const other = await receiver()
    closing.push(other.stop)
    await does(tracker, registered('H00004', '431224106201'))
    await subscribed(tracker, there.url)
    await subscribed(tracker, other.url, { webhook: 'town', events: ['HouseholdRegistered', 'HouseholdVisited'] })
    await does(tracker, visited('H00004', '2026-01-05', '431224106201'))
    await does(tracker, visited('H00001', '2026-01-05'))
    await does(tracker, registered('H00010'))
    await tracker.workOnce()
    const typesOf = (received: readonly { body: string }[]) => received.map(({ body }) => (JSON.parse(body) as { type: string }).type).sort()
    expect(typesOf(there.received)).toEqual(['HouseholdVisited'])
    expect(typesOf(other.received)).toEqual(['HouseholdRegistered', 'HouseholdVisited'])
  })

  it('try again, with the same id, and record how many tries it took', async () => {
    const { tracker, there } = await inTown((_one, n) => (n === 1 ? 500 : n === 2 ? (response) => response.destroy() : 200))
    await subscribed(tracker, there.url)
    const stop = new AbortController()
    const working = tracker.work(stop.signal)
    await does(tracker, visited('H00001', '2026-01-05'))
    await eventually('it is recorded', async () => (await countOf(tracker, 'DeliverySucceeded')) === 1)
    stop.abort()
    await working
    expect(new Set(there.received.map(({ id }) => id)).size).toBe(1)
    expect(there.received.length).toBe(3)
    const [last] = await eventsOf(tracker, 'DeliverySucceeded')
    expect(last).toMatchObject({ attempts: 3, status: 200, round: 1, webhook: 'county', division: TOWN })
  })

  it('show what could not be delivered, and send it again when somebody says so', async () => {
    const { tracker, there } = await inTown(() => 503)
    const id = await subscribed(tracker, there.url)
    await does(tracker, visited('H00001', '2026-01-05'))
    await eventually('it is given up', async () => {
      await tracker.workOnce()
      return (await countOf(tracker, 'DeliveryFailed')) === 1
    })
    const dead = await tracker.webhooks.dead()
    expect(dead).toMatchObject([{ ...id, attempts: 3, reason: 'answer', status: 503, about: { kind: 'event' } }])
    expect(await tracker.webhooks.dead({ webhook: 'other' })).toEqual([])
    there.answerWith(() => 200)
    const letter = dead[0]
    if (!letter) throw new Error('there is no dead letter')
    expect(await tracker.webhooks.resend(letter, envelope('again'))).toMatchObject({ ok: true })
    expect(await tracker.webhooks.dead()).toEqual([])
    expect(await tracker.workOnce()).toMatchObject({ settled: 1, owed: 0 })
    expect(new Set(there.received.map((one) => one.id)).size).toBe(1)
    expect(await eventsOf(tracker, 'DeliverySucceeded')).toMatchObject([{ round: 2, attempts: 1 }])
    expect(await tracker.webhooks.resend(letter, envelope('once-more'))).toMatchObject({ ok: false, refused: 'delivery.not-failed' })
  })

  it('give up at once on a receiver that is gone for good, and tell nobody who is not subscribed any more', async () => {
    const { tracker, there } = await inTown(() => 410)
    const id = await subscribed(tracker, there.url)
    await does(tracker, visited('H00001', '2026-01-05'))
    await tracker.workOnce()
    await does(tracker, visited('H00002', '2026-01-06'))
    await tracker.webhooks.remove(id, envelope('remove'))
    await does(tracker, visited('H00003', '2026-01-07'))
    await tracker.workOnce()
    expect((await tracker.webhooks.dead()).map(({ reason, attempts }) => [reason, attempts])).toEqual([
      ['gone', 1],
      ['unsubscribed', 1],
    ])
    expect(there.received.length).toBe(1)
    expect(await tracker.webhooks.list()).toEqual([])
  })

  it('follow no redirect', async () => {
    const other = await receiver()
    closing.push(other.stop)
    const { tracker, there } = await inTown(() => (response) => void response.writeHead(307, { location: other.url, 'content-length': 0 }).end())
    await subscribed(tracker, there.url)
    await does(tracker, visited('H00001', '2026-01-05'))
    await eventually('it is given up', async () => {
      await tracker.workOnce()
      return (await countOf(tracker, 'DeliveryFailed')) === 1
    })
    expect(await tracker.webhooks.dead()).toMatchObject([{ reason: 'answer', status: 307 }])
    expect(other.received).toEqual([])
  })

  it('sign with both secrets on the day of a rotation and the day after, and then with the new one', async () => {
    let today = '2026-01-05'
    const { tracker, there } = await inTown(undefined, { today: () => today })
    const id = await subscribed(tracker, there.url)
    const former = await tracker.webhooks.secret(id)
    await tracker.webhooks.rotate(id, envelope('rotate'))
    const present = await tracker.webhooks.secret(id)
    expect(present).not.toBe(former)
    for (const [i, day] of ['2026-01-05', '2026-01-06', '2026-01-07'].entries()) {
      today = day
      await does(tracker, visited('H00001', `2026-01-1${i}`))
      await tracker.workOnce()
    }
    expect(there.received.map((one) => [isSignedWith(former, one), isSignedWith(present, one)])).toEqual([
      [true, true],
      [true, true],
      [false, true],
    ])
  })

  it('keep the secrets out of the log, and their key for the owner only', async () => {
    const { tracker, there, dir } = await inTown()
    const id = await subscribed(tracker, there.url)
    const secret = await tracker.webhooks.secret(id)
    expect(statSync(join(dir, 'reactions.key')).mode & 0o777).toBe(0o600)
    for await (const page of tracker.events.readAll()) expect(JSON.stringify(page.events.map(({ data }) => data))).not.toContain(secret.slice(6))
    expect(await tracker.webhooks.list()).toMatchObject([{ ...id, url: there.url, generation: 1 }])
  })

  it('go to no private network, unless the installation allows it', async () => {
    const { tracker, problems } = await inTown()
    await subscribed(tracker, 'https://10.0.0.7/hooks')
    await does(tracker, visited('H00001', '2026-01-05'))
    await tracker.workOnce()
    expect(await tracker.webhooks.dead()).toMatchObject([{ reason: 'addressRefused', attempts: 1 }])
    expect(problems).toEqual([])
  })

  it('are refused for events and read models that there are not', async () => {
    const { tracker, there } = await inTown()
    await expect(subscribed(tracker, there.url, { events: ['HouseholdSeen'] })).rejects.toMatchObject({ code: 'webhook.no-such-event' })
    await expect(subscribed(tracker, there.url, { readModels: ['list'] })).rejects.toMatchObject({ code: 'webhook.no-such-read-model' })
    await expect(subscribed(tracker, there.url, { events: ['DeliveryFailed'] })).rejects.toThrow('command.malformed')
    await expect(subscribed(tracker, 'http://county.example/')).rejects.toThrow('command.malformed')
  })
})

async function eventsOf(tracker: Awaited<ReturnType<typeof township>>['tracker'], type: string): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const page of tracker.events.readAll({ filter: { types: [type] } })) all.push(...page.events.map(({ data }) => data))
  return all
}
