import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { Projector, type RowStore, type Table } from '@rural-tracker/projections'
import { openPostgresRows } from '@rural-tracker/projections/postgres'
import { readModels } from '@rural-tracker/read-models'
import { type Command, embeddedConfig, openTracker, RebuildThreads, type Tracker, type TrackerConfig } from '@rural-tracker/tracker'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asked, connected, fresh, postgresAddress, removed } from '../postgres/postgres.ts'

const PROCESS = fileURLToPath(new URL('./rebuild-threads-process.ts', import.meta.url))
const postgres = await postgresAddress()
const HOUSEHOLDS = 700
const TODAY = '2020-12-31'
/** Derived per subject, and one row an event. What has one row a key is worth threads only together with others. */
const MODELS = ['monitoring_list', 'household_timeline'] as const

function* history(): Generator<Command> {
  const envelope = (commandId: string) => ({ commandId, actor: 'clerk:a', source: 'import:test' })
  for (const [year, amount] of [
    [2019, 350_000],
    [2020, 400_000],
  ] as const) {
    const line = { region: '430000000000', from: `${year}-01-01`, amount, basis: 'test', assumption: true }
    yield { type: 'SetMonitoringLine', data: line, ...envelope(`line-${year}`) }
  }
  for (let n = 0; n < HOUSEHOLDS; n++) {
    const home = { registeredIn: `4312241052${String(1 + (n % 20)).padStart(2, '0')}`, household: `H${100_000 + n}` }
    yield { type: 'RegisterHousehold', data: { ...home, kind: 'ordinary', occurredOn: '2016-01-01' }, ...envelope(`register-${n}`) }
    yield { type: 'ReportRisk', data: { ...home, risk: 'illness', occurredOn: '2019-05-01' }, ...envelope(`risk-${n}`) }
    yield { type: 'VisitHousehold', data: { ...home, visitor: 'helper', occurredOn: '2019-06-01' }, ...envelope(`visit-${n}`) }
  }
}

