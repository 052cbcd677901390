import { aggregates } from '@rural-tracker/domain'
import { createImporter, openMemoryStore } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ListModel } from './list.ts'
import type { RowStore } from './rows.ts'
import { Projector } from './projector.ts'
import { openSqliteRows } from './sqlite/index.ts'
import { allEvents, copy } from './testing/logs.ts'
import { atRisk, histories } from './testing/planted.ts'
import { eventsOf } from './testing/tables.ts'

const TODAY = '2020-12-31'

/** Households at risk as the list of this moment has them: they are the ones that asked for the line. */
async function askedInside(rows: RowStore, { tables }: ListModel, region: string): Promise<string[]> {
  const listed = new Set((await rows.rows(tables[0])).map(({ subject }) => subject))
  const prefix = region === '000000000000' ? '' : '43'
  const inside = (await rows.rows(tables[3])).filter(({ subject, place }) => listed.has(subject) && String(place).startsWith(prefix))
  return inside.map(({ subject }) => String(subject)).toSorted()
}

it('given any history, event by event, then a parameter re-derives every household in its region that asked for it and no other, and a fact its own', async () => {
  const touched = { everybody: 0, some: 0, nobody: 0 }
  await fc.assert(
    fc.asyncProperty(histories, async (commands) => {
      let derived: string[] = []
      const model = atRisk({ count: (risks, _asOf, household) => (derived.push(household), risks) })
      const source = openMemoryStore()
      await createImporter({ store: source, aggregates }).import(commands)
      const kinds = new Map((await eventsOf(source, model)).map((event) => [event.id, event]))
      const rows = openSqliteRows(':memory:')
      const growing = openMemoryStore()
      const projector = new Projector({ events: growing, rows, models: [model], owner: 'test', today: () => TODAY })
      await projector.catchUp()
      for (const stored of await allEvents(source)) {
        const event = kinds.get(stored.id)
        const keys = event ? model.keysOf(event) : []
        const expected = keys === 'all' ? await askedInside(rows, model, (stored.data as { region: string }).region) : undefined
        await copy([stored], growing)
        derived = []
        await projector.catchUp()
        if (!expected) expect(derived.filter((household) => !keys.includes(household))).toEqual([])
        else {
          expect(derived.toSorted()).toEqual(expected)
          touched[expected.length === 0 ? 'nobody' : expected.length === 4 ? 'everybody' : 'some']++
        }
      }
      await rows.close()
    }),
    { numRuns: 60 },
  )
  expect(touched.some).toBeGreaterThanOrEqual(20)
  expect(touched.nobody).toBeGreaterThanOrEqual(1)
})
