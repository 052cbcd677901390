import pg from 'pg'
import { quoted } from '../sql/names.ts'
import { type Place, placeOf } from './connect.ts'
import { ours } from './errors.ts'

/** A role that can log in; without a password it keeps the one it has. `passwordIfNew` is for one that is made only now. */
export type Role = Readonly<{ name: string; password?: string; passwordIfNew?: string }>

/**
 * Makes the two roles that read models need and no more: the owner, as whom the tracker runs, has its own two schemas; the reader, for
 * analysts, may select from the views. Run once by an administrator; run again it changes nothing but the passwords given.
 *
 * @param address of the database as an administrator, with `?schema=` when it is not `read_models`
 * @returns the names of those that were not there before
 * @example await createRoles('postgres://postgres:…@localhost/township', { owner: { name: 'tracker', password }, reader: { name: 'analyst', password } })
 */
export async function createRoles(address: string, roles: { owner: Role; reader: Role }): Promise<readonly string[]> {
  const { connection, views, built } = placeOf(address)
  const client = new pg.Client({ connectionString: connection })
  await ours(() => client.connect())
  try {
    return await ours(() => makeRoles(client, { views, built }, roles))
  } finally {
    await client.end()
  }
}

async function makeRoles(
  client: pg.Client,
  { views, built }: Pick<Place, 'views' | 'built'>,
  roles: { owner: Role; reader: Role },
): Promise<readonly string[]> {
  const [owner, reader] = [quoted(roles.owner.name), quoted(roles.reader.name)]
  await client.query('BEGIN')
  const made: string[] = []
  for (const role of [roles.owner, roles.reader]) if (await makeRole(client, role)) made.push(role.name)
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
  return made
}

/** Whether it is new. */
async function makeRole(client: pg.Client, { name, password, passwordIfNew }: Role): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name])
  const isNew = rows.length === 0
  const secret = password ?? (isNew ? passwordIfNew : undefined)
  const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE'
  const withPassword = secret === undefined ? '' : ` PASSWORD ${client.escapeLiteral(secret)}`
  await client.query(`${isNew ? 'CREATE' : 'ALTER'} ROLE ${quoted(name)} ${rights}${withPassword}`)
  return isNew
}
