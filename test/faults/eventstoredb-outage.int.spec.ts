import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Expected } from '@rural-tracker/event-store'
import { freshCategory, idsOf, logEvents, newEvents, streamEvents, streamOf } from '@rural-tracker/event-store/testing'
import { describe, expect, it } from 'vitest'
import { following, once, opener, writing } from '../eventstoredb-double/testing.ts'

/** The real-server run waits the whole half minute. */
const GONE_MS = Number(process.env['OUTAGE_MS'] ?? 3_000)

const opened = opener()

describe('a connection cut in the middle of an append', () => {
  it.each<[string, 'beforeWriting' | 'beforeAnswering', Expected]>([
    ['before the server has written it, behind a revision', 'beforeWriting', 1n],
    ['after the server has written it, behind a revision', 'beforeAnswering', 1n],
    ['after the server has written it, with any expectation, when it has forgotten the ids', 'beforeAnswering', 'any'],
    ['after the server has written it, with stream_exists, when it has forgotten the ids', 'beforeAnswering', 'stream_exists'],
  ])('%s: the outcome was not known, the same ids are sent again, and there is one effect', async (_, when, expected) => {
    const node = await opened.node()
    const store = await opened.store(node.url)
    const stream = streamOf(freshCategory())
    const [before, events] = [newEvents(2), newEvents(3)]
    await store.append(stream, 'no_stream', before)
    const cut = () => {
      node.cut()
      node.log.forgetRecent()
    }
    node.faults[when] = once(cut)
    expect(await store.append(stream, expected, events)).toMatchObject({ ok: true, revision: 4n })
    expect(idsOf(await streamEvents(store, stream))).toEqual(idsOf([...before, ...events]))
  })

  it.each<Expected>(['any', 'stream_exists'])(
    'and the same append given again under %s to a server started anew: there is one effect',
    async (expected) => {
      const node = await opened.node()
      const store = await opened.store(node.url)
      const stream = streamOf(freshCategory())
      const [before, events] = [newEvents(1), newEvents(2)]
      await store.append(stream, 'no_stream', before)
      const first = await store.append(stream, expected, events)
      node.log.forgetRecent()
      expect(await store.append(stream, expected, events)).toEqual(first)
      expect(idsOf(await streamEvents(store, stream))).toEqual(idsOf([...before, ...events]))
    },
  )

  it('of a thousand events: all or nothing, once', async () => {
    const node = await opened.node()
    const store = await opened.store(node.url)
    const stream = streamOf(freshCategory())
    const events = newEvents(1_000)
    const cutting = setInterval(() => node.cut(), 30)
    const calm = setTimeout(400).then(() => clearInterval(cutting))
    expect(await store.append(stream, 'no_stream', events)).toMatchObject({ ok: true, revision: 999n })
    await calm
    expect(idsOf(await streamEvents(store, stream))).toEqual(idsOf(events))
  })
})

describe('a server that is gone', () => {
  it(`for ${GONE_MS / 1_000} s: who writes and who follows go on where they were, nothing lost and nothing twice`, async () => {
    const node = await opened.node()
    const [store, other] = [await opened.store(node.url), await opened.store(node.url)]
    const writer = writing(store)
    const follower = following(other, writer.category)
    await expect.poll(() => follower.seen.length, { timeout: 10_000 }).toBeGreaterThan(3)
    node.goAway()
    await setTimeout(GONE_MS)
    const before = writer.written.length
    await node.comeBack()
    await expect.poll(() => writer.written.length, { timeout: 15_000 }).toBeGreaterThan(before + 3)
    await writer.stop()
    await expect.poll(() => follower.seen, { timeout: 10_000 }).toEqual(idsOf(writer.written))
    await follower.stop()
    expect(idsOf(await streamEvents(store, writer.stream))).toEqual(idsOf(writer.written))
  })

  it('for longer than patience: says so in both languages, with the host and without the password', async () => {
    const store = await opened.store('esdb://tracker:geheim@127.0.0.1:1?tls=false', { patienceMs: 200 })
    const error = await store.head().catch((one: unknown) => one)
    expect(error).toMatchObject({ code: 'store.unreachable', text: { zh: expect.stringContaining('127.0.0.1:1'), en: expect.any(String) } })
    expect(JSON.stringify(error)).not.toContain('geheim')
  })

  it('while a follower waits: it ends within a second when it is aborted', async () => {
    const node = await opened.node()
    const store = await opened.store(node.url)
    const follower = following(store, freshCategory())
    await expect.poll(follower.isLive, { timeout: 5_000 }).toBe(true)
    node.goAway()
    await setTimeout(500)
    const before = performance.now()
    await follower.stop()
    expect(performance.now() - before).toBeLessThan(1_000)
  })
})

