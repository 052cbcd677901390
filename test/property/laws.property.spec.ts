import { aggregates } from '@rural-tracker/domain'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { describeProjection } from '@rural-tracker/projections/testing'
import { readModels } from '@rural-tracker/read-models'
import { histories } from './histories.ts'

for (const model of readModels) describeProjection({ model, aggregates, histories, rows: () => openSqliteRows(':memory:') })
