import { DatabaseSync } from 'node:sqlite'

/** What the store needs of a SQLite binding: six methods, so that another binding can take the place of node:sqlite. */
export interface SqliteDriver {
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
  /** Rows come as arrays, in the order of the select's columns. */
  close(): void
}
export type SqliteValue = string | number | bigint | null
export interface SqliteStatement {
  run(...values: SqliteValue[]): { changes: number; lastInsertRowid: number }
  /** First row or undefined, as an array. */
  first(...values: SqliteValue[]): SqliteValue[] | undefined
  all(...values: SqliteValue[]): SqliteValue[][]
}

export function openNodeSqlite(path: string): SqliteDriver {
  const db = new DatabaseSync(path)
  return {
    exec: (sql) => db.exec(sql),
    prepare: (sql) => {
      const statement = db.prepare(sql)
      statement.setReturnArrays(true)
      return {
        run: (...values) => statement.run(...values) as { changes: number; lastInsertRowid: number },
        first: (...values) => statement.get(...values) as unknown as SqliteValue[] | undefined,
        all: (...values) => statement.all(...values) as unknown as SqliteValue[][],
      }
    },
    close: () => db.close(),
  }
}