describe('a server that is slow or silent', () => {
  it('given an answer that comes after the deadline, then the append that was written late has one effect', async () => {
    const node = await opened.node()
    const store = await opened.store(`${node.url}&defaultDeadline=200`)
    const stream = streamOf(freshCategory())
    const events = newEvents(2)
    node.faults.delayMs = 400
    const appended = store.append(stream, 'no_stream', events)
    await expect.poll(() => node.counts.appends, { timeout: 5_000 }).toBeGreaterThan(1)
    node.faults.delayMs = 0
    expect(await appended).toMatchObject({ ok: true, revision: 1n })
    await setTimeout(500)
    expect(idsOf(await streamEvents(store, stream))).toEqual(idsOf(events))
  })

  it('given events that come slowly, then a read takes its time', async () => {
    const node = await opened.node()
    const store = await opened.store(node.url, { silenceMs: 300 })
    const stream = streamOf(freshCategory())
    const events = newEvents(20)
    await store.append(stream, 'no_stream', events)
    node.faults.delayMs = 40
    expect(idsOf(await streamEvents(store, stream))).toEqual(idsOf(events))
    expect(node.counts.reads).toBe(1)
  })

  it('given a read under way, when the store is closed or nobody wants it any longer, then it ends at once and the server is told', async () => {
    const node = await opened.node()
    const store = await opened.store(node.url)
    const stream = streamOf(freshCategory())
    await store.append(stream, 'no_stream', newEvents(50))
    node.faults.delayMs = 200
    const before = performance.now()
    const follower = following(store, freshCategory())
    const read = streamEvents(store, stream).catch((error: unknown) => error)
    await expect.poll(() => node.counts.open, { timeout: 5_000 }).toBe(2)
    await follower.stop()
    // The look that nobody wants would have gone on for ten seconds.
    await expect.poll(() => node.counts.open, { timeout: 1_500 }).toBe(1)
    await store.close()
    expect(await read).toMatchObject({ code: 'store.closed' })
    expect(performance.now() - before).toBeLessThan(4_000)
    await expect.poll(() => node.counts.open, { timeout: 5_000 }).toBe(0)
  })

  it('given a connection over which nothing comes any more, then reads and appends go on over another', async () => {
    const node = await opened.node()
    const store = await opened.store(`${node.url}&defaultDeadline=300`, { silenceMs: 300 })
    const stream = streamOf(freshCategory())
    const events = newEvents(3)
    await store.append(stream, 'no_stream', events.slice(0, 1))
    const before = performance.now()
    node.freeze()
    expect(idsOf(await streamEvents(store, stream))).toEqual(idsOf(events.slice(0, 1)))
    node.freeze()
    expect(await store.append(stream, 0n, events.slice(1))).toMatchObject({ ok: true, revision: 2n })
    // Long before gRPC itself finds out, after 20 s.
    expect(performance.now() - before).toBeLessThan(10_000)
  })

  it('given a subscription that dies without a word, then events still arrive, and it is opened anew', async () => {
    const node = await opened.node()
    const [store, other] = [await opened.store(node.url, { graceMs: 300 }), await opened.store(node.url)]
    const category = freshCategory()
    const follower = following(store, category)
    await expect.poll(() => node.counts.subscriptions, { timeout: 5_000 }).toBe(1)
    node.faults.mute = true
    const events = newEvents(4)
    await other.append(streamOf(category), 'no_stream', events.slice(0, 2))
    await expect.poll(() => follower.seen, { timeout: 5_000 }).toEqual(idsOf(events.slice(0, 2)))
    node.faults.mute = false
    await expect.poll(() => node.counts.subscriptions, { timeout: 5_000 }).toBe(2)
    await other.append(streamOf(category), 'no_stream', events.slice(2))
    await expect.poll(() => follower.seen, { timeout: 5_000 }).toEqual(idsOf(events))
    // The new one announces, so there is no third.
    await setTimeout(1_500)
    expect(node.counts.subscriptions).toBe(2)
    await follower.stop()
  })

  it('given a living subscription, then an event of another process is seen at once, not at the next look', async () => {
    const node = await opened.node()
    const [store, other] = [await opened.store(node.url), await opened.store(node.url)]
    const category = freshCategory()
    const follower = following(store, category)
    await expect.poll(() => node.counts.subscriptions, { timeout: 5_000 }).toBe(1)
    // Long enough for the looks to be a second apart.
    await setTimeout(1_800)
    const reads = node.counts.reads
    const [event] = newEvents(1)
    if (event) await other.append(streamOf(category), 'no_stream', [event])
    await expect.poll(() => follower.seen, { timeout: 5_000, interval: 10 }).toEqual([event?.id])
    expect(node.counts.reads - reads).toBeLessThanOrEqual(2)
    await follower.stop()
  })
})

