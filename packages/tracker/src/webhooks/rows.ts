import type { About } from '@rural-tracker/domain'
import type { Row, RowStore, Table, Value } from '@rural-tracker/projections'
import { readModels } from '@rural-tracker/read-models'

/** The table that people read of a read model. */
export function tableOf(readModel: string): Table | undefined {
  return readModels.find(({ name }) => name === readModel)?.tables[0]
}

/** A row by its key, as one text. */
export function keyOf(table: Table, row: Row): string {
  return JSON.stringify(table.key.map((column) => row[column]))
}

/** A row as it stands now: it may have changed again since. One that is gone is told as gone. Undefined when there is no such read model. */
export async function rowTold(rows: Pick<RowStore, 'rows'>, about: Extract<About, { kind: 'row' }>): Promise<string | undefined> {
  const table = tableOf(about.readModel)
  if (!table) return undefined
  const key = JSON.parse(about.row) as Value[]
  const where = table.key.map((column, i) => [column, '=', key[i] ?? null] as const)
  const [row] = await rows.rows(table, { where })
  const data = { readModel: about.readModel, key: Object.fromEntries(table.key.map((column, i) => [column, key[i] ?? null])) }
  return JSON.stringify({ type: row ? 'row.changed' : 'row.gone', timestamp: new Date().toISOString(), data: { ...data, ...(row ? { row } : {}) } })
}
