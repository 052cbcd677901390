import { aggregates, RiskReported } from '@rural-tracker/domain'
import { type Command, createImporter, type EventStore, openMemoryStore } from '@rural-tracker/event-store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReadModel } from '../model.ts'
import { defineProjection } from '../projection.ts'
import { Projector } from '../projector.ts'
import type { RowStore } from '../rows.ts'
import { besideEachOther } from './in-parts.ts'
import { form, register, registered, risk, risks, writePoison } from './risks.ts'

const POISON = '00000000-0000-4000-8000-000000000000'
const BAD_DAY = '2020-03-03'

/** What cannot be decoded or folded stops that model only, also where the model is being built: in one part, and in several. */
export function describeStoppedBuilds(open: () => RowStore | Promise<RowStore>): void {
  describe.each([
    ['in one part', 1],
    ['in threads', 3],
  ])('a build %s that meets an event it cannot fold', (_, parts) => {
    let store: EventStore
    let rows: RowStore
    beforeEach(async () => {
      store = openMemoryStore()
      rows = await open()
    })
    afterEach(() => rows.close())

    const over = (...models: ReadModel[]) => {
      const threads = parts === 1 ? undefined : besideEachOther(parts, { events: store, rows, models })
      return new Projector({ events: store, rows, models, owner: 'test', today: () => '2020-12-31', threads })
    }
    const write = (...commands: Command[]) => createImporter({ store, aggregates }).import(commands)
    const table = async () => Object.fromEntries((await rows.rows(risks.table)).map((row) => [row.key, row.risks]))
    const registrations = async () => (await rows.rows(registered.table)).map(({ row }) => row)
    /** Two households, each with a risk, then poison of the first, then more of both. */
    const history = async () => {
      await write(register('H00001'), risk('H00001', '2020-02-01'), register('H00002'), risk('H00002', '2020-02-01'))
      await writePoison(store, 'H00001')
      await write(risk('H00002', '2020-04-01'), register('H00003'))
    }
    const positionOf = async (id: string) => {
      for await (const { events } of store.readAll()) for (const event of events) if (event.id === id) return String(event.position)
      return undefined
    }
    /** Definitions that cannot bear one day, each at another time. */
    const touchy = {
      evolve: defineProjection({
        ...form,
        evolve: (row, event: { type: string; data: { occurredOn: string } }) => (refuse(event), form.evolve(row, event)),
      }),
      column: defineProjection({
        ...form,
        columns: {
          risks: {
            type: 'integer',
            of: ({ risks: n }: { risks: number }) => {
              if (n >= 3) throw new Error('not three')
              return n
            },
          },
        },
      }),
      row: defineProjection({
        name: 'risks',
        version: 1,
        grows: 'by event',
        events: [RiskReported],
        columns: { household: 'text' },
        rows: (event) => (refuse(event), [{ household: event.data.household }]),
      }),
    }

    it('given the first build of one of two models, then that one stands before it and says at which, and the other is at the head', async () => {
      await history()
      const projector = over(risks, registered)
      await projector.catchUp()
      expect(await table()).toEqual({ H00001: 1, H00002: 1 })
      expect(await registrations()).toEqual([{ n: 3 }])
      const failure = { eventId: POISON, position: await positionOf(POISON), stream: 'household-431224105201-H00001' }
      expect(await projector.status()).toMatchObject([
        { name: 'risks', state: 'failed', failure },
        { name: 'registered', state: 'active', position: await store.head(), failure: undefined },
      ])
      expect(await rows.slots()).toHaveLength(2)
      expect(await projector.reached(await store.head(), 0)).toBe(true)
    })

    it('given that it is resumed with the event set aside, then it goes on without the rest of that stream; tried again, it stands there again', async () => {
      await history()
      const projector = over(risks, registered)
      await projector.catchUp()
      await projector.resume('risks')
      expect((await projector.status())[0]).toMatchObject({ state: 'failed', failure: { eventId: POISON } })
      await projector.resume('risks', { setAside: true })
      expect(await table()).toEqual({ H00001: 1, H00002: 2, H00003: 0 })
      expect((await projector.status())[0]).toMatchObject({ state: 'active', position: await store.head(), setAside: 1 })
    })

    it('given a log that begins with it, then the model stands there without rows', async () => {
      await store.append('household-431224105201-H00009', 'no_stream', [
        {
          id: POISON,
          type: 'RiskReported',
          data: {},
          metadata: { commandId: 'x', commandHash: 'x', actor: 'x', source: 'x', division: '431224105201', v: 1 },
        },
      ])
      await write(register('H00001'))
      const projector = over(risks)
      await projector.catchUp()
      expect(await table()).toEqual({})
      expect((await projector.status())[0]).toMatchObject({ state: 'failed', position: undefined, failure: { eventId: POISON } })
      await projector.resume('risks', { setAside: true })
      expect(await table()).toEqual({ H00001: 0 })
    })

    it('given one that follows, then it goes on with the other models and does not end', async () => {
      await history()
      const projector = over(risks, registered)
      const stop = new AbortController()
      const following = projector.follow(stop.signal)
      await expect.poll(async () => (await projector.status()).map(({ state }) => state), { timeout: 10_000 }).toEqual(['failed', 'active'])
      await write(register('H00004'))
      await expect.poll(registrations, { timeout: 10_000 }).toEqual([{ n: 4 }])
      // Somebody else resumes it, as the command line does beside a service.
      await over(risks, registered).resume('risks', { setAside: true, catchUp: false })
      await expect.poll(table, { timeout: 10_000 }).toMatchObject({ H00002: 2, H00004: 0 })
      stop.abort()
      await following
    })

    it.each<[string, keyof typeof touchy]>([
      ['evolve', 'evolve'],
      ['a column', 'column'],
      ['the rows of an event', 'row'],
    ])('given an event that decodes and that %s cannot bear, then the model stands before it too, and a rebuild is refused', async (_what, which) => {
      const model = touchy[which]
      await write(register('H00001'), ...['2020-03-01', '2020-03-02', BAD_DAY, '2020-03-04'].map((day) => risk('H00001', day)))
      await write(register('H00002'))
      const projector = over(model, registered)
      await projector.catchUp()
      const [seen] = await rows.rows(model.table)
      expect(which === 'row' ? await rows.count(model.table) : seen?.risks).toBe(2)
      expect(await registrations()).toEqual([{ n: 2 }])
      const [status] = await projector.status()
      expect(status).toMatchObject({ state: 'failed', failure: { stream: 'household-431224105201-H00001', reason: expect.stringMatching(/^not /) } })
      await expect(projector.rebuild('risks')).rejects.toMatchObject({ code: 'projection.poison' })
      expect((await rows.slots('risks')).map(({ state }) => state)).toEqual(['active'])
    })

    it('given a new version of a model whose former copy is there, then that one answers until the new one is whole, and it says where that stands', async () => {
      await write(register('H00001'), risk('H00001', BAD_DAY), register('H00002'))
      await over(risks).catchUp()
      const before = await table()
      const next = defineProjection({
        ...form,
        version: 2,
        evolve: (row, event: { type: string; data: { occurredOn: string } }) => (refuse(event), form.evolve(row, event)),
      })
      const projector = over(next, registered)
      for (const _again of [1, 2]) await projector.catchUp()
      expect(await table()).toEqual(before)
      expect(await registrations()).toEqual([{ n: 2 }])
      expect(await projector.status()).toMatchObject([{ state: 'failed', version: 1, failure: { reason: 'not this day' } }, { state: 'active' }])
      expect((await rows.slots('risks')).map(({ version, state }) => [version, state])).toEqual([
        [1, 'active'],
        [2, 'catching_up'],
      ])
      expect(await projector.reached(await store.head(), 0)).toBe(true)
      await projector.resume('risks', { setAside: true })
      expect(await table()).toEqual({ H00001: 0, H00002: 0 })
      expect(await projector.status()).toMatchObject([{ state: 'active', version: 2, setAside: 1 }, { state: 'active' }])
      expect(await projector.setAsideEvents('risks')).toMatchObject([{ stream: 'household-431224105201-H00001', reason: 'not this day' }])
    })

    it('given a rebuild, then it is refused with the event, and the former copy stays and answers', async () => {
      await write(register('H00001'), risk('H00001', '2020-02-01'))
      const projector = over(risks)
      await projector.catchUp()
      await writePoison(store, 'H00001')
      const text = { en: expect.stringContaining(`${POISON} @ ${await positionOf(POISON)}`) }
      await expect(projector.rebuild('risks')).rejects.toMatchObject({ code: 'projection.poison', text })
      expect(await table()).toEqual({ H00001: 1 })
      expect((await rows.slots('risks')).map(({ state }) => state)).toEqual(['active'])
    })
  })
}

function refuse(event: { type: string; data: { occurredOn: string } }): void {
  if (event.type === 'RiskReported' && event.data.occurredOn === BAD_DAY) throw new Error('not this day')
}
