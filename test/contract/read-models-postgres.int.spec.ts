import type { Row, RowStore, Table } from '@rural-tracker/projections'
import { createRoles, openPostgresRows } from '@rural-tracker/projections/postgres'
import { describeProjector, describeRowStore, putInPlace } from '@rural-tracker/projections/testing'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asked, connected, fresh, freshRows, postgresAddress, removed } from '../postgres/postgres.ts'

const address = await postgresAddress()

describe('read models in PostgreSQL keep the contract of those in SQLite', () => {
  describeRowStore('PostgreSQL', () => freshRows(address))
  describeProjector('PostgreSQL', () => freshRows(address))
})

const people: Table = { name: 'people', columns: { id: 'text', age: 'integer', said: 'json' }, key: ['id'] }
const person = (id: string, age: number | null = null): Row => ({ id, age, said: null })

describe('read models in PostgreSQL', () => {
  let own: string
  let schema: string
  let owner: { name: string; password: string }
  let reader: { name: string; password: string }
  let rows: RowStore
  const closing: (() => Promise<unknown>)[] = []

  beforeEach(async () => {
    own = fresh(address)
    schema = new URL(own).searchParams.get('schema') ?? ''
    owner = { name: `${schema}_owner`, password: crypto.randomUUID() }
    reader = { name: `${schema}_reader`, password: crypto.randomUUID() }
    await createRoles(own, { owner, reader })
    rows = await openAsOwner()
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
    await removed(own)
    for (const { name } of [owner, reader]) await asked(own, `DROP OWNED BY ${name}; DROP ROLE ${name}`)
  })

  const ownersAddress = () => {
    const url = new URL(own)
    url.username = owner.name
    url.password = owner.password
    return url.href
  }
  const openAsOwner = async (how = {}) => {
    const opened = await openPostgresRows(ownersAddress(), how)
    closing.push(() => opened.close())
    return opened
  }
  const as = async (role: { name: string; password: string }): Promise<pg.Client> => {
    const client = await connected(own, { user: role.name, password: role.password })
    closing.push(() => client.end())
    return client
  }
  const slotWith = async (given: readonly Row[], table = people): Promise<number> => {
    const slot = await rows.createSlot({ model: 'people', version: 1, hash: 'h', logId: 'log', tables: [table] })
    await rows.index(slot, [table])
    await rows.transaction((tx) => tx.insert(slot, table, given))
    return slot
  }
  const seen = async (...given: Row[]): Promise<number> => {
    const slot = await slotWith(given)
    await putInPlace(rows, 'people', slot, [people])
    return slot
  }
  const ids = async () => (await rows.rows(people, { order: [['id', 'asc']] })).map(({ id }) => id)
  /** Somebody waits for a lock that another holds. */
  const somebodyWaits = (what: string) =>
    vi.waitFor(async () => {
      const waiting = `SELECT FROM pg_stat_activity WHERE usename = '${owner.name}' AND wait_event_type = 'Lock' AND query LIKE '%${what}%'`
      expect(await asked(own, waiting)).toHaveLength(1)
    }, 20_000)

  describe('the reader', () => {
    const attempts = () => [
      `INSERT INTO ${schema}.people VALUES ('x', 1, null)`,
      `UPDATE ${schema}.people SET age = 1`,
      `DELETE FROM ${schema}.people`,
      `TRUNCATE ${schema}_built.people__1`,
      `SELECT * FROM ${schema}_built.people__1`,
      `UPDATE ${schema}_built.lease SET epoch = 9`,
      `DROP VIEW ${schema}.people`,
      `CREATE TABLE ${schema}.mine (x int)`,
      `CREATE TABLE ${schema}_built.mine (x int)`,
      `SET ROLE ${owner.name}`,
    ]

    it('given the views, then it reads them, those that come later too, and writes nothing', async () => {
      await seen(person('a', 1))
      const analyst = await as(reader)
      expect((await analyst.query(`SELECT id, age FROM ${schema}.people`)).rows).toEqual([{ id: 'a', age: '1' }])
      await analyst.query('SET default_transaction_read_only = off')
      for (const attempt of attempts()) await expect(analyst.query(attempt), attempt).rejects.toMatchObject({ code: '42501' })
      expect(await rows.rows(people)).toEqual([person('a', 1)])
      await seen(person('b'))
      expect((await analyst.query(`SELECT id FROM ${schema}.people`)).rows).toEqual([{ id: 'b' }])
    })

    it('given the owner, then it is nobody’s superuser and may make neither databases nor roles', async () => {
      const rights = `SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname IN ('${owner.name}', '${reader.name}')`
      const none = { rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolbypassrls: false }
      expect(await asked(own, rights)).toEqual([none, none])
    })

    it('given roles that are there, when they are made again, then nothing is lost', async () => {
      await seen(person('a'))
      await createRoles(own, { owner: { name: owner.name }, reader: { name: reader.name } })
      expect((await (await as(reader)).query(`SELECT id FROM ${schema}.people`)).rows).toEqual([{ id: 'a' }])
      await seen(person('b'))
      expect(await ids()).toEqual(['b'])
    })
  })

  describe('a switch', () => {
    /** A query that has begun and has not ended. */
    const longQuery = async (): Promise<pg.Client> => {
      const analyst = await as(reader)
      await analyst.query(`BEGIN; DECLARE long CURSOR FOR SELECT * FROM ${schema}.people`)
      await analyst.query('FETCH 1 FROM long')
      return analyst
    }

    it('given a long query of an analyst, then readers go on reading what was, and the switch comes when the query has ended', async () => {
      await seen(person('a'), person('b'))
      const next = await slotWith([person('c')])
      const analyst = await longQuery()
      let switched = false
      const switching = putInPlace(rows, 'people', next, [people]).then(() => (switched = true))
      const another = await as(reader)
      for (let attempt = 0; attempt < 3; attempt++) {
        await somebodyWaits('VIEW')
        // Behind the switch that waits, and answered when it gives way.
        expect(await ids()).toEqual(['a', 'b'])
        expect((await another.query(`SELECT count(*) FROM ${schema}.people`)).rows).toEqual([{ count: '2' }])
      }
      expect(switched).toBe(false)
      expect((await analyst.query('FETCH ALL FROM long')).rows).toMatchObject([{ id: 'b' }])
      await analyst.query('COMMIT')
      await switching
      expect(await ids()).toEqual(['c'])
    })

    it('given a query that does not end, then the switch is given up with a sentence, and all is as it was', async () => {
      const before = await seen(person('a'))
      const impatient = await openAsOwner({ switchPatienceMs: 0 })
      const next = await slotWith([person('c')])
      const analyst = await longQuery()
      await expect(putInPlace(impatient, 'people', next, [people])).rejects.toMatchObject({ code: 'projection.cannot-switch' })
      expect(await ids()).toEqual(['a'])
      expect((await rows.slots('people')).map(({ slot, state }) => [slot, state])).toEqual([
        [before, 'active'],
        [next, 'building'],
      ])
      await analyst.query('COMMIT')
      await putInPlace(impatient, 'people', next, [people])
      expect(await ids()).toEqual(['c'])
    })

    it('given that nobody wants it any longer while a query is in the way, then it ends, and all is as it was', async () => {
      await seen(person('a'))
      const next = await slotWith([person('c')])
      const analyst = await longQuery()
      const lease = await rows.lease('people', 'elsewhere:1', 60_000)
      const stop = new AbortController()
      const switching = rows.activate({ model: 'people', slot: next, epoch: lease.held ? lease.epoch : 0 }, [people], stop.signal)
      const ended = expect(switching).rejects.toMatchObject({ code: 'rebuild.ended' })
      await somebodyWaits('VIEW')
      stop.abort()
      await ended
      await analyst.query('COMMIT')
      expect(await ids()).toEqual(['a'])
      expect((await rows.slots('people')).map(({ state }) => state)).toEqual(['active', 'building'])
    })

    it('given an analyst’s own view, then it lives through a switch; where columns go it is in the way, and that is said', async () => {
      await seen(person('a', 1))
      await asked(own, `CREATE SCHEMA ${schema}_mine; CREATE VIEW ${schema}_mine.ages AS SELECT age FROM ${schema}.people`)
      closing.push(() => asked(own, `DROP SCHEMA IF EXISTS ${schema}_mine CASCADE`))
      await seen(person('b', 2))
      expect(await asked(own, `SELECT age FROM ${schema}_mine.ages`)).toEqual([{ age: '2' }])
      const { age: _, ...columns } = people.columns
      const narrower = { ...people, columns }
      const next = await slotWith([{ id: 'c', said: null }], narrower)
      await expect(putInPlace(rows, 'people', next, [narrower])).rejects.toMatchObject({ code: 'projection.view-in-use' })
      await asked(own, `DROP VIEW ${schema}_mine.ages`)
      await putInPlace(rows, 'people', next, [narrower])
      expect(await rows.rows(narrower)).toEqual([{ id: 'c', said: null }])
      expect((await (await as(reader)).query(`SELECT id FROM ${schema}.people`)).rows).toEqual([{ id: 'c' }])
    })
  })

  describe('two processes', () => {
    const epochOf = async (store: RowStore, who: string, forMs: number) => {
      const lease = await store.lease('people', who, forMs)
      if (!lease.held) throw new Error(`${lease.by} holds it`)
      return lease.epoch
    }
    const checkpoint = (slot: number, epoch: number, from: bigint | undefined, to: bigint) =>
      ({ model: 'people', slot, epoch, from, to, lastEvent: undefined }) as never

    it('given one that is held up between its rows and its checkpoint, when another takes over, then it is fenced and the rows are the other’s', async () => {
      const slot = await seen()
      const other = await openAsOwner()
      const mine = await epochOf(rows, 'elsewhere:1', -1_000)
      const held = Promise.withResolvers<void>()
      closing.push(async () => held.resolve())
      const written = Promise.withResolvers<void>()
      const superseded = rows.transaction(async (tx) => {
        await tx.upsert(slot, people, [person('a', 1), person('b', 1)])
        written.resolve()
        await held.promise
        await tx.checkpoint(checkpoint(slot, mine, undefined, 1n))
      })
      await written.promise
      const theirs = await epochOf(other, 'elsewhere:2', 60_000)
      const taking = other.transaction(async (tx) => {
        await tx.upsert(slot, people, [person('a', 2)])
        await tx.checkpoint(checkpoint(slot, theirs, undefined, 2n))
      })
      await somebodyWaits('unnest')
      held.resolve()
      await expect(superseded).rejects.toMatchObject({ code: 'projection.fenced' })
      await taking
      expect(await rows.rows(people)).toEqual([person('a', 2)])
      expect((await rows.slots('people'))[0]?.position).toBe(2n)
    })

    it('given one that has moved its checkpoint and not yet committed, then who takes over waits for that and goes on after it', async () => {
      const slot = await seen()
      const other = await openAsOwner()
      const mine = await epochOf(rows, 'elsewhere:1', -1_000)
      const held = Promise.withResolvers<void>()
      closing.push(async () => held.resolve())
      const moved = Promise.withResolvers<void>()
      const first = rows.transaction(async (tx) => {
        await tx.upsert(slot, people, [person('a', 1)])
        await tx.checkpoint(checkpoint(slot, mine, undefined, 1n))
        moved.resolve()
        await held.promise
      })
      await moved.promise
      const taking = epochOf(other, 'elsewhere:2', 60_000)
      await somebodyWaits('lease')
      held.resolve()
      await first
      expect(await taking).toBe(mine + 1)
      expect((await other.slots('people'))[0]?.position).toBe(1n)
    })
  })

  describe('the database', () => {
    it('given a connection that breaks inside a transaction, then nothing of it is left, it is said so, and the next one works', async () => {
      const slot = await seen(person('a'))
      const broken = rows.transaction(async (tx) => {
        await tx.upsert(slot, people, [person('b')])
        await asked(own, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${owner.name}' AND state <> 'idle'`)
        await tx.upsert(slot, people, [person('c')])
      })
      await expect(broken).rejects.toMatchObject({ code: 'rows.unavailable', text: { zh: expect.stringContaining('读模型数据库无法使用') } })
      expect(await ids()).toEqual(['a'])
      await rows.transaction((tx) => tx.insert(slot, people, [person('d')]))
      expect(await ids()).toEqual(['a', 'd'])
    })

    it.each<[string, (url: URL) => void]>([
      ['a wrong password', (url) => (url.password = 'not-this-one')],
      ['a database that is not there', (url) => (url.pathname = '/nowhere')],
      ['a port on which nobody listens', (url) => (url.port = '1')],
    ])('given %s, then it is said in one sentence that does not hold the password', async (_name, change) => {
      const url = new URL(ownersAddress())
      change(url)
      const error = await openPostgresRows(url.href).catch((thrown: Error) => thrown)
      expect(error).toMatchObject({ code: 'rows.unavailable' })
      expect(String(error)).not.toContain(url.password)
    })

    it('given what a newer release wrote, then it is refused with a sentence and stays as it is', async () => {
      await asked(own, `UPDATE ${schema}_built.format SET version = 9`)
      await expect(openPostgresRows(ownersAddress())).rejects.toMatchObject({
        code: 'projection.newer-format',
        text: { en: 'The read models were written by a newer release (format 9); upgrade this program.' },
      })
      expect(await asked(own, `SELECT version FROM ${schema}_built.format`)).toEqual([{ version: '9' }])
    })

    it('given what the first release wrote, then what has come since is added, and what is there stays', async () => {
      await seen(person('a'))
      await asked(own, `DROP TABLE ${schema}_built.rebuild; UPDATE ${schema}_built.format SET version = 1`)
      const opened = await openAsOwner()
      await opened.keepRebuild({ id: 'r', model: 'people', slot: 1, events: 3, report: { a: 1 } })
      expect(await opened.rebuildOf('r')).toEqual({ id: 'r', model: 'people', slot: 1, events: 3, report: { a: 1 } })
      expect(await ids()).toEqual(['a'])
      expect(await asked(own, `SELECT version FROM ${schema}_built.format`)).toEqual([{ version: '2' }])
    })

    it('given several processes that open an empty database at once, then all of them find it ready', async () => {
      const empty = fresh(address)
      closing.push(() => removed(empty))
      const opened = await Promise.all(Array.from({ length: 5 }, () => openPostgresRows(empty)))
      expect(await Promise.all(opened.map((one) => one.slots()))).toEqual([[], [], [], [], []])
      await Promise.all(opened.map((one) => one.close()))
    })

    it('given the sign U+0000 in a text, which PostgreSQL cannot hold, then another stands for it and finds it', async () => {
      const slot = await seen(person('a\0b'))
      await rows.transaction((tx) => tx.upsert(slot, people, [{ ...person('c\0', 1), said: { kept: 'x\0y' } }]))
      expect(await ids()).toEqual(['a\u{FFFD}b', 'c\u{FFFD}'])
      expect(await rows.rows(people, { where: [['id', '=', 'c\0']] })).toMatchObject([{ said: { kept: 'x\0y' } }])
    })
  })
})
