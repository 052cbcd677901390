import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Table } from '../rows.ts'
import { replacing } from '../sql/select.ts'
import { type Put, putInto } from './put.ts'

/** What one connection has prepared: kept, because to prepare takes longer than to run. */
export class Statements {
  readonly #db: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()
  readonly #arrays = new Map<string, StatementSync>()
  readonly #puts = new Map<string, Put>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  prepare(sql: string): StatementSync {
    let statement = this.#prepared.get(sql)
    if (!statement) {
      statement = this.#db.prepare(sql)
      this.#prepared.set(sql, statement)
    }
    return statement
  }

  /** One that gives each row as an array. */
  prepareArrays(sql: string): StatementSync {
    let statement = this.#arrays.get(sql)
    if (!statement) {
      statement = this.#db.prepare(sql)
      statement.setReturnArrays(true)
      this.#arrays.set(sql, statement)
    }
    return statement
  }

  put(how: 'insert' | 'upsert', name: string, table: Table): Put {
    const key = `${how} ${name}`
    let put = this.#puts.get(key)
    if (!put) {
      put = putInto((sql) => this.#db.prepare(sql), name, table, how === 'upsert' ? replacing(table) : '')
      this.#puts.set(key, put)
    }
    return put
  }

  /** After tables were made or dropped. */
  clear(): void {
    this.#prepared.clear()
    this.#arrays.clear()
    this.#puts.clear()
  }
}
