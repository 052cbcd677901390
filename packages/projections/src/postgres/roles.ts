import pg from 'pg'
import { quoted } from '../sql/names.ts'
import { placeOf } from './connect.ts'
import { ours } from './errors.ts'

/** A role that can log in; without a password it keeps the one it has. */
export type Role = Readonly<{ name: string; password?: string }>

/**
 * Makes the two roles that read models need and no more: the owner, as whom the tracker runs, has its own two schemas; the reader, for
 * analysts, may select from the views. Run once by an administrator; run again it changes nothing but the passwords given.
 *
 * @param address of the database as an administrator, with `?schema=` when it is not `read_models`
 * @example await createRoles('postgres://postgres:…@localhost/township', { owner: { name: 'tracker', password }, reader: { name: 'analyst', password } })
 */
export async function createRoles(address: string, roles: { owner: Role; reader: Role }): Promise<void> {
  const { connection, views, built } = placeOf(address)
  const [owner, reader] = [quoted(roles.owner.name), quoted(roles.reader.name)]
  const client = new pg.Client({ connectionString: connection })
  await ours(() => client.connect())
  try {
    await client.query('BEGIN')
    for (const role of [roles.owner, roles.reader]) await makeRole(client, role)
    const { rows } = await client.query<{ database: string }>('SELECT current_database() AS database')
    await client.query(`GRANT CONNECT ON DATABASE ${quoted(rows[0]?.database ?? '')} TO ${owner}, ${reader}`)
    // Whoever gives a schema to a role has to be a member of it.
    await client.query(`GRANT ${owner} TO CURRENT_USER`)
    for (const schema of [views, built].map(quoted)) {
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${owner}`)
      await client.query(`REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC`)
    }
    // In this schema there is nothing but views.
    await client.query(`GRANT USAGE ON SCHEMA ${quoted(views)} TO ${reader}`)
    await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${quoted(views)} TO ${reader}`)
    await client.query(`ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${quoted(views)} GRANT SELECT ON TABLES TO ${reader}`)
    // A window left open with an unfinished transaction would keep views from being switched.
    await client.query(`ALTER ROLE ${reader} SET idle_in_transaction_session_timeout = '10min'`)
    await client.query(`ALTER ROLE ${reader} SET default_transaction_read_only = on`)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

async function makeRole(client: pg.Client, { name, password }: Role): Promise<void> {
  const { rows } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name])
  const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE'
  const secret = password === undefined ? '' : ` PASSWORD ${client.escapeLiteral(password)}`
  await client.query(`${rows.length === 0 ? 'CREATE' : 'ALTER'} ROLE ${quoted(name)} ${rights}${secret}`)
}