describe('a cluster', () => {
  it('given a leader that is lost, then who writes and who follows go on with the next one, nothing lost and nothing twice', async () => {
    const cluster = await opened.cluster()
    const [store, other] = [await opened.store(cluster.url), await opened.store(cluster.url)]
    const writer = writing(store)
    const follower = following(other, writer.category)
    await expect.poll(() => follower.seen.length, { timeout: 10_000 }).toBeGreaterThan(3)
    cluster.leader.faults.beforeAnswering = once(() => cluster.loseLeader())
    await expect.poll(() => cluster.nodes.some(({ role }) => role === 'leader'), { timeout: 5_000 }).toBe(false)
    await setTimeout(700)
    const before = writer.written.length
    const [, follows] = cluster.nodes
    cluster.elect(follows)
    await expect.poll(() => writer.written.length, { timeout: 20_000 }).toBeGreaterThan(before + 3)
    expect(follows.counts.appends).toBeGreaterThan(3)

    // The lead goes back while both are there: the one that follows now says who leads.
    await cluster.comeBack(cluster.nodes[0])
    const there = cluster.nodes[0].counts.appends
    cluster.elect(cluster.nodes[0])
    await expect.poll(() => cluster.nodes[0].counts.appends, { timeout: 20_000 }).toBeGreaterThan(there + 3)
    await writer.stop()
    await expect.poll(() => follower.seen, { timeout: 10_000 }).toEqual(idsOf(writer.written))
    await follower.stop()
    expect(idsOf(await logEvents(store, { filter: { categories: [writer.category] } }))).toEqual(idsOf(writer.written))
  })
})

