import { connectTracker, embeddedConfig, newToken, openTracker } from '@rural-tracker/tracker'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { json, start, tracker } from './cli.ts'

const home = mkdtempSync(join(tmpdir(), 'tracker-serve-'))
const running = new Set<ChildProcess>()
afterEach(async () => {
  for (const child of running) {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** The service, once it says where it listens. */
async function serving(data: string) {
  const child = start(data, ['serve', '--port', '0', '--json'])
  running.add(child)
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => (running.delete(child), resolve(code))))
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string]
  return { child, ended, url: (JSON.parse(line) as { listening: string }).listening }
}

const NOBODYS = '192.0.2.1'
const at = { occurredOn: '2023-01-01' }
const registered = { type: 'RegisterHousehold', data: { ...at, household: 'H00001', registeredIn: '431224105201', kind: 'ordinary' } } as const
const visit = (occurredOn: string) =>
  ({ type: 'VisitHousehold', data: { household: 'H00001', registeredIn: '431224105201', visitor: 'helper', occurredOn } }) as const

describe('tracker serve', () => {
  it('takes commands and answers, also of what another process writes into the same log, and ends when it is told to', async () => {
    const data = join(home, 'one')
    const { child, ended, url } = await serving(data)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const here = connectTracker({ url })
    expect(await here.execute(registered, { commandId: 'a' })).toMatchObject({ ok: true })
    const file = join(home, 'visits.ndjson')
    writeFileSync(file, `${JSON.stringify(visit('2024-01-02'))}\n`)
    expect(await json<object>(data, 'append', file)).toMatchObject({ events: 1 })
    const { rows } = await here.query('timeline', { household: 'H00001' })
    expect(rows.map(({ type }) => type)).toEqual(['HouseholdRegistered', 'HouseholdVisited'])

    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(await json<{ rows: object[] }>(data, 'timeline', 'H00001')).toMatchObject({ rows: [{}, {}] })
  })

  it('ends also while somebody sends half a request', async () => {
    const { child, ended, url } = await serving(join(home, 'two'))
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write('POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"commands":')
    // Another request that was answered says that the first one has been seen.
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    socket.destroy()
  })

  it('listens to other machines only once there is a key', async () => {
    const data = join(home, 'three')
    const refused = await tracker(data, 'serve', '--host', NOBODYS, '--port', '0', '--json')
    expect([refused.code, JSON.parse(refused.out) as object]).toMatchObject([
      1,
      { error: { code: 'serve.open-without-keys', message: { zh: expect.stringContaining('127.0.0.1') } } },
    ])
    const log = await openTracker(embeddedConfig(data))
    const { key, hash } = newToken('431224105000')
    await log.execute(
      { type: 'IssueServiceKey', data: { division: '431224105000', key, hash, role: 'recorder', occurredOn: '2024-01-01' } },
      { commandId: 'k', actor: 'test:admin', source: 'test' },
    )
    await log.close()
    // An address that no machine has: whoever tries to listen there was let through.
    const tried = await tracker(data, 'serve', '--host', NOBODYS, '--port', '0', '--json')
    expect([tried.code, JSON.parse(tried.out) as object]).toMatchObject([1, { error: { code: 'serve.cannot-listen' } }])
  })

  it('says in one sentence that a port or a variable is wrong', async () => {
    const { url } = await serving(join(home, 'four'))
    const taken = await tracker(join(home, 'five'), 'serve', '--port', new URL(url).port, '--json')
    expect([taken.code, JSON.parse(taken.out) as object]).toMatchObject([1, { error: { code: 'serve.cannot-listen' } }])
    const wrong = await tracker(join(home, 'five'), 'serve', '--port', '王小明', '--json')
    expect([wrong.code, JSON.parse(wrong.out) as object]).toMatchObject([2, { error: { code: 'usage.port' } }])
    expect(wrong.out + wrong.err).not.toContain('王小明')
  })
})
