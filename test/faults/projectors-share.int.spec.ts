import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { projectorConfig } from '@rural-tracker/projector'
import { openPostgresRows } from '@rural-tracker/projections/postgres'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { dump } from '@rural-tracker/projections/testing'
import { readModels } from '@rural-tracker/read-models'
import { openTracker, type Tracker } from '@rural-tracker/tracker'
import { afterEach, describe, expect, it } from 'vitest'
import { ServerNode } from '../eventstoredb-double/index.ts'
import { connected, fresh, postgresAddress, removed } from '../postgres/postgres.ts'

const MAIN = fileURLToPath(new URL('../../services/projector/src/main.ts', import.meta.url))
const postgres = await postgresAddress()
const LEASE_MS = 5_000
const HOUSEHOLDS = 60

/** Starts processes as on three machines: nothing is known of each other but what the database says. */
function fleet(env: Readonly<Record<string, string>>) {
  const running = new Map<string, ChildProcess>()
  let started = 0
  const start = () => {
    const name = `elsewhere-${++started}`
    const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env, INSTANCE: name }, stdio: ['ignore', 'ignore', 'inherit'] })
    running.set(name, child)
    child.once('exit', () => running.delete(name))
  }
  const kill = async (name: string) => {
    const child = running.get(name)
    if (!child) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { running, start, kill, end: () => Promise.all([...running.keys()].map(kill)) }
}

describe('three projectors that share the read models of one database', { timeout: 180_000 }, () => {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  it.each(['a file', 'a server'])(
    'given the log in %s and one that is killed while it holds them, then another takes over within twice the lease, and no row is wrong',
    async (where) => {
      const folder = mkdtempSync(join(tmpdir(), 'projectors-share-'))
      closing.push(() => rmSync(folder, { recursive: true, force: true }))
      const own = fresh(postgres)
      closing.push(() => removed(own))
      const schema = new URL(own).searchParams.get('schema') ?? ''
      const env: Record<string, string> = { DATA: folder, READ_MODELS_URL: own, HTTP_PORT: '0', LOG_LEVEL: 'error' }
      if (where === 'a server') {
        const node = await ServerNode.start()
        closing.push(() => node.stop())
        env['EVENTS_URL'] = node.url
      }
      const config = projectorConfig(env).tracker
      const township = await openTracker(config)
      closing.push(() => township.close())
      const appending = appendingTo(township)
      closing.push(appending.stop)
      const projectors = fleet(env)
      closing.push(projectors.end)
      for (let n = 0; n < 3; n++) projectors.start()

      const caughtUpTo = async (position: bigint | undefined) =>
        (await township.projections()).every((model) => model.position !== undefined && position !== undefined && model.position >= position)
      await expect.poll(() => caughtUpTo(1n), { timeout: 60_000, interval: 200 }).toBe(true)

      const database = await connected(own)
      closing.push(() => database.end())
      const holdersOf = async () => {
        const { rows } = await database.query<{ owner: string }>(`SELECT DISTINCT owner FROM ${schema}_built.lease WHERE owner IS NOT NULL`)
        return rows.map(({ owner }) => owner)
      }
      for (let round = 0; round < 2; round++) {
        // Whoever has events to fold waits at this table, and holds every lease meanwhile.
        const { rows } = await database.query<{ slot: string }>(
          `SELECT slot FROM ${schema}_built.slot WHERE model = 'household_timeline' AND state = 'active'`,
        )
        await database.query(`BEGIN; LOCK TABLE ${schema}_built.household_timeline__${rows[0]?.slot} IN ACCESS EXCLUSIVE MODE`)
        const waits = `SELECT FROM pg_locks WHERE NOT granted AND relation = '${schema}_built.household_timeline__${rows[0]?.slot}'::regclass`
        await expect.poll(async () => (await database.query(waits)).rowCount, { timeout: 20_000, interval: 50 }).toBe(1)
        const [victim = 'nobody', ...others] = await holdersOf()
        expect([projectors.running.has(victim), others]).toEqual([true, []])
        await projectors.kill(victim)
        await database.query('COMMIT')
        await expect.poll(holdersOf, { timeout: 2 * LEASE_MS, interval: 20 }).not.toContain(victim)
        const head = await township.events.head()
        await expect.poll(() => caughtUpTo(head), { timeout: 30_000, interval: 100 }).toBe(true)
        expect(projectors.running.size).toBe(2)
        projectors.start()
      }

      await appending.stop()
      const head = await township.events.head()
      await expect.poll(() => caughtUpTo(head), { timeout: 30_000, interval: 50 }).toBe(true)
      await projectors.end()
      await expectAsRebuilt(own, folder, config)
      expect(appending.appended()).toBeGreaterThan(100)
    },
  )
})

/** Somebody writes all the time, so that there is always something to do. */
function appendingTo(township: Tracker) {
  let appended = 0
  let stopped = false
  const ended = (async () => {
    for (let n = 0; !stopped; n++) {
      const home = { registeredIn: `4312241052${String(1 + (n % 20)).padStart(2, '0')}`, household: `H${100_000 + (n % HOUSEHOLDS)}` }
      // The same visit again would be no event.
      const day = new Date(Date.UTC(2016, 0, 1 + Math.floor(n / HOUSEHOLDS))).toISOString().slice(0, 10)
      const envelope = { commandId: `c-${n}`, actor: 'village:1', source: 'api' }
      const command =
        n < HOUSEHOLDS
          ? { type: 'RegisterHousehold' as const, data: { ...home, kind: 'ordinary' as const, occurredOn: '2016-01-01' } }
          : { type: 'VisitHousehold' as const, data: { ...home, visitor: 'helper' as const, occurredOn: day } }
      const outcome = await township.execute(command, envelope)
      if (outcome.ok) appended += outcome.events.length
      await setTimeout(20)
    }
  })()
  const stop = async () => {
    stopped = true
    await ended
  }
  return { stop, appended: () => appended }
}

/** Every table of the shared database against one that a single process has built from the same log. */
async function expectAsRebuilt(own: string, folder: string, config: Parameters<typeof openTracker>[0]): Promise<void> {
  const path = join(folder, 'rebuilt.db')
  const alone = await openTracker({ ...config, readModelsUrl: `sqlite:${path}` })
  await alone.catchUp()
  await alone.close()
  const [shared, rebuilt] = [await openPostgresRows(own), openSqliteRows(path)]
  try {
    for (const model of readModels) expect(await dump(shared, model), model.name).toEqual(await dump(rebuilt, model))
  } finally {
    await Promise.all([shared.close(), rebuilt.close()])
  }
}