describe('an encrypted server with users', () => {
  const user = { username: 'tracker', password: 'p@ss:wort' }
  const ca = (name: string) => encodeURIComponent(fileURLToPath(new URL(`../eventstoredb-double/tls/${name}`, import.meta.url)))
  const url = (port: number, password: string, authority = 'ca.crt') =>
    `esdb://tracker:${encodeURIComponent(password)}@localhost:${port}?tlsCAFile=${ca(authority)}`

  it('given its certificate authority, a user name and the password, then it is used', async () => {
    const node = await opened.node({ user })
    const store = await opened.store(url(node.port, user.password))
    const events = newEvents(2)
    expect(await store.append('a-1', 'no_stream', events)).toMatchObject({ ok: true })
    expect(idsOf(await logEvents(store, {}))).toEqual(idsOf(events))
  })

  it('given a wrong password, then it is said at once', async () => {
    const node = await opened.node({ user })
    const store = await opened.store(url(node.port, 'other'))
    await expect(store.head()).rejects.toMatchObject({ code: 'store.denied' })
    await expect(store.append('a-1', 'no_stream', newEvents(1))).rejects.toMatchObject({ code: 'store.denied' })
  })

  it('given another certificate authority, then nothing is sent', async () => {
    const node = await opened.node({ user })
    const store = await opened.store(url(node.port, user.password, 'other-ca.crt'), { patienceMs: 200 })
    await expect(store.head()).rejects.toMatchObject({ code: 'store.unreachable', text: { zh: expect.stringContaining('证书') } })
    expect(node.counts.reads).toBe(0)
  })

  describe('that knows its users by their certificates', () => {
    const file = (name: string) => fileURLToPath(new URL(`../eventstoredb-double/tls/${name}`, import.meta.url))
    const address = (port: number, cert = file('user.crt'), key = file('user.key'), who = '') => {
      const options = new URLSearchParams({ tlsCAFile: file('ca.crt'), userCertFile: cert, userKeyFile: key })
      return `esdb://${who}localhost:${port}?${options.toString()}`
    }

    it('given the certificate and its key, then it is used without a name, also by a follower, and never by the batch path', async () => {
      const node = await opened.node({ byCertificate: true })
      const store = await opened.store(address(node.port))
      const follower = following(store, 'a')
      const events = newEvents(3)
      expect(await store.append('a-1', 'no_stream', events.slice(0, 2))).toMatchObject({ ok: true })
      expect(await store.append('a-1', 'no_stream', newEvents(1))).toMatchObject({ ok: false, actual: 1n })
      expect(await store.append('a-1', 'any', events.slice(2))).toMatchObject({ ok: true })
      await expect.poll(() => follower.seen, { timeout: 10_000 }).toEqual(idsOf(events))
      await follower.stop()
      expect(idsOf(await logEvents(store, {}))).toEqual(idsOf(events))
      expect([node.counts.appends > 0, node.counts.batchAppends]).toEqual([true, 0])
    })

    it('given a name besides, then that goes along: it is for the server to say who it is', async () => {
      const node = await opened.node({ byCertificate: true })
      const store = await opened.store(address(node.port, undefined, undefined, 'tracker:geheim@'))
      await expect(store.head()).rejects.toMatchObject({ code: 'store.denied' })
    })

    it.each([
      ['no certificate', 'none'],
      ['the certificate of a stranger', 'stranger'],
    ])('given %s, then nothing is sent', async (_, whose) => {
      const node = await opened.node({ byCertificate: true })
      const url_ = whose === 'none' ? url(node.port, 'geheim') : address(node.port, file('stranger.crt'), file('stranger.key'))
      const store = await opened.store(url_, { patienceMs: 200 })
      await expect(store.head()).rejects.toMatchObject({ code: 'store.unreachable', text: { zh: expect.stringContaining('证书') } })
      expect(node.counts.reads).toBe(0)
    })

    it.each([
      ['a certificate that is not there', address(1, '/nowhere/user.crt'), 'store.no-certificate', /userCertFile。$/],
      ['a key that is not there', address(1, undefined, '/nowhere/user.key'), 'store.no-certificate', /userKeyFile。$/],
      ['a key of another certificate', address(1, undefined, file('stranger.key')), 'store.no-certificate', /userCertFile 和 userKeyFile。$/],
      ['a file that is no certificate', address(1, file('user.key')), 'store.no-certificate', /userCertFile 和 userKeyFile。$/],
      ['no key', `esdb://localhost:1?userCertFile=${file('user.crt')}`, 'store.bad-address', /userCertFile 与 userKeyFile 须一起给出/],
      ['no encryption', `${address(1)}&tls=false`, 'store.bad-address', /tls=true/],
    ])('given %s, then it is said in one sentence and nothing is tried', async (_, address_, code, zh) => {
      await expect(opened.store(address_)).rejects.toMatchObject({
        code,
        text: { zh: expect.stringMatching(zh), en: expect.stringMatching(/^The /) },
      })
    })
  })

  it.each(['esdb', 'esdb+discover', 'kurrentdb', 'kdb+discover'])('given %s://, with options in other letters, then it is used', async (scheme) => {
    const node = await opened.node()
    const store = await opened.store(`${scheme}://127.0.0.1:${node.port}/?TLS=false&default-deadline=5000&tlsVerifyCert=true&connectionName=a`)
    expect(await store.append('a-1', 'no_stream', newEvents(1))).toMatchObject({ ok: true })
  })

  it.each([
    ['a file that is not there', 'esdb://a:b@localhost:1?tlsCAFile=/nowhere/ca.crt', 'store.no-certificate'],
    ['no user', 'esdb://localhost:1', 'store.bad-address'],
    ['an option that would check nothing', 'esdb://a:b@localhost:1?tlsVerifyCert=false', 'store.bad-address'],
    ['another preference than the leader', 'esdb://a:b@localhost:1?nodePreference=follower', 'store.bad-address'],
    ['no host', 'esdb://?tls=false', 'store.bad-address'],
    ['a port that is none', 'esdb://localhost:99999?tls=false', 'store.bad-address'],
    ['a number that is none', 'esdb://localhost?tls=false&defaultDeadline=soon', 'store.bad-address'],
    ['another scheme', 'http://localhost:2113', 'store.bad-address'],
  ])('given %s, then the address is refused', async (_, address, code) => {
    await expect(opened.store(address)).rejects.toMatchObject({ code, text: { zh: expect.any(String), en: expect.any(String) } })
  })
})
