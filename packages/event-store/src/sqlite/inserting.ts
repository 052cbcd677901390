import type { SqliteDriver, SqliteValue } from './driver.ts'

const COLUMNS = 7
/** Rows that one statement takes. The way into SQLite and the counter of positions then cost once for all of them; more gain nothing. */
const TOGETHER = 16

/** Rows of the log on their way into the table, in their order. None stands there before `flush`. */
export class Inserter {
  readonly #one: ReturnType<SqliteDriver['prepare']>
  readonly #many: ReturnType<SqliteDriver['prepare']>
  #values: SqliteValue[] = []

  constructor(driver: SqliteDriver) {
    const insert = (rows: number) =>
      driver.prepare(
        `insert into events (stream, revision, id, type, data, metadata, recorded_at) values ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      )
    this.#one = insert(1)
    this.#many = insert(TOGETHER)
  }

  add(stream: string, revision: number, id: string, type: string, data: string, metadata: string, recordedAt: number): void {
    this.#values.push(stream, revision, id, type, data, metadata, recordedAt)
  }

  /** Inserts what was added. @returns the position of the last row, or undefined when there was none. */
  flush(): number | undefined {
    const values = this.#values
    if (values.length === 0) return undefined
    this.#values = []
    if (values.length === COLUMNS) return this.#one.run(...values)
    let position: number | undefined
    let start = 0
    for (const step = TOGETHER * COLUMNS; start + step <= values.length; start += step)
      position = this.#many.run(...values.slice(start, start + step))
    for (; start < values.length; start += COLUMNS) position = this.#one.run(...values.slice(start, start + COLUMNS))
    return position
  }

  /** Forgets what was added: its transaction failed. */
  clear(): void {
    this.#values = []
  }
}
