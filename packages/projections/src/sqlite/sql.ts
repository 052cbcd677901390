import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import type { Query } from '../rows.ts'

/** Only compiles: the rows are read through our own connection. */
const compiler = new Kysely<Record<string, Record<string, unknown>>>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** A select of these columns, or of the count of rows when none is named. Lists of values travel as one JSON array. */
export function selectFrom(
  table: string,
  columns: readonly string[],
  { where = [], order = [], page, after }: Query & { after?: Readonly<{ columns: readonly string[]; values: readonly unknown[] }> },
): { sql: string; values: readonly unknown[] } {
  let select = compiler.selectFrom(table).$if(columns.length > 0, (q) => q.select([...columns]) as never)
  if (columns.length === 0) select = select.select((eb) => eb.fn.countAll().as('count')) as never
  for (const [column, is, value] of where) {
    if (is === 'in') select = select.where(sql.ref(column), 'in', sql`(select value from json_each(${JSON.stringify(value)}))` as never)
    else if (is === 'startsWith')
      select = select.where(sql.ref(column), '>=', value as never).where(sql.ref(column), '<', `${String(value)}\u{10FFFF}` as never)
    else if (is === 'contains') select = select.where(sql`instr(${sql.ref(column)}, ${value}) > 0` as never)
    else select = select.where(sql.ref(column), is, value as never)
  }
  if (after) select = select.where(sql`(${sql.join(after.columns.map((column) => sql.ref(column)))}) > (${sql.join(after.values)})` as never)
  for (const [column, direction, nulls] of order) {
    select = select.orderBy(sql.ref(column), (by) => (nulls === undefined ? by[direction]() : by[direction]().nullsLast()))
  }
  if (page) select = select.limit(page.limit).offset(page.offset ?? 0)
  const compiled = select.compile()
  return { sql: compiled.sql, values: compiled.parameters }
}

export function deleteIn(table: string, column: string): string {
  return `DELETE FROM ${quoted(table)} WHERE ${quoted(column)} IN (SELECT value FROM json_each(?))`
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
