import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import type { Dialect } from '../sql/dialect.ts'
import { quoted } from '../sql/names.ts'
import type { Bookkeeping } from '../sql/schema.ts'

/** Only compiles: the rows are read through our own connection. */
const compiler = new Kysely<Bookkeeping>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

export const sqlite: Dialect = {
  bookkeeping: compiler,
  tables: compiler as never,
  views: compiler as never,
  now: () => sql.lit(Date.now()),
  // A list of values travels as one JSON array, so that the statement is the same for any number of them.
  isOneOf: (column, list) => sql`${sql.ref(column)} in (select value from json_each(${list}))`,
  list: (values) => JSON.stringify(values),
  held: (leases) =>
    sql`(SELECT value->>'model' AS model, value->>'slot' AS slot, value->>'epoch' AS epoch FROM json_each(${JSON.stringify(leases.map(({ model, slot, epoch }) => ({ model, slot, epoch })))}))`,
  contains: (column, text) => sql`instr(${sql.ref(column)}, ${text}) > 0`,
  columnType: (type) => (type === 'integer' ? 'INTEGER' : 'TEXT'),
  indexed: quoted,
  comparable: quoted,
  locksRows: false,
  tablesOf: (slot) => ({ sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ? ESCAPE '\\'", values: [`%\\_\\_${slot}`] }),
  dropTable: (name) => `DROP TABLE ${quoted(name)}`,
  pointView: (view, table) => `DROP VIEW IF EXISTS ${quoted(view)}; CREATE VIEW ${quoted(view)} AS SELECT * FROM ${quoted(table)}`,
}
