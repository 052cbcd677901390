import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RebuildProgress, jobsOf, projectorConfig } from '@rural-tracker/projector'
import { type Command, openTracker, type Tracker } from '@rural-tracker/tracker'
import { Queue } from 'bullmq'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fresh, postgresAddress, removed } from '../postgres/postgres.ts'
import { redisAddress } from '../redis/redis.ts'

const MAIN = fileURLToPath(new URL('../../services/projector/src/main.ts', import.meta.url))
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
