import pg from 'pg'
import { quoted } from '../sql/names.ts'
import { RowsUnavailable } from '../rows.ts'

/** Where read models lie in a database: a schema of views that people read, and beside it one of the tables they are made from. */
export type Place = Readonly<{ connection: string; views: string; built: string }>

/**
 * `postgres://user:password@host/database?schema=read_models`; the schema is `read_models` unless said otherwise.
 *
 * @throws RowsUnavailable for what is no address.
 */
export function placeOf(address: string): Place {
  if (!URL.canParse(address)) throw new RowsUnavailable('not an address')
  const url = new URL(address)
  const views = url.searchParams.get('schema') || 'read_models'
  url.searchParams.delete('schema')
  return { connection: url.href, views, built: `${views}_built` }
}

const BIGINT = 20

/** Positions and amounts are exact in a number, so they come as numbers. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === BIGINT ? Number : pg.types.getTypeParser(oid as never, format as never)),
} as unknown as pg.CustomTypesConfig

/**
 * A commit that is lost when the database server loses its power takes its checkpoint along, so it need not wait for the disk. A process
 * that sleeps inside a transaction is put out of it, or its locks would hold up the one that took over.
 */
const SESSION = '-c synchronous_commit=off -c idle_in_transaction_session_timeout=60s'

export function poolOf({ connection, built }: Place): pg.Pool {
  const path = quoted(built).replaceAll(/[\\ ]/g, '\\$&')
  const pool = new pg.Pool({
    connectionString: connection,
    types,
    options: `${SESSION} -c search_path=${path}`,
    application_name: 'rural-tracker',
    connectionTimeoutMillis: 10_000,
  })
  // A connection that breaks is told to who uses it, and an idle one is replaced when it is needed. Without these it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
