import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RebuildProgress, jobsOf, projectorConfig } from '@rural-tracker/projector'
import { type Command, connectTracker, openTracker, type Tracker } from '@rural-tracker/tracker'
import { Queue, QueueEvents } from 'bullmq'
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fresh, postgresAddress, removed } from '../postgres/postgres.ts'
import { redisAddress } from '../redis/redis.ts'

const MAIN = fileURLToPath(new URL('../../services/projector/src/main.ts', import.meta.url))
const WRITER = fileURLToPath(new URL('../../services/writer/src/main.ts', import.meta.url))
const [postgres, redis] = [await postgresAddress(), await redisAddress()]
const HOUSEHOLDS = 3_000

function* history(): Generator<Command> {
  for (let n = 0; n < HOUSEHOLDS; n++) {
    const home = { registeredIn: `4312241052${String(1 + (n % 20)).padStart(2, '0')}`, household: `H${100_000 + n}` }
    const envelope = (what: string) => ({ commandId: `${what}-${n}`, actor: 'clerk:a', source: 'import:test' })
    yield { type: 'RegisterHousehold', data: { ...home, kind: 'ordinary', occurredOn: '2016-01-01' }, ...envelope('register') }
    yield { type: 'ReportRisk', data: { ...home, risk: 'illness', occurredOn: '2019-05-01' }, ...envelope('risk') }
    yield { type: 'VisitHousehold', data: { ...home, visitor: 'helper', occurredOn: '2019-06-01' }, ...envelope('visit') }
  }
}

