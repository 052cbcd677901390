import type pg from 'pg'
import type { Row } from '../rows.ts'
import type { Compiled } from '../sql/dialect.ts'
import { exec, rowsOf, run } from './query.ts'

const BATCH = 2_000

/** The rows of a select as it was at the beginning, in batches, inside a transaction. `free` waits until the connection takes a statement. */
export async function* cursorOver(client: pg.ClientBase, { sql, values }: Compiled, free = async () => {}): AsyncIterable<readonly Row[]> {
  const name = `c${crypto.randomUUID().replaceAll('-', '')}`
  await run(client, { sql: `DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, values })
  for (let more = true; more; ) {
    await free()
    const rows = await rowsOf(client, { sql: `FETCH ${BATCH} FROM ${name}`, values: [] })
    more = rows.length === BATCH
    if (rows.length > 0) yield rows
  }
  await free()
  await exec(client, `CLOSE ${name}`)
}
