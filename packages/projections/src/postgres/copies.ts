import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { ColumnType, Row, Table } from '../rows.ts'
import { quoted } from '../sql/names.ts'
import { storable } from './bind.ts'
import { ours } from './errors.ts'

/** What is sent at once: enough for the server to be busy while the next is made here. */
const PIECE = 256 * 1_024

type Waiting = { readonly lineOf: (row: Row) => string; readonly into: string; text: string }

/** Rows on their way into tables of one transaction, by COPY. Those of small pages wait for each other; one piece is under way at a time. */
export class Copies {
  readonly #client: pg.ClientBase
  readonly #waiting = new Map<string, Waiting>()
  #underWay: Promise<void> = Promise.resolve()

  constructor(client: pg.ClientBase) {
    this.#client = client
  }

  async add(name: string, table: Table, rows: readonly Row[]): Promise<void> {
    const waiting = this.#of(name, table)
    for (const row of rows) {
      waiting.text += waiting.lineOf(row)
      if (waiting.text.length >= PIECE) await this.#send(waiting)
    }
  }

  /** Everything of this table is there, and the connection is free. */
  async arrived(name: string): Promise<void> {
    const waiting = this.#waiting.get(name)
    if (waiting?.text) await this.#send(waiting)
    await this.free()
  }

  async allArrived(): Promise<void> {
    for (const waiting of this.#waiting.values()) if (waiting.text) await this.#send(waiting)
    await this.free()
  }

  /** The connection is free for something else. */
  free(): Promise<void> {
    return this.#underWay
  }

  /** Does something on the connection when what is under way has ended; whoever comes next waits for it. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#underWay.then(work)
    this.#underWay = done.then(() => {})
    // Whoever comes next is told; until then it is nobody's.
    this.#underWay.catch(() => {})
    return done
  }

  #of(name: string, table: Table): Waiting {
    let waiting = this.#waiting.get(name)
    if (!waiting) {
      const columns = Object.keys(table.columns).map(quoted).join(', ')
      waiting = { lineOf: lineOf(table), into: `COPY ${quoted(name)} (${columns}) FROM STDIN`, text: '' }
      this.#waiting.set(name, waiting)
    }
    return waiting
  }

  async #send(waiting: Waiting): Promise<void> {
    const before = this.#underWay
    const { into, text } = waiting
    waiting.text = ''
    const copied = this.inTurn(() =>
      ours(async () => {
        const stream = this.#client.query(copyFrom(into))
        stream.end(text)
        await finished(stream)
      }),
    )
    copied.catch(() => {})
    await before
  }
}

/** A row as a line of COPY's text format. */
function lineOf(table: Table): (row: Row) => string {
  const columns = Object.entries(table.columns)
  return (row) => {
    let line = ''
    for (let i = 0; i < columns.length; i++) {
      const [name, type] = columns[i] as [string, ColumnType]
      const value = row[name] ?? null
      if (i > 0) line += '\t'
      if (type === 'json') line += escaped(JSON.stringify(value))
      else if (value === null) line += '\\N'
      else line += type === 'integer' ? String(value) : escaped(storable(String(value)))
    }
    return `${line}\n`
  }
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text
}
