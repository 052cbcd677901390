import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyCommand, embeddedConfig, openTracker, type Tracker } from '@rural-tracker/tracker'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { projectorConfig } from './config.ts'
import { type RunningProjector, startProjector } from './service.ts'

describe('the projector service', () => {
  let folder: string
  let township: Tracker
  let running: RunningProjector
  const lines: string[] = []
  const home = { registeredIn: '431224105201', household: 'H00001' }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'projector-service-'))
    township = await openTracker(embeddedConfig(folder))
    await say({ type: 'RegisterHousehold', data: { ...home, kind: 'ordinary', occurredOn: '2020-01-01' } })
    lines.length = 0
    const config = projectorConfig({ DATA: folder, HTTP_PORT: '0', LOG_LEVEL: 'debug' })
    running = await startProjector(config, pino({ level: 'debug' }, { write: (line) => void lines.push(line) }))
  })
  afterEach(async () => {
    await running.stop()
    await township.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const POISON = '00000000-0000-4000-8000-000000000000'
  /** An event that no release could have written; gives its position. */
  const poison = async () => {
    const metadata = { commandId: 'poison', commandHash: 'x', actor: 'x', source: 'x', division: '431224105201', v: 1 }
    const data = { household: '张三李四' }
    await township.events.append('household-431224105201-H00001', 'stream_exists', [{ id: POISON, type: 'RiskReported', data, metadata }])
    return String(await township.events.head())
  }
  type Told = { projection: string; state: string; position: string; stoppedAt: unknown }
  const told = async () => (await ask('/health/ready')).body.projections as Told[]

  let commands = 0
  const say = async (command: AnyCommand) => {
    const outcome = await township.execute(command, { commandId: `c${++commands}`, actor: 'village:201', source: 'api' })
    expect(outcome.ok).toBe(true)
  }
  const ask = async (path: string, how: RequestInit = {}) => {
    const response = await fetch(`${running.url}${path}`, how)
    const text = await response.text()
    return { status: response.status, text, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} }
  }
  const ready = () => expect.poll(async () => (await ask('/health/ready')).status, { timeout: 20_000 }).toBe(200)

  it('given a log, then the read models come to its head and stay there, and it says that it is live and ready', async () => {
    expect(await ask('/health/live')).toMatchObject({ status: 200, body: { live: true } })
    await ready()
    await say({ type: 'VisitHousehold', data: { ...home, visitor: 'helper', occurredOn: '2020-11-03' } })
    const head = String(await township.events.head())
    const positions = async () => {
      const { projections } = (await ask('/health/ready')).body as { projections: { position: string; state: string; ageSeconds: number }[] }
      return [...new Set(projections.map(({ position, state, ageSeconds }) => `${position} ${state} ${ageSeconds}`))]
    }
    await expect.poll(positions, { timeout: 10_000 }).toEqual([`${head} active 0`])
  })

  it('given an event that no release could have written, then it is not ready, and says of which read model and at which event, and nothing of it', async () => {
    await ready()
    const position = await poison()
    await expect.poll(async () => (await ask('/health/ready')).status, { timeout: 10_000 }).toBe(503)
    const { body, text } = await ask('/health/ready')
    const failed = (body.projections as Told[]).filter(({ state }) => state === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    for (const { stoppedAt } of failed) expect(stoppedAt).toEqual({ position, eventId: POISON })
    expect(`${text}${lines.join('')}`).not.toContain('张三')
    expect((await ask('/metrics')).text).toMatch(/^state\{projection="monitoring_list",version="\d+",partition="0",state="failed"\} 1$/m)
  })

  it('given one that stands in the log before anything is built, then the service goes on, says where it stands, and keeps the other read models', async () => {
    await ready()
    await running.stop()
    const position = await poison()
    for (const file of readdirSync(folder)) if (file.startsWith('read-models')) rmSync(join(folder, file))
    const config = projectorConfig({ DATA: folder, HTTP_PORT: '0' })
    running = await startProjector(config, pino({ level: 'silent' }))
    const ended = vi.fn<() => void>()
    running.ended.finally(ended).catch(() => {})
    const states = async () => [...new Set((await told()).map(({ state }) => state))].toSorted()
    await expect.poll(states, { timeout: 20_000 }).toEqual(['active', 'failed'])
    for (const { stoppedAt } of (await told()).filter(({ state }) => state === 'failed')) expect(stoppedAt).toEqual({ position, eventId: POISON })
    await say({ type: 'RegisterVillage', data: { village: '431224105202', level: 'village', poverty: 'none', occurredOn: '2020-01-01' } })
    const head = String(await township.events.head())
    const profile = async () => (await told()).find(({ projection }) => projection === 'village_profile')
    await expect.poll(profile, { timeout: 10_000 }).toMatchObject({ state: 'active', position: head })
    expect(await ask('/health/live')).toMatchObject({ status: 200 })
    expect(ended).not.toHaveBeenCalled()
  })

  it('given Prometheus, then every name is there, with what was counted', async () => {
    await ready()
    await say({ type: 'ReportRisk', data: { ...home, risk: 'illness', occurredOn: '2020-11-03' } })
    const counted = () => ask('/metrics').then(({ text }) => text)
    await expect.poll(counted, { timeout: 10_000 }).toMatch(/^events_total\{projection="household_timeline",version="\d+",partition="0"\} 1$/m)
    const text = await counted()
    for (const name of ['position_age_seconds', 'state', 'events_total', 'pages_total', 'commit_seconds', 'dead_letters'])
      expect(text, name).toMatch(new RegExp(`^${name}(?:_bucket|_count)?\\{`, 'm'))
    for (const name of ['unknown_types_total', 'rebuild_progress', 'process_cpu_seconds_total']) expect(text, name).toContain(`# TYPE ${name} `)
    expect(text).toMatch(/^unknown_types_total 0$/m)
  })

  it('given what it does not know, then 404 and 405, and nothing is said back', async () => {
    expect(await ask('/张三?a=李四')).toMatchObject({ status: 404, text: '{"code":"http.not-found"}' })
    expect(await ask('/metrics', { method: 'POST', body: '张三' })).toMatchObject({ status: 405 })
    expect(await ask('/health/live', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  it('given that it is told to stop, then it does within five seconds and lets go of the models', async () => {
    await ready()
    const before = performance.now()
    await running.stop()
    await running.ended
    expect(performance.now() - before).toBeLessThan(5_000)
    await expect(ask('/health/live')).rejects.toThrow()
    await say({ type: 'VisitHousehold', data: { ...home, visitor: 'helper', occurredOn: '2020-11-03' } })
    expect((await township.catchUp()).behind).toBe(false)
  })
})
