import type pg from 'pg'
import type { Row } from '../rows.ts'
import type { Compiled } from '../sql/dialect.ts'
import { bound } from './bind.ts'
import { ours } from './errors.ts'

type Asked = Pick<pg.ClientBase, 'query'>

export async function rowsOf(client: Asked, { sql, values }: Compiled): Promise<Row[]> {
  return (await ours(() => client.query<Record<string, unknown>>(sql, values.map(bound)))).rows
}

/** How many rows were changed. */
export async function run(client: Asked, { sql, values }: Compiled): Promise<number> {
  return (await ours(() => client.query(sql, values.map(bound)))).rowCount ?? 0
}

/** Statements without parameters. */
export async function exec(client: Asked, sql: string): Promise<void> {
  await ours(() => client.query(sql))
}
