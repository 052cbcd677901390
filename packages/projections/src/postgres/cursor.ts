import type pg from 'pg'
import type { Row } from '../rows.ts'
import type { Compiled } from '../sql/dialect.ts'
import { exec, rowsOf, run } from './query.ts'

const BATCH = 2_000

/** Does something on the connection when it takes a statement; whoever comes next waits for it. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/**
 * The rows of a select as it was at the beginning, in batches, inside a transaction. While one batch is worked on here, the server makes the next.
 */
export async function* cursorOver(
  client: pg.ClientBase,
  { sql, values }: Compiled,
  inTurn: InTurn = (work) => work(),
): AsyncIterable<readonly Row[]> {
  const name = `c${crypto.randomUUID().replaceAll('-', '')}`
  await run(client, { sql: `DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, values })
  const fetched = () => {
    const batch = inTurn(() => rowsOf(client, { sql: `FETCH ${BATCH} FROM ${name}`, values: [] }))
    // Who stops reading is not told how it ended.
    batch.catch(() => {})
    return batch
  }
  let next: Promise<Row[]> | undefined = fetched()
  try {
    while (next) {
      const rows: Row[] = await next
      next = rows.length === BATCH ? fetched() : undefined
      if (rows.length > 0) yield rows
    }
    await inTurn(() => exec(client, `CLOSE ${name}`))
  } finally {
    // The connection is given back without a statement under way.
    await next?.catch(() => {})
  }
}
