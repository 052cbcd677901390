import { get, openTownship, type Township } from '@rural-tracker/writer/testing'
import { buildWriter, type Writer, writerSettings } from '@rural-tracker/writer'
import { createServer, connect, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { redisAddress } from '../redis/redis.ts'

const redis = await redisAddress()
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const LIMIT = 6
async function town(): Promise<Township> {
  const open = await openTownship({ households: false })
  closing.push(open.close)
  return open
}
/** One more service over the log of a township. */
async function writerOf({ tracker }: Township, address: string, log: (line: string) => void = () => {}): Promise<Writer> {
  const settings = writerSettings({ RATE_LIMIT: String(LIMIT) })
  const writer = await buildWriter({ tracker, settings, redis: address, log: { write: log } })
  closing.push(() => writer.app.close())
  return writer
}
const asked = async (writer: Writer, token?: string) =>
  (await get(writer, '/v1/queries/projections', token === undefined ? {} : { token })).statusCode
async function statuses(writers: readonly Writer[], times: number, token?: string): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < times; i++) all.push(await asked(writers[i % writers.length] as Writer, token))
  return all
}
const seven = (status: number) => [...Array<number>(LIMIT).fill(status), 429]

describe('the limit of requests over Redis', () => {
  it('given two services of one log, then an account has one limit at both, and so has an address without a good token', async () => {
    const here = await town()
    const writers = [await writerOf(here, redis), await writerOf(here, redis)]
    const [token, other] = [await here.token('analyst'), await here.token('analyst')]
    expect(await statuses(writers, LIMIT + 1, token)).toEqual(seven(200))
    expect(await statuses(writers, 2, token)).toEqual([429, 429])
    expect(await statuses(writers, 2, other)).toEqual([200, 200])
    expect(await statuses(writers, LIMIT + 1, 'rt.431224105000.abcdefghijkl.AAAA')).toEqual(seven(401))
    const last = await get(writers[1] as Writer, '/v1/queries/projections', { token })
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    expect(last.json()).toMatchObject({ code: 'http.too-many-requests' })
  })

  it('given services of two logs in one Redis, then each log has its own', async () => {
    const [one, other] = [await town(), await town()]
    const [here, there] = [await writerOf(one, redis), await writerOf(other, redis)]
    expect(await statuses([here], LIMIT + 1)).toEqual(seven(200))
    expect(await statuses([there], 1)).toEqual([200])
  })

  it('given a Redis that goes away, then nobody is turned away for it, each service counts for itself and says so', async () => {
    const here = await town()
    const proxy = await proxyTo(redis)
    const lines: string[] = []
    const writer = await writerOf(here, proxy.address, (line) => lines.push(line))
    const token = await here.token('analyst')
    expect(await statuses([writer], 2, token)).toEqual([200, 200])
    expect(lines.join('')).not.toContain('requests.counted-alone')
    await proxy.pullOut()
    expect(await statuses([writer], LIMIT + 1, token)).toEqual(seven(200))
    expect(lines.filter((line) => line.includes('requests.counted-alone'))).toHaveLength(1)
  })

  it('given a Redis that is not there at the start, then the service serves all the same', async () => {
    const here = await town()
    const writer = await writerOf(here, 'redis://127.0.0.1:1')
    expect(await statuses([writer], LIMIT + 1)).toEqual(seven(200))
  })
})

/** A way to Redis that can be pulled out. */
async function proxyTo(url: string): Promise<{ address: string; pullOut: () => Promise<void> }> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const there = connect(Number(port), hostname)
    for (const one of [socket, there]) {
      sockets.add(one)
      one.on('error', () => one.destroy())
    }
    socket.pipe(there).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = new URL(url)
  address.port = String((server.address() as AddressInfo).port)
  address.hostname = '127.0.0.1'
  const pullOut = async () => {
    server.close()
    for (const one of sockets) one.destroy()
  }
  closing.push(pullOut)
  return { address: address.href, pullOut }
}
