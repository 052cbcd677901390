import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { eventually } from '@rural-tracker/reactions/testing'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isSignedWith, receiver } from '../webhooks/receiver.ts'
import { json, start, tracker } from './cli.ts'

let home: string
let there: Awaited<ReturnType<typeof receiver>>
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tracker-webhooks-'))
  there = await receiver()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await there.stop()
  rmSync(home, { recursive: true, force: true })
})

const DIVISION = ['--division', '431224105000']
const add = () => json<{ secret: string }>(home, 'webhooks', 'add', 'county', there.url, ...DIVISION, '--events', 'HouseholdVisited')

async function visits(...days: readonly string[]): Promise<void> {
  const where = { registeredIn: '431224105201', household: 'H00001' }
  const lines = [
    { type: 'RegisterHousehold', data: { ...where, kind: 'ordinary', occurredOn: '2026-01-01' } },
    ...days.map((occurredOn) => ({ type: 'VisitHousehold', data: { ...where, visitor: 'helper', occurredOn } })),
  ]
  const path = join(home, `${days.join('.')}.ndjson`)
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'))
  expect(await tracker(home, 'append', path)).toMatchObject({ code: 0 })
}

it('subscribes, works once, shows what could not be delivered and sends it again', { timeout: 240_000 }, async () => {
  const { secret } = await add()
  expect(await json(home, 'webhooks', 'list')).toMatchObject({ webhooks: [{ webhook: 'county', url: there.url, events: ['HouseholdVisited'] }] })
  there.answerWith((_one, n) => (n === 2 ? 410 : 204))
  await visits('2026-01-03', '2026-01-04')
  expect(await json(home, 'work', '--once')).toMatchObject({ settled: 2, owed: 0 })
  expect(there.received.map((one) => isSignedWith(secret, one))).toEqual([true, true])
  const { dead } = await json<{ dead: { delivery: string }[] }>(home, 'webhooks', 'dead')
  expect(dead).toMatchObject([{ reason: 'gone', status: 410 }])
  expect(await json(home, 'webhooks', 'resend', dead[0]?.delivery ?? '')).toMatchObject({ resent: 1 })
  expect(await json(home, 'work', '--once')).toMatchObject({ settled: 1, owed: 0 })
  expect(await json(home, 'webhooks', 'dead')).toEqual({ dead: [] })
  const refused = await tracker(home, 'webhooks', 'resend', 'abc', '--json')
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'delivery.unknown' } })
})

it('stops before an event that no release could have written, and goes on without it when that is set aside', { timeout: 240_000 }, async () => {
  await add()
  await visits('2026-01-03')
  expect(await json(home, 'work', '--once')).toMatchObject({ settled: 1 })
  const odd = '00000000-0000-4000-8000-000000000000'
  const store = openSqliteStore(join(home, 'events.db'))
  for await (const { type, metadata, data } of store.readStream('household-431224105201-H00001', { from: 1n })) {
    await store.append('household-431224105201-H00001', 'stream_exists', [{ id: odd, type, data: { odd: true }, metadata }])
    await store.append('household-431224105201-H00002', 'no_stream', [{ id: odd.replace(/0$/, '1'), type, data, metadata }])
    break
  }
  await store.close()

  const stopped = await tracker(home, 'work', '--once', '--json')
  expect(stopped.code).toBe(1)
  expect(JSON.parse(stopped.out)).toMatchObject({ error: { code: 'reactions.stopped' } })
  expect(await json(home, 'work', 'status')).toMatchObject({ failure: { eventId: odd }, setAside: [] })
  expect(await json(home, 'work', 'resume', '--set-aside')).toMatchObject({ failure: null, setAside: [{ eventId: odd }] })
  expect(there.received.length).toBe(1)
  expect(await json(home, 'work', '--once')).toMatchObject({ settled: 1, owed: 0 })
  expect(there.received.length).toBe(2)
  expect(await json(home, 'work', 'status')).toMatchObject({ failure: null, setAside: [{ eventId: odd }] })
  const again = await tracker(home, 'work', 'resume', '--json')
  expect(JSON.parse(again.out)).toMatchObject({ error: { code: 'reactions.not-stopped' } })
  expect((await tracker(home, 'work', 'status')).out).toContain(odd)
})

it('works until it is stopped', async () => {
  await add()
  const child = start(home, ['work'])
  try {
    await visits('2026-01-03')
    await eventually('it is told', () => there.received.length === 1)
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  } finally {
    child.kill('SIGKILL')
  }
})

const TLS = new URL('../eventstoredb-double/tls/', import.meta.url).pathname

it('tells a receiver over https only when an authority that this machine trusts speaks for it', { timeout: 240_000 }, async () => {
  await there.stop()
  there = await receiver(undefined, 0, { key: readFileSync(`${TLS}node.key`), cert: readFileSync(`${TLS}node.crt`) })
  vi.stubEnv('WEBHOOK_RETRIES_MS', '1,1,1')
  const { secret } = await add()
  await visits('2026-01-03')
  vi.stubEnv('NODE_EXTRA_CA_CERTS', `${TLS}other-ca.crt`)
  expect(await json(home, 'work', '--once')).toMatchObject({ owed: 0 })
  const { dead } = await json<{ dead: { delivery: string }[] }>(home, 'webhooks', 'dead')
  expect(dead).toMatchObject([{ reason: 'unreachable', status: null }])
  expect(there.received).toEqual([])

  vi.stubEnv('NODE_EXTRA_CA_CERTS', `${TLS}ca.crt`)
  expect(await json(home, 'webhooks', 'resend', dead[0]?.delivery ?? '')).toMatchObject({ resent: 1 })
  expect(await json(home, 'work', '--once')).toMatchObject({ settled: 1, owed: 0 })

  expect(there.received.map((one) => isSignedWith(secret, one))).toEqual([true])
})

it('says in one sentence what is wrong with an address, and repeats nothing of it', async () => {
  const secret = 'https://user:geheim@county.example/'
  const refused = await tracker(home, 'webhooks', 'add', 'county', secret, ...DIVISION, '--events', 'HouseholdVisited', '--json')
  expect(refused.code).toBe(1)
  expect(refused.out).not.toContain('geheim')
  expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'command.malformed' } })
  const unknown = await tracker(home, 'webhooks', 'add', 'county', there.url, ...DIVISION, '--events', 'HouseholdSeen', '--json')
  expect(JSON.parse(unknown.out)).toMatchObject({ error: { code: 'webhook.no-such-event' } })
})
