import { DatabaseSync } from 'node:sqlite'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { NewEvent } from '../port.ts'
import { describeEventStore, idsOf, inAFile, logEvents, newEvent, newEvents, streamEvents } from '../testing/index.ts'
import { backupSqliteStore, openDriver, openSqliteStore } from './index.ts'
import { prepareSchema } from './schema.ts'
import { openWriter } from './writing.ts'

const folders: string[] = []
function freshPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'event-store-'))
  folders.push(folder)
  return join(folder, 'events.db')
}
const removeFolders = () => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
}

describeEventStore('sqlite', inAFile(freshPath, openSqliteStore), { durable: true, multiProcess: true })

describe('the SQLite log', () => {
  const stream = 'household-431224105201-H00001'
  afterEach(removeFolders)

  it('refuses UPDATE and DELETE', async () => {
    const path = freshPath()
    const store = openSqliteStore(path)
    await store.append(stream, 'no_stream', newEvents(1))
    const raw = new DatabaseSync(path)
    expect(() => raw.exec(`update events set type = 'Other'`)).toThrow(/immutable/)
    expect(() => raw.exec('delete from events')).toThrow(/immutable/)
    raw.close()
    expect(await streamEvents(store, stream)).toHaveLength(1)
    await store.close()
  })

  it.each([
    [undefined, 2],
    ['FULL', 2],
    ['NORMAL', 1],
  ] as const)('synchronous %s is in force on its connection', async (synchronous, value) => {
    const store = openSqliteStore(freshPath(), synchronous ? { synchronous } : {})
    expect(store.pragma('synchronous')).toBe(value)
    expect(store.pragma('journal_mode')).toBe('wal')
    await store.close()
  })

  it('refuses a newer format with a sentence in both languages, and leaves the file alone', async () => {
    const path = freshPath()
    await openSqliteStore(path).close()
    const raw = new DatabaseSync(path)
    raw.exec(`update meta set value = '99' where key = 'schema_version'`)
    raw.close()
    expect(() => openSqliteStore(path)).toThrow(
      expect.objectContaining({ code: 'store.newer-format', text: { zh: expect.stringContaining('升级'), en: expect.stringContaining('upgrade') } }),
    )
  })

  it('refuses a file that is no log', () => {
    const other = freshPath()
    const raw = new DatabaseSync(other)
    raw.exec('create table people (x)')
    raw.close()
    expect(() => openSqliteStore(other)).toThrow(expect.objectContaining({ code: 'store.not-a-log' }))
    const text = freshPath()
    writeFileSync(text, 'Sanjiang '.repeat(1_000))
    expect(() => openSqliteStore(text)).toThrow(expect.objectContaining({ code: 'store.not-a-log' }))
  })

  it('commits what waits in one transaction, in call order, with an answer for each', async () => {
    const path = freshPath()
    const store = openSqliteStore(path)
    const reader = new DatabaseSync(path)
    const version = () => reader.prepare('pragma data_version').get()?.['data_version'] as number
    const events = newEvents(6)
    const [a, b, c, d, e, f] = events as [NewEvent, NewEvent, NewEvent, NewEvent, NewEvent, NewEvent]
    const before = version()
    const results = await Promise.all([
      store.append('household-1-a', 'no_stream', [a]),
      store.append('household-1-b', 'no_stream', [b]),
      store.append('household-1-a', 0n, [c]),
      store.append('household-1-a', 0n, [d]),
      store.append('household-1-b', 'stream_exists', [e]),
      store.append('household-1-c', 5n, [f]),
    ])
    expect(results.map((r) => (r.ok ? r.revision : r.actual))).toEqual([0n, 0n, 1n, 1n, 1n, 'no_stream'])
    expect(results.map((r) => r.ok)).toEqual([true, true, true, false, true, false])
    expect(version() - before).toBe(1)
    expect(idsOf(await logEvents(store, {}))).toEqual(idsOf([a, b, c, e]))
    reader.close()
    await store.close()
  })

  it('answers every append of a large commit with the place its events have in the log', async () => {
    const store = openSqliteStore(freshPath())
    const calls = Array.from({ length: 100 }, (_, n) => ({ stream: `household-1-${n % 7}`, events: newEvents(1 + (n % 3)) }))
    const results = await Promise.all(calls.map(({ stream, events }) => store.append(stream, 'any', events)))
    const log = await logEvents(store, {})
    expect(idsOf(log)).toEqual(calls.flatMap(({ events }) => idsOf(events)))
    expect(log.map(({ stream }) => stream)).toEqual(calls.flatMap(({ stream, events }) => events.map(() => stream)))
    const lasts = calls.map(({ events }) => log.find(({ id }) => id === events.at(-1)?.id))
    expect(results).toEqual(lasts.map((last) => ({ ok: true, revision: last?.revision, position: last?.position })))
    await store.close()
  })

  it('recognises a repeat of what waits in the same commit', async () => {
    const store = openSqliteStore(freshPath())
    const [a, b, c] = newEvents(3) as [NewEvent, NewEvent, NewEvent]
    const results = await Promise.all([
      store.append(stream, 'no_stream', [a, b]),
      store.append(stream, 'any', [a]),
      store.append(stream, 'no_stream', [a, b]),
      store.append(stream, 1n, [c]),
      store.append(stream, 'no_stream', [a, c]),
    ])
    expect(results.slice(0, 4)).toEqual([
      { ok: true, revision: 1n, position: 2n },
      { ok: true, revision: 0n, position: 1n },
      { ok: true, revision: 1n, position: 2n },
      { ok: true, revision: 2n, position: 3n },
    ])
    expect(results[4]).toMatchObject({ ok: false, actual: 2n })
    expect(idsOf(await streamEvents(store, stream))).toEqual(idsOf([a, b, c]))
    await store.close()
  })

  it('goes on behind what another connection wrote meanwhile, and behind a commit that failed', async () => {
    const path = freshPath()
    const [one, other] = [openSqliteStore(path, { busyTimeoutMs: 50 }), openSqliteStore(path)]
    await one.append(stream, 'no_stream', newEvents(2))
    await other.append(stream, 1n, newEvents(3))
    await one.append('household-1-b', 'no_stream', newEvents(20))
    const raw = new DatabaseSync(path)
    raw.exec('begin immediate')
    await expect(one.append(stream, 4n, newEvents(1))).rejects.toMatchObject({ code: 'store.busy' })
    raw.exec('rollback')
    raw.close()
    expect(await one.append(stream, 1n, newEvents(1))).toMatchObject({ ok: false, actual: 4n })
    expect(await one.append(stream, 4n, newEvents(17))).toEqual({ ok: true, revision: 21n, position: 42n })
    expect((await logEvents(one, {})).map(({ position }) => position)).toEqual(Array.from({ length: 42 }, (_, n) => BigInt(n + 1)))
    await Promise.all([one.close(), other.close()])
  })

  it('rejects all that waited and writes nothing when the commit fails; the next append stands', async () => {
    const path = freshPath()
    const store = openSqliteStore(path, { busyTimeoutMs: 50 })
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    const waited = await Promise.allSettled([
      store.append(stream, 'no_stream', newEvents(1)),
      store.append('household-1-b', 'no_stream', newEvents(1)),
    ])
    expect(waited.map((w) => w.status === 'rejected' && w.reason.code)).toEqual(['store.busy', 'store.busy'])
    other.exec('rollback')
    other.close()
    expect(await store.head()).toBeUndefined()
    expect(await store.append(stream, 'no_stream', newEvents(1))).toMatchObject({ ok: true, revision: 0n })
    await store.close()
  })

  it('writes nothing of a transaction in which one insert fails', () => {
    const path = freshPath()
    const driver = openDriver(path, { busyTimeoutMs: 100 })
    prepareSchema(driver, path)
    driver.exec(`create trigger full_disk before insert on events when new.revision = 1 begin select raise(abort, 'disk I/O error'); end`)
    const write = openWriter(driver, Date.now)
    const call = (events: number) => ({
      stream,
      expected: 'any' as const,
      events: newEvents(events).map(({ id, type }) => ({ id, type, data: '{}', metadata: '{}' })),
      resolve: () => {},
      reject: () => {},
    })
    expect(() => write([call(1), call(1)])).toThrow('disk I/O error')
    expect(driver.inTransaction()).toBe(false)
    expect(driver.prepare('select count(*) from events').get()).toEqual([0])
    driver.close()
  })

  it('never lets recordedAt go back, also with another clock', async () => {
    const path = freshPath()
    const late = openSqliteStore(path, { now: () => '2030-01-01T00:00:00.000Z' })
    await late.append(stream, 'no_stream', newEvents(1))
    await late.close()
    const store = openSqliteStore(path, { now: () => '2024-05-01T00:00:00.000Z' })
    await store.append(stream, 0n, newEvents(1))
    expect((await streamEvents(store, stream)).map((e) => e.recordedAt)).toEqual(Array(2).fill('2030-01-01T00:00:00.000Z'))
    await store.close()
  })

  it('says its whole event as JSON', async () => {
    const store = openSqliteStore(freshPath())
    const event = newEvent()
    await store.append(stream, 'no_stream', [event])
    expect(JSON.parse(JSON.stringify(await streamEvents(store, stream)))).toMatchObject([{ ...event, stream, revision: 0, position: '1' }])
    await store.close()
  })

  it('commits at close what still waits, and answers nothing more', async () => {
    const path = freshPath()
    const store = openSqliteStore(path)
    const waiting = store.append(stream, 'no_stream', newEvents(1))
    await store.close()
    expect(await waiting).toMatchObject({ ok: true })
    await expect(store.head()).rejects.toMatchObject({ code: 'store.closed' })
    await expect(streamEvents(store, stream)).rejects.toMatchObject({ code: 'store.closed' })
  })

  it('is copied while it is written, with its identity and as one file', async () => {
    const path = freshPath()
    const store = openSqliteStore(path)
    await store.append(stream, 'no_stream', newEvents(500))
    const copying = backupSqliteStore(store, `${path}.copy`)
    await store.append(stream, 499n, newEvents(1))
    await copying
    await backupSqliteStore(path, `${path}.closed-copy`)
    const id = await store.logId()
    await store.close()
    for (const to of [`${path}.copy`, `${path}.closed-copy`]) {
      const copy = openSqliteStore(to)
      expect(await copy.logId()).toBe(id)
      expect((await streamEvents(copy, stream)).length).toBeGreaterThanOrEqual(500)
      await copy.close()
    }
    await expect(backupSqliteStore(`${path}.missing`, `${path}.never`)).rejects.toMatchObject({ code: 'store.cannot-open' })
  })

  it('is copied in one look, however often others append meanwhile', async () => {
    const path = freshPath()
    const store = openSqliteStore(path)
    await store.append(stream, 'no_stream', newEvents(20_000))
    let copied = false
    const copying = backupSqliteStore(path, `${path}.copy`).finally(() => (copied = true))
    let appends = 0
    for (; !copied && appends < 5_000; appends++) await store.append(stream, BigInt(19_999 + appends), newEvents(1))
    expect(copied).toBe(true)
    expect(appends).toBeGreaterThan(0)
    await copying
    const copy = openSqliteStore(`${path}.copy`)
    expect((await streamEvents(copy, stream)).length).toBeGreaterThanOrEqual(20_000)
    await Promise.all([copy.close(), store.close()])
  })
})
