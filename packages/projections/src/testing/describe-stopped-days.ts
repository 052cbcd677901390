import { aggregates } from '@rural-tracker/domain'
import { createImporter, openMemoryStore } from '@rural-tracker/event-store'
import { expect, it } from 'vitest'
import type { ReadModel } from '../model.ts'
import { defineProjection } from '../projection.ts'
import { Projector } from '../projector.ts'
import type { RowStore } from '../rows.ts'
import { form, register, risks } from './risks.ts'

const [BEFORE, BAD, AFTER] = ['2020-12-31', '2021-01-01', '2021-01-02']

/** A model whose derived rows cannot bear a day stops there, as one that cannot bear an event does: the others go on, and people see it. */
export function describeStoppedDays(open: () => RowStore | Promise<RowStore>): void {
  it('given a day that one of two models cannot bear, then that one stands and says so, nothing can be set aside, and it goes on when it can', async () => {
    const store = openMemoryStore()
    const rows = await open()
    try {
      const write = (household: string) => createImporter({ store, aggregates }).import([register(household)])
      let today: string = BEFORE
      const touchy: ReadModel = {
        ...risks,
        passTime: async () => {
          if (today === BAD) throw new Error('no such day')
        },
      }
      const other = defineProjection({ ...form, name: 'other' })
      const projector = new Projector({ events: store, rows, models: [touchy, other], owner: 'test', today: () => today })
      await write('H00001')
      await projector.catchUp()

      today = BAD
      await projector.catchUp()
      await write('H00002')
      await projector.catchUp()

      const stream = 'household-431224105201-H00001'
      expect(await projector.status()).toMatchObject([
        { name: 'risks', state: 'failed', failure: { stream, day: BAD, reason: `${BAD}: no such day` } },
        { name: 'other', state: 'active', position: await store.head() },
      ])
      expect(await rows.count(other.table)).toBe(2)
      await expect(projector.resume('risks', { setAside: true })).rejects.toMatchObject({ code: 'projection.stopped-at-day' })
      await projector.resume('risks')
      expect((await projector.status())[0]).toMatchObject({ state: 'failed', setAside: 0 })

      today = AFTER
      await projector.resume('risks')
      expect((await projector.status())[0]).toMatchObject({ state: 'active', position: await store.head(), failure: undefined })
      expect(await rows.count(risks.table)).toBe(2)
    } finally {
      await rows.close()
    }
  })
}
