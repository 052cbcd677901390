import { aggregates } from '@rural-tracker/domain'
import { describeProjection } from '@rural-tracker/projections/testing'
import { readModels } from '@rural-tracker/read-models'
import { afterAll, describe } from 'vitest'
import { emptiedRows, postgresAddress } from '../postgres/postgres.ts'
import { histories } from './histories.ts'

const address = await postgresAddress()

// No law is another one here. What is looked for is where PostgreSQL answers otherwise, and few histories show that.
describe('over PostgreSQL', () => {
  const { open, end } = emptiedRows(address)
  afterAll(end)
  for (const model of readModels) describeProjection({ model, aggregates, histories, rows: open, runs: 3 })
})
