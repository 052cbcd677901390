import type { SQLInputValue, StatementSync } from 'node:sqlite'
import type { Query, Row, Table, Value } from '../rows.ts'
import type { Compiled } from '../sql/dialect.ts'
import { isByKey, selectFrom } from '../sql/select.ts'
import { sqlite } from './dialect.ts'
import type { Statements } from './statements.ts'

const SCAN_BATCH = 2000

/** The rows of a query that names every column of the table, in its order. Arrays from SQLite, objects from us: half the time of the objects SQLite makes. */
export function read(table: Table, statements: Statements, query: Compiled): Row[] {
  return arraysOf(statements.prepareArrays(query.sql), query.values).map(rowMaker(table))
}

function arraysOf(select: StatementSync, values: readonly unknown[]): readonly (readonly unknown[])[] {
  return select.all(...(values as SQLInputValue[])) as unknown as readonly (readonly unknown[])[]
}

/**
 * In pages that each begin after the last key, so that no statement stays open and no row is sorted: the order is that of the table's key,
 * which has an index. Any other order is sorted by SQLite.
 */
export function* scanRows(statements: Statements, name: string, table: Table, query: Query): Iterable<readonly Row[]> {
  const names = Object.keys(table.columns)
  const rowOf = rowMaker(table)
  const order = (query.order ?? []).map(([column]) => column)
  const byKey = isByKey(table, query.order)
  const page = { limit: SCAN_BATCH }
  for (let offset = 0, last: Row | undefined; ; offset += SCAN_BATCH) {
    const after = last === undefined ? undefined : { columns: order, values: order.map((column) => last?.[column] as Value) }
    const some = byKey ? { ...query, page, ...(after ? { after } : {}) } : { ...query, page: { ...page, offset } }
    const { sql, values } = selectFrom(sqlite, sqlite.tables, name, names, some)
    const rows = arraysOf(statements.prepareArrays(sql), values).map(rowOf)
    if (rows.length > 0) yield rows
    if (rows.length < SCAN_BATCH) return
    last = rows.at(-1)
  }
}

/** All rows of a table are copies of one blank, so that they share a shape. */
function rowMaker(table: Table): (cells: readonly unknown[]) => Row {
  const names = Object.keys(table.columns)
  const json = Object.values(table.columns).map((type) => type === 'json')
  const blank: Readonly<Record<string, unknown>> = Object.fromEntries(names.map((name) => [name, null]))
  return (cells) => {
    const row = { ...blank }
    for (let i = 0; i < names.length; i++) row[names[i] as string] = json[i] ? JSON.parse(cells[i] as string) : cells[i]
    return row
  }
}
