import type { SQLInputValue, StatementSync } from 'node:sqlite'
import type { Row, Table } from '../rows.ts'
import { quoted } from '../sql/names.ts'

/** Rows that go in with one statement: a fifth less work than one by one, and no less with more of them. */
const ROWS_A_STATEMENT = 16

/** Puts rows into one table. */
export type Put = (rows: readonly Row[]) => void

/** Made once for a table of this name and used for every page. `conflict` says what becomes of a row whose key is there. */
export function putInto(prepare: (sql: string) => StatementSync, name: string, table: Table, conflict = ''): Put {
  const names = Object.keys(table.columns)
  const json = Object.values(table.columns).map((type) => type === 'json')
  const into = `INSERT INTO ${quoted(name)} (${names.map(quoted).join(', ')}) VALUES `
  const oneRow = `(${names.map(() => '?').join(', ')})`
  const single = prepare(`${into}${oneRow}${conflict}`)
  const many = prepare(`${into}${Array.from({ length: ROWS_A_STATEMENT }, () => oneRow).join(', ')}${conflict}`)
  // Filled by index and used again: a rebuild puts millions, and what each row leaves behind has to be collected.
  const one: SQLInputValue[] = names.map(() => null)
  const some: SQLInputValue[] = Array.from({ length: names.length * ROWS_A_STATEMENT }, () => null)
  const fill = (values: SQLInputValue[], at: number, row: Row) => {
    for (let i = 0; i < names.length; i++) {
      const value = row[names[i] as string] ?? null
      values[at + i] = json[i] ? JSON.stringify(value) : (value as SQLInputValue)
    }
  }
  return (rows) => {
    let done = 0
    for (; done + ROWS_A_STATEMENT <= rows.length; done += ROWS_A_STATEMENT) {
      for (let r = 0; r < ROWS_A_STATEMENT; r++) fill(some, r * names.length, rows[done + r] as Row)
      many.run(...some)
    }
    for (; done < rows.length; done++) {
      fill(one, 0, rows[done] as Row)
      single.run(...one)
    }
  }
}
