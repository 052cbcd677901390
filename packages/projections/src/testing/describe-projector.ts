import { aggregates, HouseholdRegistered, RiskCleared, RiskReported } from '@rural-tracker/domain'
import { type Command, createImporter, type EventStore, openMemoryStore, type Page, type ReadAll } from '@rural-tracker/event-store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineProjection } from '../projection.ts'
import type { Building, Committed } from '../observer.ts'
import { Projector } from '../projector.ts'
import type { BuildPart, BuildThreads } from '../part-build.ts'
import { Fenced, type RowStore, RowsUnavailable } from '../rows.ts'
import { overriding } from './crashes.ts'
import { describeEndedRebuilds } from './describe-ended-rebuilds.ts'
import { describeStoppedBuilds } from './describe-stopped-builds.ts'
import { describeStoppedDays } from './describe-stopped-days.ts'
import { besideEachOther } from './in-parts.ts'
import { form, register, registered, risk, risks, writePoison } from './risks.ts'

/**
 * What the projector does with poison, changed definitions and other logs, over any store of rows.
 *
 * @example describeProjector('SQLite', () => openSqliteRows(':memory:'))
 */
export function describeProjector(name: string, open: () => RowStore | Promise<RowStore>): void {
  describe(`the projector over ${name}`, () => {
    suite(open)
    describeStoppedBuilds(open)
    describeStoppedDays(open)
    describeEndedRebuilds(open)
  })
}

