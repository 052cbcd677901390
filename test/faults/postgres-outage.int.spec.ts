import { setTimeout } from 'node:timers/promises'
import { aggregates } from '@rural-tracker/domain'
import { type Command, createImporter, openMemoryStore } from '@rural-tracker/event-store'
import { Projector, type RowStore } from '@rural-tracker/projections'
import { openPostgresRows } from '@rural-tracker/projections/postgres'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { dump } from '@rural-tracker/projections/testing'
import { readModels } from '@rural-tracker/read-models'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asked, fresh, postgresAddress, removed } from '../postgres/postgres.ts'
import { Proxy } from '../postgres/proxy.ts'

const address = await postgresAddress()
const today = () => '2021-06-30'
const HOUSEHOLDS = 400

function* history(from: number, to: number): Generator<Command> {
  for (let n = from; n < to; n++) {
    const home = { registeredIn: `4312241052${String(1 + (n % 20)).padStart(2, '0')}`, household: `H${100_000 + n}` }
    const envelope = (what: string) => ({ commandId: `${what}-${n}`, actor: 'clerk:a', source: 'test' })
    yield { type: 'RegisterHousehold', data: { ...home, kind: 'ordinary', occurredOn: '2016-01-01' }, ...envelope('register') }
    yield { type: 'ReportRisk', data: { ...home, risk: 'illness', occurredOn: '2019-05-01' }, ...envelope('risk') }
  }
}

/** Connections that are told from those of other specs. */
function named(of: string): string {
  const url = new URL(of)
  url.searchParams.set('application_name', 'put-out')
  return url.href
}

describe('a PostgreSQL that is cut off or away', { timeout: 120_000 }, () => {
  const store = openMemoryStore()
  const own = named(fresh(address))
  let proxy: Proxy
  let rows: RowStore
  let projector: Projector
  const told: string[] = []
  const observer = { retrying: (code: string) => told.push(code) }
  const write = (from: number, to: number) => createImporter({ store, aggregates }).import(history(from, to))

  beforeEach(async () => {
    proxy = await Proxy.to(own)
    rows = await openPostgresRows(proxy.address)
    told.length = 0
    projector = new Projector({
      events: store,
      rows,
      models: readModels,
      owner: 'elsewhere:1',
      today,
      pageSize: 64,
      pagesACommit: 1,
      leaseMs: 60_000,
      observer,
    })
  })
  afterEach(async () => {
    await rows.close()
    await proxy.stop()
    await removed(own)
  })

  const expectAsRebuilt = async () => {
    const other = openSqliteRows(':memory:')
    await new Projector({ events: store, rows: other, models: readModels, owner: 'elsewhere:2', today }).catchUp()
    for (const model of readModels) expect(await dump(rows, model), model.name).toEqual(await dump(other, model))
    await other.close()
  }

  it('given connections that break again and again while it builds and catches up, then every row is as if nothing had been', async () => {
    await write(0, HOUSEHOLDS)
    const cutting = async (every: number, working: Promise<void>) => {
      let done = false
      const ended = working.finally(() => (done = true))
      for (let cuts = 0; !done && cuts < 10; cuts++) {
        await setTimeout(every)
        proxy.cut()
      }
      await ended
    }
    await cutting(150, projector.catchUp())
    await write(HOUSEHOLDS, HOUSEHOLDS * 2)
    await cutting(60, projector.catchUp())
    expect(told.length).toBeGreaterThan(1)
    await expectAsRebuilt()
  })

  it('given a server that puts everybody out, as one that restarts does, then it goes on', async () => {
    await projector.catchUp()
    await write(HOUSEHOLDS * 2, HOUSEHOLDS * 2 + 100)
    const working = projector.catchUp()
    const putOut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'put-out'"
    for (let n = 0; n < 5; n++) {
      await asked(address, putOut)
      await setTimeout(100)
    }
    await working
    await expectAsRebuilt()
  })

  it('given one that is away for two seconds while somebody follows, then nobody has to do anything', async () => {
    await projector.catchUp()
    const stop = new AbortController()
    const following = projector.follow(stop.signal)
    await write(HOUSEHOLDS * 3, HOUSEHOLDS * 3 + 50)
    await proxy.goAway()
    await write(HOUSEHOLDS * 3 + 50, HOUSEHOLDS * 3 + 100)
    await setTimeout(2_000)
    await proxy.comeBack()
    const head = await store.head()
    await expect.poll(() => projector.position(), { timeout: 30_000 }).toBe(head)
    expect(told).toContain('rows.unavailable')
    stop.abort()
    await following
    await expectAsRebuilt()
  })

  it('given one that stays away, then it is said in one sentence after the patience that was asked for', async () => {
    await projector.catchUp()
    const impatient = new Projector({ events: store, rows, models: readModels, owner: 'elsewhere:1', today, patienceMs: 300 })
    await proxy.goAway()
    await expect(impatient.catchUp()).rejects.toMatchObject({ code: 'rows.unavailable', passing: true })
    await proxy.comeBack()
    await impatient.catchUp()
  })

  it('given nothing new, then catching up asks the database once, and with something new as often as there are models, not more than a few times each', async () => {
    await projector.catchUp()
    const queries = vi.spyOn(pg.Client.prototype, 'query')
    try {
      await projector.catchUp()
      expect(queries.mock.calls.length).toBe(1)
      expect(await projector.reached(await store.head(), 0)).toBe(true)
      await projector.position()
      expect(queries.mock.calls.length).toBe(3)
      queries.mockClear()
      await write(HOUSEHOLDS * 4, HOUSEHOLDS * 4 + 1)
      await projector.catchUp()
      // A transaction with a checkpoint for each model, and what those that have something to write ask and say.
      const statements = queries.mock.calls.map(([sql]) => String(sql).split(/\s+/, 3).join(' '))
      expect(statements.filter((sql) => sql === 'BEGIN')).toHaveLength(1)
      expect(statements.filter((sql) => sql.includes('"lease"'))).toHaveLength(3)
      expect(statements.length).toBeLessThan(readModels.length * 5)
    } finally {
      queries.mockRestore()
    }
  })
})
