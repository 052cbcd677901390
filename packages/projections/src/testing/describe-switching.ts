import { aggregates } from '@rural-tracker/domain'
import { createImporter, openMemoryStore } from '@rural-tracker/event-store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Projector } from '../projector.ts'
import { Fenced, type RowStore, type Table } from '../rows.ts'
import { overriding } from './crashes.ts'
import { register, risk, risks } from './risks.ts'

const people: Table = { name: 'people', columns: { id: 'text' }, key: ['id'] }
const MODEL = { model: 'people', version: 1, hash: 'h', logId: 'log', tables: [people] } as const

/** Has readers see a slot, as somebody who holds the model as long as that takes. */
export async function putInPlace(rows: RowStore, model: string, slot: number, tables: readonly Table[]): Promise<void> {
  const lease = await rows.lease(model, 'test:puts-in-place', 60_000)
  if (!lease.held) throw new Error(`${lease.by} holds ${model}`)
  try {
    await rows.activate({ model, slot, epoch: lease.epoch }, tables)
  } finally {
    await rows.release(model, lease.epoch)
  }
}

/** A switch is fenced as a checkpoint is: whoever lost the model since its last commit puts nothing in its place. */
export function describeSwitching(open: () => RowStore | Promise<RowStore>): void {
  describe('a switch and the lease', () => {
    let rows: RowStore
    beforeEach(async () => {
      rows = await open()
    })
    afterEach(() => rows.close())

    const slotWith = async (id: string): Promise<number> => {
      const slot = await rows.createSlot(MODEL)
      await rows.index(slot, MODEL.tables)
      await rows.transaction((tx) => tx.insert(slot, people, [{ id }]))
      return slot
    }
    const ids = async () => (await rows.rows(people)).map(({ id }) => id)
    const states = async () => (await rows.slots('people')).map(({ slot, state }) => [slot, state])
    const held = async (owner: string, forMs: number) => {
      const lease = await rows.lease('people', owner, forMs)
      return lease.held ? lease.epoch : expect.unreachable('the lease is not free')
    }

    it.each<[string, () => Promise<number>]>([
      ['another has by now', async () => [await held('elsewhere:1', -1_000), await held('elsewhere:2', 60_000)][0] as number],
      ['was taken anew by the same process', async () => [await held('elsewhere:1', 60_000), await held('elsewhere:1', 60_000)][0] as number],
      [
        'was let go of',
        async () => {
          const epoch = await held('elsewhere:1', 60_000)
          await rows.release('people', epoch)
          return epoch
        },
      ],
      ['nobody has had yet', async () => 99],
    ])('given a lease that %s, then nothing is switched, retired or dropped, and readers see what they saw', async (_, lost) => {
      const numbers = [await slotWith('former'), await slotWith('seen'), await slotWith('next')] as const
      for (const slot of numbers.slice(0, 2)) await putInPlace(rows, 'people', slot, MODEL.tables)
      const before = await states()
      const epoch = await lost()
      for (const slot of numbers) await expect(rows.activate({ model: 'people', slot, epoch }, MODEL.tables)).rejects.toThrow(Fenced)
      expect(await states()).toEqual(before)
      expect(await ids()).toEqual(['seen'])
    })

    it('given the lease, then the slot is in its place, however long ago it would have run out, as long as nobody took it', async () => {
      const slot = await slotWith('next')
      const epoch = await held('elsewhere:1', -1_000)
      await rows.activate({ model: 'people', slot, epoch }, MODEL.tables)
      expect(await ids()).toEqual(['next'])
    })

    it.each<['a rebuild' | 'a first build' | 'a rollback']>([['a rebuild'], ['a first build'], ['a rollback']])(
      'given %s whose process loses the model between its last commit and the switch, then that is left to the other',
      async (what) => {
        const store = openMemoryStore()
        await createImporter({ store, aggregates }).import([register('H00001'), risk('H00001', '2020-02-01')])
        const options = { events: store, models: [risks], today: () => '2020-12-31' }
        if (what !== 'a first build') {
          const first = new Projector({ ...options, rows, owner: 'elsewhere:1' })
          await first.catchUp()
          await first.rebuild('risks')
        }
        const before = (await rows.slots('risks')).filter(({ state }) => state === 'active')
        // As when it slept: its lease is another's by now.
        const activate: RowStore['activate'] = async (slot, tables) => {
          await rows.release('risks', slot.epoch)
          await rows.lease('risks', 'elsewhere:2', 60_000)
          return rows.activate(slot, tables)
        }
        const late = new Projector({ ...options, rows: overriding(rows, { activate }), owner: 'elsewhere:1', patienceMs: 0 })
        const doing = what === 'a rebuild' ? late.rebuild('risks') : what === 'a first build' ? late.catchUp() : late.rollback('risks')
        await expect(doing).rejects.toThrow(Fenced)
        expect((await rows.slots('risks')).filter(({ state }) => state === 'active')).toEqual(before)
      },
    )
  })
}
