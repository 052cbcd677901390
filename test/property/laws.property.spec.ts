import { aggregates } from '@rural-tracker/domain'
import { createImporter, openMemoryStore } from '@rural-tracker/event-store'
import { Projector } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { describeProjection } from '@rural-tracker/projections/testing'
import { readModels } from '@rural-tracker/read-models'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { histories } from './histories.ts'
import { rowSchemas } from './row-schemas.ts'

for (const model of readModels) {
  const row = rowSchemas[model.name]
  if (!row) throw new Error(`${model.name} has no schema of its rows`)
  describeProjection({ model, aggregates, histories, rows: () => openSqliteRows(':memory:'), row })
}

/** A law about rows says nothing where there are none. */
it('given random histories, then every table of every model has rows in at least a tenth of them', async () => {
  const filled: Record<string, number> = Object.fromEntries(readModels.flatMap(({ tables }) => tables.map(({ name }) => [name, 0])))
  const some = fc.sample(histories, { numRuns: 100, seed: 1 })
  for (const commands of some) {
    const events = openMemoryStore()
    await createImporter({ store: events, aggregates }).import(commands)
    const rows = openSqliteRows(':memory:')
    await new Projector({ events, rows, models: readModels, owner: 'test', today: () => '2020-12-31' }).catchUp()
    for (const table of readModels.flatMap(({ tables }) => tables))
      if ((await rows.count(table)) > 0) filled[table.name] = (filled[table.name] ?? 0) + 1
    await rows.close()
  }
  console.log('random histories that fill each table:', filled)
  const { payment_findings_parameters: _noParameters, ...rest } = filled
  for (const [table, count] of Object.entries(rest)) expect(count, table).toBeGreaterThanOrEqual(some.length / 10)
})
