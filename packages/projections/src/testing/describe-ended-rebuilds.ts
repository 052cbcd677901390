import { aggregates } from '@rural-tracker/domain'
import { type Command, createImporter, type EventStore, openMemoryStore } from '@rural-tracker/event-store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Building } from '../observer.ts'
import type { ReadModel } from '../model.ts'
import { Projector } from '../projector.ts'
import type { RowStore } from '../rows.ts'
import { overriding } from './crashes.ts'
import { besideEachOther } from './in-parts.ts'
import { register, risk, risks } from './risks.ts'

/** A rebuild that nobody wants any longer ends soon; what it leaves is what one leaves that is killed, or less. */
export function describeEndedRebuilds(open: () => RowStore | Promise<RowStore>): void {
  describe('a rebuild that is told to end', () => {
    let store: EventStore
    let rows: RowStore
    let stop: AbortController
    beforeEach(async () => {
      store = openMemoryStore()
      rows = await open()
      stop = new AbortController()
      const history: Command[] = [register('H00001'), risk('H00001', '2020-02-01'), register('H00002')]
      await createImporter({ store, aggregates }).import(history)
      await over().catchUp()
    })
    afterEach(() => rows.close())

    const ended = { code: 'rebuild.ended' }
    const over = (how: { rows?: RowStore; events?: EventStore; model?: ReadModel; parts?: number; told?: Building[] } = {}) => {
      const { events = store, parts = 1, model = risks, told = [] } = how
      const tools = { events, rows: how.rows ?? rows, models: [model] }
      const threads = parts === 1 ? undefined : besideEachOther(parts, tools)
      const observer = { building: (building: Building) => void told.push(building) }
      return new Projector({ ...tools, owner: 'test', today: () => '2020-12-31', threads, observer })
    }
    const table = async () => Object.fromEntries((await rows.rows(risks.table)).map((row) => [row.key, row.risks]))
    const states = async () => (await rows.slots('risks')).map(({ state }) => state)
    /** As it was before, and free for whoever comes. */
    const isAsBefore = async () => {
      expect(await states()).toEqual(['active'])
      expect(await table()).toEqual({ H00001: 1, H00002: 0 })
      const lease = await rows.lease('risks', 'elsewhere:1', 60_000)
      expect(lease).toMatchObject({ held: true })
      if (lease.held) await rows.release('risks', lease.epoch)
    }

    it.each([1, 3])(
      'given one in %i parts whose log does not answer, then it ends, nothing is left, and by its name it is done again',
      async (parts) => {
        const reading = Promise.withResolvers<void>()
        const readAll: EventStore['readAll'] = async function* (how) {
          if (how?.upTo === undefined || how.pageSize === 1) return yield* store.readAll(how)
          reading.resolve()
          await new Promise(() => {})
        }
        const id = await over().rebuildId('risks')
        const rebuilding = over({ events: overriding(store, { readAll }), parts }).rebuild('risks', { id, signal: stop.signal })
        await reading.promise
        stop.abort()
        await expect(rebuilding).rejects.toMatchObject(ended)
        await isAsBefore()
        expect(await over().rebuild('risks', { id })).toMatchObject({ events: 3, difference: { risks: { missing: 0, added: 0 } } })
      },
    )

    it('given one that puts in rows without ever waiting, then whoever tells it to end is heard', async () => {
      let calls = 0
      const load: ReadModel['load'] = (slot, moment, mine) => {
        const loader = risks.load(slot, moment, mine)
        const finish: typeof loader.finish = async (tx) => {
          for (; calls < 100_000; calls++) await tx.upsert(slot, risks.table, [])
        }
        return { ...loader, finish }
      }
      const rebuilding = over({ model: { ...risks, load } }).rebuild('risks', { signal: stop.signal })
      const aborting = new Promise<void>((resolve) => setTimeout(() => resolve(stop.abort()), 50))
      await expect(rebuilding).rejects.toMatchObject(ended)
      await aborting
      expect(calls).toBeLessThan(100_000)
      await isAsBefore()
    })

    it.each<[string, 'index' | 'createSlot' | 'setState' | 'difference' | 'keepRebuild', number, boolean]>([
      ['while it makes the keys', 'index', 1, true],
      ['before it has read', 'createSlot', 1, false],
      ['when it is built', 'keepRebuild', 1, true],
      ['while it compares', 'difference', 1, true],
      ['before it takes its place', 'setState', 2, true],
    ])(
      'given one that is told to %s, then what is built is kept for who asks again by its name, and for nobody else',
      async (_, what, times, isBuilt) => {
        for (const id of [await over().rebuildId('risks'), undefined]) {
          let left = times
          stop = new AbortController()
          const tells = async (...args: never[]) => {
            if (--left === 0) stop.abort()
            return (rows[what] as (...given: never[]) => Promise<never>)(...args)
          }
          const signal = stop.signal
          const one = over({ rows: overriding(rows, { [what]: tells }) })
          // Who has no name for it keeps no rebuild.
          if (id === undefined && what === 'keepRebuild') continue
          await expect(one.rebuild('risks', id === undefined ? { signal } : { id, signal })).rejects.toMatchObject(ended)
          if (id === undefined || !isBuilt) await isAsBefore()
          if (id === undefined) continue
          const told: Building[] = []
          expect(await over().rebuilt(id)).toEqual(isBuilt ? { events: 3, report: undefined } : undefined)
          expect(await over({ told }).rebuild('risks', { id })).toMatchObject({ events: 3, difference: { risks: { missing: 0, added: 0 } } })
          expect(told.some(({ state }) => state === 'building')).toBe(!isBuilt)
          expect(await states()).toEqual(['retired', 'active'])
          for (const { slot, state } of await rows.slots('risks')) if (state === 'retired') await rows.dropSlot('risks', slot)
        }
      },
    )

    it('given one that waits for another process, or a signal that has said so already, then it ends and has done nothing', async () => {
      const lease = await rows.lease('risks', 'elsewhere:1', 60_000)
      const rebuilding = over().rebuild('risks', { signal: stop.signal })
      setTimeout(() => stop.abort(), 20)
      await expect(rebuilding).rejects.toMatchObject(ended)
      if (lease.held) await rows.release('risks', lease.epoch)
      await expect(over().rebuild('risks', { signal: stop.signal })).rejects.toMatchObject(ended)
      await isAsBefore()
    })
  })
}
