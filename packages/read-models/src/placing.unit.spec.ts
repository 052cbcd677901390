import { expect, it } from 'vitest'
import { readModels } from './index.ts'
import { type Placing, placings } from './placing.ts'

const tables = readModels.flatMap((model) => model.tables)

const columnsOf = (placing: Placing): readonly string[] => {
  if (placing.by === 'engine') return []
  return placing.by === 'household or division' ? [placing.household, placing.division] : [placing.column]
}

it('given every table of every read model, then it says how its rows are placed, by text columns that it has', () => {
  const unplaced = tables.filter(({ name }) => !Object.hasOwn(placings, name)).map(({ name }) => name)
  expect(unplaced, 'say in placing.ts who may see a row of these tables').toEqual([])
  for (const { name, columns } of tables) {
    for (const column of columnsOf(placings[name] ?? { by: 'engine' })) expect([name, column, columns[column]]).toEqual([name, column, 'text'])
  }
})

it('given a table that is no more, then nothing is said of it', () => {
  const known = new Set(tables.map(({ name }) => name))
  expect(Object.keys(placings).filter((name) => !known.has(name))).toEqual([])
})

it('given the table that people read of a read model, then it is not the engine’s alone', () => {
  const hidden = readModels.filter((model) => placings[model.tables[0]?.name ?? '']?.by === 'engine').map(({ name }) => name)
  expect(hidden).toEqual([])
})