describe('a rebuild as a job', { timeout: 120_000 }, () => {
  let folder: string
  let env: Record<string, string>
  let tracker: Tracker
  const children: ChildProcess[] = []
  const readers: pg.Client[] = []

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rebuild-job-'))
    env = {
      DATA: folder,
      READ_MODELS_URL: fresh(postgres),
      QUEUE_URL: redis,
      QUEUE_NAME: `t-${crypto.randomUUID().slice(0, 8)}`,
      JOB_LOCK_MS: '1000',
      HTTP_PORT: '0',
      LOG_LEVEL: 'silent',
    }
    tracker = await openTracker(projectorConfig(env).tracker)
    await tracker.import(history())
    await tracker.catchUp()
  })
  afterEach(async () => {
    for (const child of children.splice(0)) await killed(child)
    for (const reader of readers.splice(0)) await reader.end()
    await tracker.close()
    await removed(env['READ_MODELS_URL'] ?? '')
    const queue = new Queue(`${env['QUEUE_NAME']}-rebuilds`, { connection: { url: redis } })
    await queue.obliterate({ force: true })
    await queue.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const service = () => {
    const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env }, stdio: 'ignore' })
    children.push(child)
    return child
  }
  const killed = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const jobs = () => jobsOf(tracker, projectorConfig(env), pino({ level: 'silent' }))

  it('given a process that is killed in the middle of it, then another ends it, and who asked gets one answer', async () => {
    const first = service()
    const asking = await jobs()
    let deaths = 0
    const seen: RebuildProgress[] = []
    const report = await asking.rebuild('household_timeline', (progress) => {
      seen.push(progress)
      if (deaths++ === 0) void killed(first).then(service)
    })
    expect(report).toMatchObject({ name: 'household_timeline', difference: { household_timeline: { missing: 0, added: 0 } } })
    expect(report.events).toBe(HOUSEHOLDS * 3)
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.at(-1)?.part).toBe(1)
    const timeline = (await tracker.projections()).find(({ name }) => name === 'household_timeline')
    expect(timeline).toMatchObject({ state: 'active', position: await tracker.events.head() })
    await asking.close()
  })

  it('given a process that is told to stop in the middle of it, then it stops within five seconds, nothing half-built is seen, and another ends it', async () => {
    const all = { model: 'household_timeline', limit: 1 }
    const standing = async () => {
      const timeline = (await tracker.projections()).find(({ name }) => name === 'household_timeline')
      return { total: (await tracker.rows(all)).total, state: timeline?.state, version: timeline?.version, failure: timeline?.failure }
    }
    const before = await standing()
    expect(before).toMatchObject({ total: HOUSEHOLDS * 3, state: 'active' })
    // Whoever reads the live table keeps the new one from its place, so the rebuild cannot end before the process does.
    const reader = new pg.Client(env['READ_MODELS_URL'])
    readers.push(reader)
    await reader.connect()
    const schema = new URL(env['READ_MODELS_URL'] ?? '').searchParams.get('schema')
    await reader.query(`BEGIN; DECLARE long CURSOR FOR SELECT * FROM ${schema}.household_timeline; FETCH 1 FROM long`)
    const first = service()
    const asking = await jobs()
    const begun = Promise.withResolvers<void>()
    const rebuilding = asking.rebuild('household_timeline', () => begun.resolve())
    rebuilding.catch(() => {})
    await begun.promise
    const rebuild = await tracker.rebuildId('household_timeline')

    const told = performance.now()
    first.kill('SIGTERM')
    const [code, signal] = (await once(first, 'exit')) as [number | null, string | null]
    expect([code, signal]).toEqual([0, null])
    expect(performance.now() - told).toBeLessThan(5_000)
    expect(await standing()).toEqual(before)
    // It was no try, and nobody has to wait until its lock has run out.
    expect((await asking.look(rebuild)).state).toBe('waiting')

    await reader.query('ROLLBACK')
    expect(await tracker.rebuildId('household_timeline')).toBe(rebuild)
    expect((await asking.look(rebuild)).state).not.toBe('done')
    service()
    const report = await rebuilding
    expect(report).toMatchObject({ events: HOUSEHOLDS * 3, difference: { household_timeline: { missing: 0, added: 0 } } })
    expect(await asking.look(rebuild)).toMatchObject({ state: 'done', part: 1 })
    expect(await standing()).toEqual(before)
    expect(await tracker.rebuildId('household_timeline')).not.toBe(rebuild)
    await asking.close()
  })

  it('given that it is asked for over HTTP of a service that keeps no read models, then the projector does it, and its name says how far it is', async () => {
    service()
    const writer = spawn(process.execPath, [WRITER], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
    children.push(writer)
    const url = await new Promise<string>((resolve, reject) => {
      let said = ''
      writer.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const listening = /"listening":"([^"]+)"/.exec(said)?.[1]
        if (listening) resolve(listening)
      })
      writer.once('exit', () => reject(new Error(said)))
    })
    const client = connectTracker({ url })
    const { rebuild } = await client.care('rebuild', { model: 'village_profile' })
    await expect.poll(async () => (await client.query('rebuild', { rebuild })).state, { timeout: 60_000 }).toBe('done')
    expect(await client.query('rebuild', { rebuild })).toMatchObject({
      model: 'village_profile',
      difference: { village_profile: { missing: 0, added: 0 } },
    })
    expect(await client.care('rollback', { model: 'village_profile' })).toMatchObject({ state: 'active' })
    await expect(client.care('rebuild', { model: 'no_such_model' })).rejects.toMatchObject({ code: 'projection.unknown' })
    writer.kill('SIGTERM')
    expect(await once(writer, 'exit')).toEqual([0, null])
  })

  it('given one that is shared out over threads and whose process is killed while they write, then another ends it: rebuilt = live, and one rebuild', async () => {
    Object.assign(env, { REBUILD_THREADS: '2', REBUILD_THREADS_FROM: '0' })
    const rebuild = await tracker.rebuildId('household_timeline')
    const address = env['READ_MODELS_URL'] ?? ''
    const keeper = new pg.Client(address)
    readers.push(keeper)
    await keeper.connect()
    // What is built stands still as soon as it is there: each thread waits over a connection of its own.
    const built = `${new URL(address).searchParams.get('schema')}_built`
    const first = service()
    const asking = await jobs()
    const seen: RebuildProgress[] = []
    const rebuilding = asking.rebuild('household_timeline', (progress) => void seen.push(progress))
    const building = `SELECT slot FROM ${built}.slot WHERE model = 'household_timeline' AND state = 'building'`
    const slot = async () => (await keeper.query<{ slot: string }>(building)).rows[0]?.slot
    await expect.poll(slot, { timeout: 30_000, interval: 5 }).toBeDefined()
    const left = await slot()
    const table = `${built}.household_timeline__${left}`
    await keeper.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`)
    const waiting = `SELECT count(DISTINCT pid) AS n FROM pg_locks WHERE relation = '${table}'::regclass AND NOT granted`
    await expect.poll(async () => Number((await keeper.query<{ n: string }>(waiting)).rows[0]?.n), { timeout: 30_000 }).toBe(2)
    expect(await asking.look(rebuild)).toMatchObject({ state: 'building' })

    await killed(first)
    await keeper.query('ROLLBACK')
    expect((await tracker.projections()).find(({ name }) => name === 'household_timeline')).toMatchObject({ state: 'active', failure: undefined })
    service()
    const report = await rebuilding
    expect(report).toMatchObject({ events: HOUSEHOLDS * 3, difference: { household_timeline: { missing: 0, added: 0, keys: [] } } })
    expect(report.slot).not.toBe(Number(left))
    const parts = seen.filter(({ state }) => state === 'building').map(({ part }) => part)
    expect(parts.length).toBeGreaterThan(0)
    for (const part of parts) expect(part).toBeGreaterThan(0)
    expect(seen.at(-1)).toMatchObject({ part: 1, events: HOUSEHOLDS * 3 })
    expect(await asking.look(rebuild)).toMatchObject({ state: 'done', part: 1, events: HOUSEHOLDS * 3 })

    // A queue that forgot what was done has it done again: it answers as the first time, and nothing is built.
    const slots = () => keeper.query(`SELECT slot, state, "updatedAt" FROM ${built}.slot WHERE model = 'household_timeline' ORDER BY slot`)
    const { rows: before } = await slots()
    expect(before).toHaveLength(2)
    const name = `${env['QUEUE_NAME']}-rebuilds`
    const [queue, events] = [new Queue(name, { connection: { url: redis } }), new QueueEvents(name, { connection: { url: redis } })]
    await events.waitUntilReady()
    await (await queue.getJob(rebuild))?.remove()
    const again = await queue.add('rebuild', { name: 'household_timeline', id: rebuild }, { jobId: rebuild })
    expect(await again.waitUntilFinished(events)).toEqual(report)
    expect((await slots()).rows).toEqual(before)
    await Promise.all([events.close(), queue.close(), asking.close()])
  })

  it('given a Redis that is away, then who asks hears of it, and need not wait to close', async () => {
    const asking = await jobsOf(tracker, { ...projectorConfig(env), redis: 'redis://127.0.0.1:1' }, pino({ level: 'silent' }))
    await expect(asking.ask('village_profile')).rejects.toMatchObject({ code: 'rebuild.queue-away' })
    await asking.close()
  })

  it('given two who ask at once, then it is one rebuild; the next who asks has another one', async () => {
    service()
    const [one, other] = [await jobs(), await jobs()]
    const reports = await Promise.all([one.rebuild('village_profile'), other.rebuild('village_profile')])
    expect(reports[0]).toEqual(reports[1])
    expect((await one.rebuild('village_profile')).slot).not.toBe(reports[0].slot)
    await expect(one.rebuild('no_such_model')).rejects.toMatchObject({ code: 'projection.unknown' })
    await Promise.all([one.close(), other.close()])
  })
})
