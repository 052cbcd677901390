import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Query, Table, Value } from '../rows.ts'
import { type AnyTables, type Compiled, compiled, type Dialect, textOf } from './dialect.ts'
import { quoted } from './names.ts'

/** Rows after this key, in the order of the key. */
export type After = Readonly<{ columns: readonly string[]; values: readonly unknown[] }>

export type Select = Query & { after?: After; only?: RawBuilder<boolean> | undefined }

/** A select of these columns, or of the count of rows when none is named. What has no value is first ascending and last descending. */
export function selectFrom(dialect: Dialect, from: Kysely<AnyTables>, table: string, columns: readonly string[], query: Select): Compiled {
  const values = valuesOf(dialect, query)
  const make = () => compiledSelect(dialect, from, table, columns, query)
  if (query.only) return make()
  return { sql: textOf(from, likenessOf(table, columns, query), make), values }
}

/** Everything but the values that the text depends on. */
function likenessOf(table: string, columns: readonly string[], { where = [], order = [], page, after }: Select): string {
  const asked = where.map(([column, is]) => `${column} ${is}`).join()
  return [table, columns.join(), asked, order.map((one) => one.join(' ')).join(), page ? 'page' : '', after?.columns.join() ?? ''].join('\n')
}

/** In the order in which the text asks for them. */
function valuesOf({ list }: Dialect, { where = [], page, after }: Select): readonly unknown[] {
  const asked = where.flatMap(([, is, value]) => {
    if (is === 'in') return [list(value as readonly Value[])]
    return is === 'startsWith' ? [value, `${String(value)}\u{10FFFF}`] : [value]
  })
  return [...asked, ...(after?.values ?? []), ...(page ? [page.limit, page.offset ?? 0] : [])]
}

/** As the library makes it, each time anew. */
export function compiledSelect(
  dialect: Dialect,
  from: Kysely<AnyTables>,
  table: string,
  columns: readonly string[],
  { where = [], order = [], page, after, only }: Select,
): Compiled {
  let select = from.selectFrom(table).$if(columns.length > 0, (q) => q.select([...columns]) as never)
  if (columns.length === 0) select = select.select((eb) => eb.fn.countAll().as('count')) as never
  for (const [column, is, value] of where) {
    if (is === 'in') select = select.where(dialect.isOneOf(column, dialect.list(value as readonly Value[])))
    else if (is === 'startsWith')
      select = select.where(sql.ref(column), '>=', value as never).where(sql.ref(column), '<', `${String(value)}\u{10FFFF}` as never)
    else if (is === 'contains') select = select.where(dialect.contains(column, value))
    else select = select.where(sql.ref(column), is, value as never)
  }
  if (after) select = select.where(sql`(${sql.join(after.columns.map((column) => sql.ref(column)))}) > (${sql.join(after.values)})` as never)
  if (only) select = select.where(only)
  for (const [column, direction, nulls] of order) {
    select = select.orderBy(sql.ref(column), (by) => {
      const ordered = by[direction]()
      return direction === 'asc' && nulls === undefined ? ordered.nullsFirst() : ordered.nullsLast()
    })
  }
  if (page) select = select.limit(page.limit).offset(page.offset ?? 0)
  return compiled(select)
}

export function deleteIn(dialect: Dialect, table: string, column: string, values: readonly Value[]): Compiled {
  const list = dialect.list(values)
  const make = () => compiled(dialect.tables.deleteFrom(table).where(dialect.isOneOf(column, list)))
  return { sql: textOf(dialect.tables, `delete\n${table}\n${column}`, make), values: [list] }
}

/** `ON CONFLICT` for rows that take the place of those with their key. */
export function replacing(table: Table): string {
  const set = Object.keys(table.columns)
    .filter((column) => !table.key.includes(column))
    .map((column) => `${quoted(column)} = excluded.${quoted(column)}`)
  const key = table.key.map(quoted).join(', ')
  return ` ON CONFLICT (${key}) DO ${set.length === 0 ? 'NOTHING' : `UPDATE SET ${set.join(', ')}`}`
}

/** Whether an order is that of the table's key, which has an index. */
export function isByKey(table: Table, order: Query['order'] = []): boolean {
  return order.map(([column]) => column).join() === table.key.join() && order.every(([, direction]) => direction === 'asc')
}
