import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import type { AnyTables, Dialect } from '../sql/dialect.ts'
import { quoted } from '../sql/names.ts'
import type { Bookkeeping } from '../sql/schema.ts'

/** Only compiles: the rows are read through our own connections. */
const compiler = new Kysely<Bookkeeping>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Texts in the order of their bytes, as in SQLite, whatever the language of the database. */
export const TEXT = 'text COLLATE "C"'

/** Views stand in a schema that readers may look into; what they are made of is found by the search path of the owner. */
export function postgresDialect(views: string): Dialect {
  return {
    bookkeeping: compiler,
    tables: compiler as never,
    views: (compiler as unknown as Kysely<AnyTables>).withSchema(views),
    now: () => sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    isOneOf: (column, list) => sql`${sql.ref(column)} = any(${list})`,
    list: (values) => values,
    held: (leases) => {
      const of = (column: 'model' | 'slot' | 'epoch') => leases.map((lease) => lease[column])
      return sql`(SELECT * FROM unnest(${of('model')}::text[], ${of('slot')}::bigint[], ${of('epoch')}::bigint[]) AS given (model, slot, epoch))`
    },
    contains: (column, text) => sql`strpos(${sql.ref(column)}, ${text}) > 0`,
    // `json` keeps a document as it was written, keys in their order; whoever asks inside casts to jsonb.
    columnType: (type) => (type === 'integer' ? 'bigint' : type === 'json' ? 'json' : TEXT),
    indexed: (column) => `${quoted(column)} NULLS FIRST`,
    comparable: (column, type) => (type === 'json' ? `${quoted(column)}::text AS ${quoted(column)}` : quoted(column)),
    locksRows: true,
    tablesOf: (slot) => ({
      sql: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE $1',
      values: [`%\\_\\_${slot}`],
    }),
    // A view that still points here is one of a table that the model no longer has.
    dropTable: (name) => `DROP TABLE ${quoted(name)} CASCADE`,
    pointView: (view, table) => pointView(`${quoted(views)}.${quoted(view)}`, quoted(table)),
  }
}

/** Replaced in place as long as the columns are the same, so that what others made from the view lives on. */
function pointView(view: string, table: string): string {
  const as = `AS SELECT * FROM ${table}`
  return `DO $do$ BEGIN CREATE OR REPLACE VIEW ${view} ${as}; EXCEPTION WHEN invalid_table_definition THEN DROP VIEW ${view}; CREATE VIEW ${view} ${as}; END $do$`
}