describe('a rebuild whose parts are real threads', { timeout: 120_000 }, () => {
  let folder: string
  let config: TrackerConfig
  let tracker: Tracker
  let rows: RowStore
  const threads = () => new RebuildThreads(config, 2, 0)
  const projectorOver = (other: RowStore, how: RebuildThreads = threads()) => {
    const events = openSqliteStore(config.eventsUrl.slice('sqlite:'.length))
    closing.push(() => events.close())
    return new Projector({ events, rows: other, models: readModels, owner: 'test', today: () => TODAY, threads: how })
  }
  const closing: (() => Promise<unknown>)[] = []
  const none = (name: string) =>
    Object.fromEntries(
      (readModels.find((model) => model.name === name)?.tables ?? []).map((table) => [table.name, { missing: 0, added: 0, keys: [] }]),
    )
  const states = async (name: string) => (await rows.slots(name)).map(({ state }) => state)
  const schema = () => new URL(config.readModelsUrl).searchParams.get('schema')
  /** The next thread that begins. */
  const nextThread = () => {
    const { promise, resolve } = Promise.withResolvers<Worker>()
    process.once('worker', resolve)
    return promise
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rebuild-threads-'))
    config = { ...embeddedConfig(folder), readModelsUrl: fresh(postgres), rebuildThreads: 1, today: () => TODAY }
    tracker = await openTracker(config)
    await tracker.import(history())
    await tracker.catchUp()
  })
  beforeEach(async () => {
    rows = await openPostgresRows(config.readModelsUrl)
    closing.push(() => rows.close())
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  afterAll(async () => {
    await tracker.close()
    await removed(config.readModelsUrl)
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(MODELS)('given %s, then it equals what one thread has built and followed', async (name) => {
    const report = await projectorOver(rows).rebuild(name)
    expect(report).toMatchObject({ name, difference: none(name) })
  })

  it('given all models at once, then the first build of a database equals that of one thread, table by table', async () => {
    const own = fresh(postgres)
    const other = await openPostgresRows(own)
    const place = { eventsUrl: config.eventsUrl, readModelsUrl: own }
    await projectorOver(other, new RebuildThreads(place, 2, 0)).catchUp()
    for (const { tables } of readModels)
      for (const table of tables) {
        const order = table.key.map((column) => [column, 'asc'] as const)
        expect(await other.rows(table, { order }), table.name).toEqual(await rows.rows(table, { order }))
      }
    await other.close()
    await removed(own)
  })

  it('given an event that cannot be folded, then the first build of a database stands before it, and a rebuild is refused with it', async () => {
    const bad = { ...config, eventsUrl: `sqlite:${join(folder, 'with-poison.db')}`, readModelsUrl: fresh(postgres) }
    const [whole, file] = [config, bad].map(({ eventsUrl }) => eventsUrl.slice('sqlite:'.length)) as [string, string]
    for (const also of ['', '-wal']) copyFileSync(`${whole}${also}`, `${file}${also}`)
    const log = openSqliteStore(file)
    const id = '00000000-0000-4000-8000-000000000000'
    const metadata = { commandId: 'poison', commandHash: 'x', actor: 'x', source: 'x', division: '431224105202', v: 1 }
    await log.append('household-431224105202-H100001', 'stream_exists', [{ id, type: 'RiskReported', data: {}, metadata }])
    const other = await openPostgresRows(bad.readModelsUrl)
    const [models, today, all] = [readModels.filter(({ name }) => name !== 'household_timeline'), () => TODAY, new RebuildThreads(bad, 2, 0)]
    const projector = new Projector({ events: log, rows: other, models, owner: 'test', today, threads: all })
    await projector.catchUp()
    const status = await projector.status()
    expect(status.find(({ name }) => name === 'monitoring_list')).toMatchObject({ state: 'failed', failure: { eventId: id } })
    expect(status.find(({ name }) => name === 'village_profile')).toMatchObject({ state: 'active', position: await log.head() })
    const [list] = readModels.filter(({ name }) => name === 'monitoring_list').map(({ tables }) => tables[1])
    expect(await other.count(list as Table)).toBe(await rows.count(list as Table))
    await expect(projector.rebuild('monitoring_list')).rejects.toMatchObject({ code: 'projection.poison', failure: { eventId: id } })
    await all.end()
    await other.close()
    await log.close()
    await removed(bad.readModelsUrl)
  })

  it('given a thread that is killed, then there is one clean error, nothing is left, and asked again it is built', async () => {
    const before = await states('monitoring_list')
    const killed = nextThread().then((thread) => thread.terminate())
    await expect(projectorOver(rows).rebuild('monitoring_list')).rejects.toMatchObject({ code: 'rebuild.thread-died' })
    await killed
    expect(await states('monitoring_list')).toEqual(before)
    expect(await projectorOver(rows).rebuild('monitoring_list')).toMatchObject({ difference: none('monitoring_list') })
  })

  it('given a connection of a thread that is cut while it writes, then it is tried again and ends as if nothing had been', async () => {
    const rebuilding = projectorOver(rows).rebuild('household_timeline')
    const building = async () => (await rows.slots('household_timeline')).find(({ state }) => state === 'building')?.slot
    await expect.poll(building, { timeout: 30_000 }).toBeDefined()
    const table = `"${schema()}_built".household_timeline__${await building()}`
    const held = await connected(postgres)
    await held.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`)
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = '${table}'::regclass AND NOT granted`
    await expect.poll(async () => (await asked(postgres, cut)).length, { timeout: 30_000 }).toBeGreaterThan(0)
    await held.end()
    expect(await rebuilding).toMatchObject({ difference: none('household_timeline') })
  })

  it('given a process that is killed while its threads write, then asked again by its name it is one rebuild and the same rows', async () => {
    const id = await tracker.rebuildId('monitoring_list')
    const file = config.eventsUrl.slice('sqlite:'.length)
    const child = spawn(process.execPath, [PROCESS, file, config.readModelsUrl, 'monitoring_list', id], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    expect(String(said)).toMatch(/^building/)
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
    const again = projectorOver(rows)
    const report = await again.rebuild('monitoring_list', { id })
    expect(report).toMatchObject({ difference: none('monitoring_list') })
    expect(await again.rebuild('monitoring_list', { id })).toEqual(report)
    expect(await states('monitoring_list')).toEqual(['retired', 'active'])
  })

  it('given that nobody wants it any longer, then its threads end with it, nothing is left, and asked again it is built', async () => {
    const before = await states('monitoring_list')
    const [stop, all] = [new AbortController(), threads()]
    const gone = nextThread().then(async (thread) => {
      stop.abort()
      await once(thread, 'exit')
    })
    await expect(projectorOver(rows, all).rebuild('monitoring_list', { signal: stop.signal })).rejects.toMatchObject({ code: 'rebuild.ended' })
    await gone
    expect(await states('monitoring_list')).toEqual(before)
    expect(await projectorOver(rows).rebuild('monitoring_list')).toMatchObject({ difference: none('monitoring_list') })
  })

  it('given a tracker that is closed, then its threads end, and who asked is told', async () => {
    const all = threads()
    const ended = nextThread().then(() => all.end())
    await expect(projectorOver(rows, all).rebuild('monitoring_list')).rejects.toMatchObject({ code: 'rebuild.ended' })
    await ended
    expect((await states('monitoring_list')).includes('building')).toBe(false)
  })
})
