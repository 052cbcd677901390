import { DatabaseSync } from 'node:sqlite'

/** The part of the sqlite3 package that Emmett calls, on node:sqlite. Statements are kept prepared and nothing crosses a thread, so it is faster. */
class Database {
  #db
  #prepared = new Map()

  constructor(file) {
    this.#db = new DatabaseSync(file)
  }
  run(sql, params, done) {
    this.#answer(sql, params, done, (statement, values) => {
      const { changes, lastInsertRowid } = statement.run(...values)
      return [{ changes: Number(changes), lastID: Number(lastInsertRowid) }]
    })
  }
  all(sql, params, done) {
    this.#answer(sql, params, done, (statement, values) => [undefined, statement.all(...values)])
  }
  get(sql, params, done) {
    this.#answer(sql, params, done, (statement, values) => [undefined, statement.get(...values)])
  }
  close() {
    this.#db.close()
  }

  #answer(sql, params, done, work) {
    const callback = typeof params === 'function' ? params : done
    const values = (Array.isArray(params) ? params : []).map(bindable)
    let [self, result, failure] = [undefined, undefined, null]
    try {
      let statement = this.#prepared.get(sql)
      if (!statement) this.#prepared.set(sql, (statement = this.#db.prepare(sql)))
      ;[self, result] = work(statement, values)
    } catch (error) {
      // The sqlite3 package gives SQLite's primary code as errno, and Emmett asks for it.
      failure = Object.assign(error, { errno: (error.errcode ?? 0) & 0xff })
    }
    queueMicrotask(() => callback?.call(self, failure, result))
  }
}

/** What the sqlite3 package makes of values that SQLite has no type for. */
function bindable(value) {
  if (typeof value === 'boolean') return Number(value)
  if (value === undefined || value === null) return null
  return typeof value === 'object' ? String(value) : value
}

export default { Database, OPEN_URI: 64, OPEN_READWRITE: 2, OPEN_CREATE: 4 }
