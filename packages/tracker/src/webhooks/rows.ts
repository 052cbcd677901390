import { type About, divisionPrefix, NATION } from '@rural-tracker/domain'
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

/** Where a row belongs: the village or the division it names; nothing where it names none. */
export function placeOf({ village, division }: Row): string {
  return typeof village === 'string' ? village : typeof division === 'string' ? division : ''
}

/** A row that does not say where it belongs is told to those of the whole nation only. */
export function isWithin(place: string, division: string): boolean {
  return division === NATION || (place !== '' && place.startsWith(divisionPrefix(division)))
}

/** What is told of a row: not up to where it was folded, because that moves while the row says the same. */
export function toldColumns(table: Table, row: Row): Row {
  const names = Object.keys(table.columns).filter((name) => name !== 'position' || table.key.includes('position'))
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
}

/**
 * A row as it stands now, for a receiver of a division: it may have changed again since. One that is gone, or lies elsewhere now, is told as gone.
 * Undefined when there is no such read model.
 */
export async function rowTold(rows: Pick<RowStore, 'rows'>, about: Extract<About, { kind: 'row' }>, division: string): Promise<string | undefined> {
  const table = tableOf(about.readModel)
  if (!table) return undefined
  const key = JSON.parse(about.row) as Value[]
  const where = table.key.map((column, i) => [column, '=', key[i] ?? null] as const)
  const [found] = await rows.rows(table, { where })
  const row = found && isWithin(placeOf(found), division) ? toldColumns(table, found) : undefined
  const named = { readModel: about.readModel, key: Object.fromEntries(table.key.map((column, i) => [column, key[i] ?? null])) }
  return JSON.stringify({
    type: row ? 'row.changed' : 'row.gone',
    timestamp: new Date().toISOString(),
    data: { ...named, ...(row ? { row } : {}) },
  })
}