function suite(open: () => RowStore | Promise<RowStore>): void {
  let store: EventStore
  let rows: RowStore
  let projector: Projector
  beforeEach(async () => {
    store = openMemoryStore()
    rows = await open()
    projector = new Projector({ events: store, rows, models: [risks], owner: 'test', today: () => '2020-12-31' })
  })

  afterEach(() => rows.close())

  const write = (...commands: Command[]) => createImporter({ store, aggregates }).import(commands)
  const table = async () => Object.fromEntries((await rows.rows(risks.table)).map((row) => [row.key, row.risks]))
  const poison = (household: string) => writePoison(store, household)

  describe('a poison event', () => {
    it('given one in the middle of a page, then what precedes it is kept, the model stops, and its name and event are shown', async () => {
      await write(register('H00001'), register('H00002'))
      await projector.catchUp()
      await write(risk('H00001', '2020-02-01'))
      await poison('H00002')
      await write(risk('H00001', '2020-03-01'))
      await projector.catchUp()
      expect(await table()).toEqual({ H00001: 1, H00002: 0 })
      const [status] = await projector.status()
      expect(status).toMatchObject({
        state: 'failed',
        failure: { stream: 'household-431224105201-H00002', eventId: '00000000-0000-4000-8000-000000000000' },
      })
      expect(status?.failure?.reason).toContain('occurredOn')
    })

    it('given one that only one of two models reads, then the other is not held up by it, however many pages are committed together', async () => {
      const models = [risks, registered]
      projector = new Projector({ events: store, rows, models, owner: 'test', today: () => '2020-12-31', pageSize: 2, pagesACommit: 10 })
      await projector.catchUp()
      await write(register('H00001'), register('H00002'), risk('H00001', '2020-02-01'))
      await poison('H00002')
      await write(risk('H00001', '2020-03-01'), register('H00003'), register('H00004'))
      await projector.catchUp()
      expect(await table()).toEqual({ H00001: 1, H00002: 0 })
      expect((await rows.rows(registered.table)).map(({ row }) => row)).toEqual([{ n: 4 }])
      expect((await projector.status()).map(({ state }) => state)).toEqual(['failed', 'active'])
      await write(register('H00005'))
      await projector.catchUp()
      expect((await rows.rows(registered.table)).map(({ row }) => row)).toEqual([{ n: 5 }])
    })

    it('given one that decodes and that evolve cannot bear, then what precedes it is kept and the model stops at it', async () => {
      const touchy = defineProjection({
        ...form,
        name: 'touchy',
        evolve: (row: { risks: number }, event: { type: string; data: { occurredOn: string } }) => {
          if (event.type !== 'RiskReported') return row
          if (event.data.occurredOn === '2020-03-01') throw new Error('not this one')
          return { risks: row.risks + 1 }
        },
      })
      projector = new Projector({ events: store, rows, models: [touchy], owner: 'test', today: () => '2020-12-31', pageSize: 2, pagesACommit: 10 })
      await projector.catchUp()
      await write(register('H00001'), ...['2020-02-01', '2020-02-02', '2020-03-01', '2020-03-02'].map((day) => risk('H00001', day)))
      await projector.catchUp()
      expect((await rows.rows(touchy.table)).map((row) => [row.key, row.risks])).toEqual([['H00001', 2]])
      expect((await projector.status())[0]?.failure).toMatchObject({ reason: 'not this one' })
    })

    it('given resume --set-aside, then it goes on without the rest of that stream, which stays visible', async () => {
      await write(register('H00001'), register('H00002'))
      await projector.catchUp()
      await poison('H00002')
      await write(risk('H00001', '2020-03-01'))
      await projector.catchUp()
      await projector.resume('risks')
      expect((await projector.status())[0]?.state).toBe('failed')
      await projector.resume('risks', { setAside: true })
      expect(await table()).toEqual({ H00001: 1, H00002: 0 })
      expect((await projector.status())[0]).toMatchObject({ state: 'active', setAside: 1 })
    })

    it('given a rebuild that meets one, then it fails loudly and the live table stays', async () => {
      await write(register('H00001'), risk('H00001', '2020-02-01'))
      await projector.catchUp()
      await poison('H00001')
      await expect(projector.rebuild('risks')).rejects.toMatchObject({ code: 'projection.poison' })
      expect(await table()).toEqual({ H00001: 1 })
      expect(await rows.slots('risks')).toHaveLength(1)
    })
  })

  describe('a definition that changed', () => {
    it('given one more event type under the same version, then it is refused with a sentence', async () => {
      await write(register('H00001'))
      await projector.catchUp()
      const listensToMore = defineProjection({ ...form, events: [...form.events, RiskCleared] })
      const other = new Projector({ events: store, rows, models: [listensToMore], owner: 'test', today: () => '2020-12-31' })
      await expect(other.catchUp()).rejects.toMatchObject({
        code: 'projection.shape-changed',
        text: {
          zh: '读模型 risks 第 1 版的定义已变，请提高版本号后重建。',
          en: 'risks v1 is defined otherwise than when it was built; raise its version to rebuild it.',
        },
      })
      expect(await table()).toEqual({ H00001: 0 })
    })

    it('given the same types in another order, then nothing has changed', async () => {
      await write(register('H00001'))
      await projector.catchUp()
      const sameTypes = defineProjection({ ...form, events: [RiskReported, HouseholdRegistered] })
      await new Projector({ events: store, rows, models: [sameTypes], owner: 'test', today: () => '2020-12-31' }).catchUp()
      expect(await table()).toEqual({ H00001: 0 })
    })

    it('given an event that was stored under one more name, then that is refused too', async () => {
      await write(register('H00001'))
      await projector.catchUp()
      const renamed = { ...RiskReported, aliases: ['RiskTold'] } as unknown as typeof RiskReported
      const other = new Projector({
        events: store,
        rows,
        models: [defineProjection({ ...form, events: [HouseholdRegistered, renamed] })],
        owner: 'test',
        today: () => '2020-12-31',
      })
      await expect(other.catchUp()).rejects.toMatchObject({ code: 'projection.shape-changed' })
    })

    it('given a raised version, then it is built beside and takes its place', async () => {
      await write(register('H00001'), risk('H00001', '2020-02-01'))
      await projector.catchUp()
      const second = defineProjection({
        name: 'risks',
        version: 2,
        grows: 'by key',
        events: [RiskReported],
        key: (event) => event.data.risk,
        initial: () => ({ n: 0 }),
        evolve: (row) => ({ n: row.n + 1 }),
        columns: {},
      })
      const other = new Projector({ events: store, rows, models: [second], owner: 'test', today: () => '2020-12-31' })
      expect((await other.status())[0]?.state).toBe('outdated')
      await other.catchUp()
      expect((await rows.rows(second.table)).map((row) => [row.key, row.row])).toEqual([['illness', { n: 1 }]])
    })
  })

  describe('several who ask at once', () => {
    it('given one projector, then they do not fence each other, and each sees what was written before it asked', async () => {
      await write(register('H00001'))
      const first = projector.catchUp()
      await write(risk('H00001', '2020-02-01'))
      await Promise.all([first, projector.catchUp(), projector.catchUp()])
      expect(await table()).toEqual({ H00001: 1 })
      const [report] = await Promise.all([projector.rebuild('risks'), projector.catchUp(), projector.catchUp()])
      expect(report).toMatchObject({ events: 2, difference: { risks: { missing: 0, added: 0 } } })
      const [one, other] = await Promise.allSettled([projector.rebuild('risks'), projector.rebuild('risks')])
      expect([one.status, other]).toMatchObject(['fulfilled', { reason: { code: 'projection.busy' } }])
      await write(risk('H00001', '2020-03-01'))
      await projector.catchUp()
      expect(await table()).toEqual({ H00001: 2 })
    })
  })

  describe('a log that is slow', () => {
    /** A log of which no more than so many pages come before it is let go on. */
    const halting = (after: number) => {
      const goOn = Promise.withResolvers<void>()
      const readAll: EventStore['readAll'] = async function* (how) {
        let pages = 0
        for await (const page of store.readAll(how)) {
          if (how?.follow !== true && pages++ === after) await goOn.promise
          yield page
        }
      }
      return { events: overriding(store, { readAll }), goOn: () => goOn.resolve() }
    }
    const days = Array.from({ length: 8 }, (_, i) => `2020-02-0${i + 1}`)

    it('given one that does not answer, then what there is is committed, nobody who writes has to wait for it, and the rest comes later', async () => {
      await write(register('H00001'))
      await projector.catchUp()
      await write(...days.map((day) => risk('H00001', day)))
      const { events, goOn } = halting(2)
      const slow = new Projector({ events, rows, models: [risks], owner: 'test', today: () => '2020-12-31', pageSize: 2, pagesACommit: 8 })
      const catchingUp = slow.catchUp()
      await expect.poll(table, { timeout: 5_000 }).toEqual({ H00001: 4 })
      expect(await rows.transaction(async () => 'nobody else is writing')).toBe('nobody else is writing')
      expect((await rows.slots('risks'))[0]?.position).toBeDefined()
      goOn()
      await catchingUp
      expect(await table()).toEqual({ H00001: 8 })
    })

    it('given one that does not answer during a build, then nobody who writes has to wait for it either', async () => {
      await write(register('H00001'), ...days.map((day) => risk('H00001', day)))
      const { events, goOn } = halting(0)
      const slow = new Projector({ events, rows, models: [risks], owner: 'test', today: () => '2020-12-31' })
      const catchingUp = slow.catchUp()
      await expect.poll(async () => (await rows.slots('risks'))[0]?.state, { timeout: 5_000 }).toBe('building')
      expect(await rows.transaction(async () => 'nobody else is writing')).toBe('nobody else is writing')
      goOn()
      await catchingUp
      expect(await table()).toEqual({ H00001: 8 })
    })
  })

  describe('a database that is away for a moment', () => {
    const away = (passing: boolean) => new RowsUnavailable('away', undefined, passing)
    /** Rows of which every so-and-so-many commits fails, before it or behind it: whether it stands is not known. */
    const failing = (every: number, error: Error) => {
      let commits = 0
      const transaction: RowStore['transaction'] = async (work) => {
        const fails = ++commits % every === 0
        if (fails && commits % 2 === 0) throw error
        const result = await rows.transaction(work)
        if (fails) throw error
        return result
      }
      return overriding(rows, { transaction })
    }
    const days = Array.from({ length: 12 }, (_, i) => `2020-02-${10 + i}`)

    it('given commits that fail and may stand, then they are tried again, and no event is missing and none counts twice', async () => {
      const told: string[] = []
      const options = { events: store, models: [risks], owner: 'test', today: () => '2020-12-31', pageSize: 1, pagesACommit: 1 }
      const shaky = new Projector({ ...options, rows: failing(3, away(true)), observer: { retrying: (code) => told.push(code) } })
      await write(register('H00001'))
      await shaky.catchUp()
      await write(...days.map((day) => risk('H00001', day)))
      await shaky.catchUp()
      expect(await table()).toEqual({ H00001: 12 })
      expect(new Set(told)).toEqual(new Set(['rows.unavailable']))
      expect(await shaky.rebuild('risks')).toMatchObject({ difference: { risks: { missing: 0, added: 0 } } })
    })

    it('given one that stays away, then after a while it is said so; given one that refuses, then at once', async () => {
      await write(register('H00001'))
      await projector.catchUp()
      await write(risk('H00001', '2020-02-01'))
      for (const [error, patienceMs] of [
        [away(true), 200],
        [away(false), 600_000],
      ] as const) {
        const options = { events: store, models: [risks], owner: 'test', today: () => '2020-12-31', patienceMs }
        const other = new Projector({ ...options, rows: overriding(rows, { transaction: () => Promise.reject(error) }) })
        await expect(other.catchUp()).rejects.toBe(error)
      }
      await projector.catchUp()
      expect(await table()).toEqual({ H00001: 1 })
    })

    it('given one that follows, then it waits for it and goes on', async () => {
      await write(register('H00001'))
      await projector.catchUp()
      let isAway = true
      const shaky = overriding(rows, { slots: async (model?: string) => (isAway ? Promise.reject(away(true)) : rows.slots(model)) })
      const told: string[] = []
      const options = { events: store, rows: shaky, models: [risks], owner: 'test', today: () => '2020-12-31', patienceMs: 0 }
      const following = new Projector({ ...options, observer: { retrying: (code) => told.push(code) } })
      const stop = new AbortController()
      const ended = following.follow(stop.signal)
      await write(risk('H00001', '2020-02-01'))
      await expect.poll(() => told.length, { timeout: 5_000 }).toBeGreaterThan(1)
      isAway = false
      await expect.poll(table, { timeout: 5_000 }).toEqual({ H00001: 1 })
      stop.abort()
      await ended
    })
  })

  describe('another process that holds the models', () => {
    it('given one that stops without letting go, then who follows takes over when the lease has run out, though nothing new has come', async () => {
      await write(register('H00001'))
      await projector.catchUp()
      await rows.lease('risks', 'elsewhere:1', 700)
      await write(risk('H00001', '2020-02-01'))
      const stop = new AbortController()
      const ended = projector.follow(stop.signal)
      await expect.poll(table, { timeout: 10_000 }).toEqual({ H00001: 1 })
      stop.abort()
      await ended
    })

    it('given work that lasts longer than a lease and commits nothing meanwhile, then the lease is kept', async () => {
      await write(register('H00001'))
      const options = { events: store, rows, models: [risks], today: () => '2020-12-31', leaseMs: 1_000 }
      const goOn = Promise.withResolvers<void>()
      const index: RowStore['index'] = async (slot, tables) => {
        await goOn.promise
        return rows.index(slot, tables)
      }
      const building = new Projector({ ...options, rows: overriding(rows, { index }), owner: 'elsewhere:1' }).catchUp()
      await expect.poll(async () => (await rows.slots('risks')).length, { timeout: 5_000 }).toBe(1)
      for (let asked = 0; asked < 50; asked++) {
        expect(await rows.lease('risks', 'elsewhere:2', 1_000)).toMatchObject({ held: false })
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      goOn.resolve()
      await building
      expect(await table()).toEqual({ H00001: 0 })
    })
  })

  describe('who looks on', () => {
    it('given an observer, then it is told of commits, of a build, and of types that this release does not know, once each', async () => {
      const committed: unknown[] = []
      const building: unknown[] = []
      const unknown: string[] = []
      const observer = {
        committed: ({ seconds, position: _, ...rest }: Committed) => committed.push({ ...rest, isTimed: seconds >= 0 }),
        building: ({ state, events }: Building) => building.push([state, events]),
        unknownType: (type: string) => unknown.push(type),
      }
      const knownTypes = new Set(aggregates.flatMap(({ events }) => events.map(({ type }) => type)))
      const watched = new Projector({ events: store, rows, models: [risks], owner: 'test', today: () => '2020-12-31', observer, knownTypes })
      await write(register('H00001'), risk('H00001', '2020-02-01'))
      await watched.catchUp()
      expect(building).toEqual([
        ['building', 2],
        ['ready', 2],
      ])
      await write(risk('H00001', '2020-02-02'), risk('H00001', '2020-02-03'))
      const metadata = { commandId: 'later', commandHash: 'x', actor: 'x', source: 'x', division: '431224105201', v: 1 }
      const id = '00000000-0000-4000-8000-000000000001'
      await store.append('household-431224105201-H00001', 'stream_exists', [{ id, type: 'OfANewerRelease', data: {}, metadata }])
      await watched.catchUp()
      await watched.catchUp()
      expect(committed).toEqual([{ model: 'risks', version: 1, events: 2, pages: 1, isTimed: true }])
      expect(unknown).toEqual(['OfANewerRelease'])
      expect(await watched.position()).toBe(await store.head())
    })
  })

  describe('a rebuild in threads', () => {
    const days = Array.from({ length: 12 }, (_, i) => `2020-02-${10 + i}`)
    const households = Array.from({ length: 9 }, (_, i) => `H0000${i + 1}`)
    const history = () => write(...households.flatMap((household, i) => [register(household), ...days.slice(i).map((day) => risk(household, day))]))
    /** A projector with three threads, of which one is as it should not be. */
    const threaded = (told: Building[] = [], faulty: (part: BuildPart) => Partial<BuildPart> = () => ({})) => {
      const sound = besideEachOther(3, { events: store, rows, models: [risks] })
      const ended: number[] = []
      const start: BuildThreads['start'] = (task) => {
        const part = sound.start(task)
        const own = task.part.part === 1 ? faulty(part) : {}
        return overriding(part, { ...own, end: async () => void ended.push(task.part.part) })
      }
      const observer = { building: (building: Building) => told.push(building) }
      const threads = { ...sound, start }
      const options = { events: store, rows, models: [risks], owner: 'test', today: () => '2020-12-31', observer, threads, patienceMs: 0 }
      return { ended, projector: new Projector(options) }
    }
    const leftAlone = async (ended: readonly number[]) => {
      expect(new Set(ended)).toEqual(new Set([0, 1, 2]))
      expect((await rows.slots('risks')).map(({ state }) => state)).toEqual(['active'])
      expect(await threaded().projector.rebuild('risks')).toMatchObject({ difference: { risks: { missing: 0, added: 0 } } })
    }

    it('given a log, then it equals what one thread built, and its progress is that of the slowest', async () => {
      await history()
      await projector.catchUp()
      const told: Building[] = []
      const slow = Promise.withResolvers<void>()
      const load = (part: BuildPart): Partial<BuildPart> => ({ load: async (tell) => (await slow.promise, part.load(tell)) })
      const rebuilding = threaded(told, load).projector.rebuild('risks')
      await expect.poll(async () => (await rows.slots('risks')).length, { timeout: 5_000 }).toBe(2)
      slow.resolve()
      const report = await rebuilding
      expect(report).toMatchObject({ events: 9 + 72, difference: { risks: { missing: 0, added: 0, keys: [] } } })
      const head = await store.head()
      expect(told.filter(({ state }) => state === 'building').map(({ position, events }) => [position, events])).toEqual([[head, 9 + 72]])
    })

    it('given a log that is not worth it, or none, then it is built in the process', async () => {
      const start = () => expect.unreachable('a thread was started')
      const asked: unknown[] = []
      const areWorthIt: BuildThreads['areWorthIt'] = (models, events) => (asked.push([models.map(({ name }) => name), events]), false)
      const threads = { count: 3, areWorthIt, start }
      const short = new Projector({ events: store, rows, models: [risks], owner: 'test', today: () => '2020-12-31', threads })
      await short.catchUp()
      await history()
      await short.rebuild('risks')
      expect(asked).toEqual([[['risks'], 9 + 72]])
      expect(await table()).toMatchObject({ H00001: 12, H00009: 4 })
    })

    it('given poison, then all threads end, it is named, and nothing is left', async () => {
      await write(register('H00002'))
      await projector.catchUp()
      await poison('H00002')
      const { ended, projector: other } = threaded()
      await expect(other.rebuild('risks')).rejects.toMatchObject({ code: 'projection.poison' })
      expect(new Set(ended)).toEqual(new Set([0, 1, 2]))
      expect(await rows.slots('risks')).toHaveLength(1)
    })

    it.each<[string, (part: BuildPart) => Partial<BuildPart>]>([
      ['before it has loaded', () => ({ load: () => Promise.reject(new Error('gone')) })],
      ['when it has loaded', (part) => ({ load: async (tell) => (await part.load(tell), Promise.reject(new Error('gone'))) })],
      ['while it finishes', () => ({ finish: () => Promise.reject(new Error('gone')) })],
      ['when it has finished', (part) => ({ finish: async () => (await part.finish(), Promise.reject(new Error('gone'))) })],
    ])('given a thread that ends %s, then all end, nothing is left, and asked again it is as if nothing had been', async (_, faulty) => {
      await history()
      await projector.catchUp()
      const { ended, projector: other } = threaded([], faulty)
      await expect(other.rebuild('risks')).rejects.toThrow('gone')
      await leftAlone(ended)
    })

    it('given another process that takes over between two commits of a thread, then that one is fenced and its copy never stands', async () => {
      await history()
      await projector.catchUp()
      const takenOver = async () => void (await rows.lease('risks', 'test', 60_000))
      const { ended, projector: other } = threaded([], (part) => ({ finish: async () => (await takenOver(), part.finish()) }))
      await expect(other.rebuild('risks')).rejects.toThrow(Fenced)
      expect(new Set(ended)).toEqual(new Set([0, 1, 2]))
      expect((await rows.slots('risks')).map(({ state }) => state)).toEqual(['active', 'building'])
      await projector.rebuild('risks')
      expect((await rows.slots('risks')).map(({ state }) => state)).toEqual(['retired', 'active'])
    })
  })

  describe('a rebuild that was asked for by a name', () => {
    /** Rows under which the process ends when it comes to this. */
    const endsAt = (what: 'index' | 'setState' | 'activate' | 'keepRebuild', times = 1) => {
      let left = times
      const ends = async (...args: never[]) => {
        if (--left === 0) throw new Error('killed')
        return (rows[what] as (...given: never[]) => Promise<never>)(...args)
      }
      return overriding(rows, { [what]: ends })
    }
    const over = (other: RowStore, told: Building[] = []) => {
      const observer = { building: (building: Building) => told.push(building) }
      return new Projector({ events: store, rows: other, models: [risks], owner: 'test', today: () => '2020-12-31', observer })
    }

    it.each<[string, 'index' | 'setState' | 'activate' | 'keepRebuild', number, boolean]>([
      ['while it builds', 'index', 1, true],
      ['when it is built and that is not yet said', 'keepRebuild', 1, true],
      ['while it compares', 'setState', 2, false],
      ['before it takes its place', 'activate', 1, false],
    ])('given a process that is killed %s, then another goes on, and does not build again what is built', async (_, what, times, buildsAgain) => {
      await write(register('H00001'), risk('H00001', '2020-02-01'))
      await projector.catchUp()
      const id = await projector.rebuildId('risks')
      await expect(over(endsAt(what, times)).rebuild('risks', { id })).rejects.toThrow('killed')
      await write(risk('H00001', '2020-02-02'))
      const told: Building[] = []
      const again = over(rows, told)
      expect(await again.rebuildId('risks')).toBe(id)
      const report = await again.rebuild('risks', { id })
      expect(report).toMatchObject({ name: 'risks', difference: { risks: { missing: 0, added: 0 } } })
      expect(report.events).toBe(buildsAgain ? 3 : 2)
      expect(told.some(({ state }) => state === 'building')).toBe(buildsAgain)
      expect(await table()).toEqual({ H00001: 2 })
      expect((await rows.slots('risks')).map(({ state }) => state)).toEqual(['retired', 'active'])
    })

    it('given one that is done, when it is asked for again, then it answers as the first time and builds nothing; the next has another name', async () => {
      await write(register('H00001'), risk('H00001', '2020-02-01'))
      await projector.catchUp()
      const id = await projector.rebuildId('risks')
      const report = await projector.rebuild('risks', { id })
      const slots = await rows.slots('risks')
      expect(await projector.rebuild('risks', { id })).toEqual(report)
      expect(await rows.slots('risks')).toEqual(slots)
      const next = await projector.rebuildId('risks')
      expect(next).not.toBe(id)
      expect((await projector.rebuild('risks', { id: next })).slot).not.toBe(report.slot)
    })
  })

  describe('another log', () => {
    it('given a log in which the last event seen does not stand, then the read model is rebuilt', async () => {
      await write(register('H00001'), risk('H00001', '2020-02-01'))
      await projector.catchUp()
      const restored = openMemoryStore()
      await createImporter({ store: restored, aggregates }).import([register('H00009')])
      const other = new Projector({ events: restored, rows, models: [risks], owner: 'test', today: () => '2020-12-31' })
      await other.catchUp()
      expect(await table()).toEqual({ H00009: 0 })
    })
  })

  describe('a projector that follows', () => {
    it('given events that come later, then they are folded without anybody asking, and it ends when it is told to', async () => {
      await write(register('H00001'))
      const stop = new AbortController()
      const following = projector.follow(stop.signal)
      await expect.poll(table, { timeout: 5_000 }).toEqual({ H00001: 0 })
      await write(risk('H00001', '2020-02-01'), register('H00002'))
      await expect.poll(table, { timeout: 5_000 }).toEqual({ H00001: 1, H00002: 0 })
      stop.abort()
      await following
      await write(risk('H00001', '2020-03-01'))
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await table()).toEqual({ H00001: 1, H00002: 0 })
    })

    it('given others of the process that ask meanwhile, then they take turns and nobody is fenced off', async () => {
      await write(register('H00001'))
      const stop = new AbortController()
      const following = projector.follow(stop.signal)
      for (let day = 10; day < 20; day++) {
        await write(risk('H00001', `2020-02-${day}`))
        await Promise.all([projector.catchUp(), projector.catchUp(), ...(day === 15 ? [projector.rebuild('risks')] : [])])
        expect(await table()).toEqual({ H00001: day - 9 })
      }
      stop.abort()
      await following
    })

    it('given a log that does not tell of what another process writes, then who asks sees it all the same', async () => {
      await write(register('H00001'))
      const deaf: EventStore = new Proxy(store, {
        get: (of, name) => {
          if (name === 'readAll') return (how: ReadAll = {}) => (how.follow ? onceThenSilent(of, how) : of.readAll(how))
          const value = Reflect.get(of, name) as unknown
          return typeof value === 'function' ? value.bind(of) : value
        },
      })
      projector = new Projector({ events: deaf, rows, models: [risks], owner: 'test', today: () => '2020-12-31' })
      const stop = new AbortController()
      const following = projector.follow(stop.signal)
      for (let day = 10; day < 15; day++) {
        await write(risk('H00001', `2020-02-${day}`))
        await projector.catchUp()
        expect(await table()).toEqual({ H00001: day - 9 })
      }
      stop.abort()
      await following
    })

    it('given a poison event, then it goes on waiting, and does not turn in circles', async () => {
      let looks = 0
      const counting: EventStore = new Proxy(store, {
        get: (of, name) => {
          if (name === 'head') looks += 1
          const value = Reflect.get(of, name) as unknown
          return typeof value === 'function' ? value.bind(of) : value
        },
      })
      projector = new Projector({ events: counting, rows, models: [risks], owner: 'test', today: () => '2020-12-31' })
      await write(register('H00001'))
      const stop = new AbortController()
      const following = projector.follow(stop.signal)
      await expect.poll(table, { timeout: 5_000 }).toEqual({ H00001: 0 })
      await poison('H00001')
      await expect.poll(async () => (await projector.status())[0]?.state, { timeout: 5_000 }).toBe('failed')
      const before = looks
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(looks - before).toBeLessThanOrEqual(2)
      stop.abort()
      await following
    })
  })
}

/** Reads what is there, and hears of nothing that comes later. */
async function* onceThenSilent(log: EventStore, how: ReadAll): AsyncIterable<Page> {
  yield* log.readAll({ ...how, follow: false })
  await new Promise<void>((resolve) => {
    if (how.signal?.aborted) resolve()
    how.signal?.addEventListener('abort', () => resolve())
  })
}
