import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { copyLog, eventIdOf, type EventStore, type NewEvent, openMemoryStore } from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { idsOf, logEvents, newEvents } from '@rural-tracker/event-store/testing'
import { sanjiang } from '@rural-tracker/sanjiang'
import { shifan } from '@rural-tracker/shifan'
import { type Command, copyEvents, embeddedConfig, openTracker, type Tracker } from '@rural-tracker/tracker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerNode } from '../eventstoredb-double/index.ts'
import { opener } from '../eventstoredb-double/testing.ts'

const opened = opener()
const home = mkdtempSync(join(tmpdir(), 'tracker-esdb-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** The beginning of both demonstrations, in the order of their days. */
const commands: readonly Command[] = [...first(600, sanjiang.commands(eventIdOf)), ...first(600, shifan.commands(eventIdOf))]
const today = () => '2026-06-30'

function* first<T>(count: number, all: Iterable<T>): Generator<T> {
  let left = count
  for (const one of all) {
    if (left-- === 0) return
    yield one
  }
}

/** A tracker in a folder of its own. */
async function trackerOf(name: string, node?: ServerNode): Promise<Tracker> {
  const config = { ...embeddedConfig(join(home, name)), ...(node ? { eventsUrl: node.url } : {}), today }
  const tracker = await openTracker(config)
  opened.later(() => tracker.close())
  return tracker
}

/** Every row of every read model, with the place of its event in the log instead of its position. */
async function rowsOf(name: string, events: EventStore): Promise<Record<string, unknown[]>> {
  const places = new Map((await logEvents(events, {})).map(({ position }, place) => [Number(position), place]))
  const db = new DatabaseSync(join(home, name, 'read-models.db'), { readOnly: true })
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%\\_\\_%' ESCAPE '\\' ORDER BY name").all()
  const rows = Object.fromEntries(
    tables.map(({ name: table }) => [
      String(table).replace(/__\d+$/, ''),
      db
        .prepare(`SELECT * FROM "${String(table)}"`)
        .all()
        .map((row) => JSON.stringify({ ...row, ...('position' in row ? { position: places.get(Number(row['position'])) } : {}) }))
        .sort(),
    ]),
  )
  db.close()
  return rows
}

describe('a tracker whose log lies on a server', () => {
  it('given the demonstration’s commands, then every row of every read model, the figures and the list are as over SQLite', async () => {
    const node = await opened.node()
    const [embedded, onServer] = [await trackerOf('embedded'), await trackerOf('on-server', node)]
    const [summary, summaryOnServer] = [await embedded.import(commands), await onServer.import(commands)]
    expect(summaryOnServer).toEqual(summary)
    expect(summary.events).toBeGreaterThan(1_000)
    expect((await onServer.figures()).figures).toEqual((await embedded.figures()).figures)
    const list = async (tracker: Tracker) => {
      const { rows, total } = await tracker.list({ asOf: '2026-06-30', all: true })
      return { rows, total }
    }
    expect(await list(onServer)).toEqual(await list(embedded))
    const [rows, rowsOnServer] = [await rowsOf('embedded', embedded.events), await rowsOf('on-server', onServer.events)]
    expect(Object.keys(rows).length).toBeGreaterThan(8)
    expect(Object.values(rows).flat().length).toBeGreaterThan(2_000)
    for (const [table, expected] of Object.entries(rows)) expect([table, rowsOnServer[table]]).toEqual([table, expected])
    expect(node.counts.batchAppends).toBe(0)
    expect(await onServer.import(commands)).toMatchObject({ events: 0 })
  })

  it('given it follows, when another process writes, then its read models are at the head without being asked; one reader feeds them all', async () => {
    const node = await opened.node()
    const [live, other] = [await trackerOf('live', node), await trackerOf('other', node)]
    const stop = new AbortController()
    const following = live.follow(stop.signal)
    const atHead = async () => {
      const head = await other.events.head()
      return (await live.projections()).filter(({ position }) => head !== undefined && (position ?? -1n) >= head).length
    }
    const all = (await live.projections()).length
    await other.import(commands.slice(0, 50))
    await expect.poll(atHead, { timeout: 20_000 }).toBe(all)
    await expect.poll(() => node.counts.subscriptions, { timeout: 5_000 }).toBe(1)
    node.goAway()
    await new Promise((resolve) => setTimeout(resolve, 500))
    await node.comeBack()
    await other.import(commands.slice(50, 60))
    await expect.poll(atHead, { timeout: 20_000 }).toBe(all)
    stop.abort()
    await following
  })
})

describe('events copy: a township that has outgrown one file', () => {
  const folder = 'outgrown'
  let figures: unknown
  beforeAll(async () => {
    const tracker = await openTracker({ ...embeddedConfig(join(home, folder)), today })
    await tracker.import(commands)
    const command = {
      type: 'RegisterVillage',
      data: { village: '431224105299', level: 'village', poverty: 'none', occurredOn: '2016-01-01' },
    } as const
    await tracker.execute(command, { commandId: 'by-hand', actor: 'town:office', source: 'api' })
    ;({ figures } = await tracker.figures())
    await tracker.close()
  })
  const old = () => {
    const store = openSqliteStore(join(home, folder, 'events.db'))
    opened.later(() => store.close())
    return store
  }

  it('given an empty server, then order, ids, data and metadata are kept, when it became known too, and positions are in a file', async () => {
    const node = await opened.node()
    const report = await copyEvents(join(home, folder), node.url)
    const [before, after] = [await logEvents(old(), {}), await logEvents(await opened.store(node.url), {})]
    expect(report).toMatchObject({ events: before.length, already: 0, more: false })
    const plain = (events: typeof before) => events.map(({ id, type, stream, revision, data }) => ({ id, type, stream, revision, data }))
    expect(plain(after)).toEqual(plain(before))
    const known = ({ metadata, recordedAt }: (typeof before)[number]) => metadata.knownAt ?? recordedAt
    expect(after.map(({ metadata }) => metadata)).toEqual(before.map((event) => ({ ...event.metadata, knownAt: known(event) })))
    const lines = readFileSync(report.positions, 'utf8').trimEnd().split('\n')
    expect(lines).toEqual(before.map(({ position, recordedAt }, i) => [position, after[i]?.position, recordedAt].join('\t')))

    const moved = await trackerOf('moved', node)
    expect((await moved.figures()).figures).toEqual(figures)
  })

  it('given it was interrupted, when it runs again, then it goes on where it stopped, and a third time there is nothing to do', async () => {
    const node = await opened.node()
    const target = await opened.store(node.url)
    await expect(copyLog(old(), failingAfter(200, target))).rejects.toThrow('the cable was pulled')
    const stood = (await logEvents(target, {})).length
    expect(stood).toBeGreaterThan(0)
    const appends = node.counts.appends
    const report = await copyLog(old(), target)
    expect(report.already).toBe(stood)
    expect(idsOf(await logEvents(target, {}))).toEqual(idsOf(await logEvents(old(), {})))
    expect(node.counts.appends - appends).toBeLessThan(report.events - stood + 1)
    const written = node.counts.appends
    expect(await copyLog(old(), target)).toMatchObject({ events: report.events, already: report.events })
    expect(node.counts.appends).toBe(written)
  })

  it('given the server holds something else, then it is refused and says where', async () => {
    const node = await opened.node()
    await (await opened.store(node.url)).append('household-431224105201-H00001', 'no_stream', newEvents(1))
    await expect(copyEvents(join(home, folder), node.url)).rejects.toMatchObject({
      code: 'copy.differs',
      text: { zh: expect.stringContaining('household-431224105201-H00001'), en: expect.stringContaining('take an empty log') },
    })
  })

  it('given an event that arrives changed, then reading back finds it', async () => {
    const spoilt = changing(({ type, ...event }, n) => (n === 40 ? { ...event, type: `${type}X` } : { ...event, type }), openMemoryStore())
    await expect(copyLog(old(), spoilt)).rejects.toMatchObject({ code: 'copy.differs' })
  })

  it('given no log in the folder, then it is refused', async () => {
    await expect(copyEvents(join(home, 'nowhere'), 'esdb://localhost:1?tls=false')).rejects.toMatchObject({ code: 'copy.nothing' })
  })
})

/** The same store, until so many appends have been made. */
function failingAfter(count: number, store: EventStore): EventStore {
  let left = count
  return changing((event) => {
    if (left-- === 0) throw new Error('the cable was pulled')
    return event
  }, store)
}

function changing(change: (event: NewEvent, n: number) => NewEvent, store: EventStore): EventStore {
  let n = 0
  return {
    append: async (stream, expected, events) =>
      store.append(
        stream,
        expected,
        events.map((event) => change(event, n++)),
      ),
    readStream: (stream, how) => store.readStream(stream, how),
    readAll: (how) => store.readAll(how),
    head: () => store.head(),
    logId: () => store.logId(),
    close: () => store.close(),
  }
}
