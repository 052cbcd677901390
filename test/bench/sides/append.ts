import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { catalogue, decodeEvent } from '@rural-tracker/domain'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { INSERT, insertBare, readyDecisions, readyRows } from '../log.ts'
import type { Side } from './side.ts'

/** How many appends a bulk load keeps in flight. */
const IN_FLIGHT = 1_000

export const bareInsert: Side = async ({ dir, size }) => {
  const path = join(dir, 'bare.db')
  const rows = [...readyRows(size)]
  return { work: async () => (await insertBare(path, rows), rows.length), after: async () => eventsIn(path) }
}

/** Every event validated against its schema, made JSON and appended through the port, with the exact revision expected. */
export const bulkAppend: Side = async ({ dir, size }) => {
  const path = join(dir, 'port.db')
  const all = [...readyDecisions(size)]
  const store = openSqliteStore(path)
  return {
    work: async () => {
      let count = 0
      let inFlight: Promise<unknown>[] = []
      for (const { stream, first, events } of all) {
        for (const event of events) {
          if (decodeEvent(catalogue, event.type, event.metadata.v, event.data).kind !== 'event') throw new Error(`not a ${event.type}`)
        }
        inFlight.push(store.append(stream, first === 0 ? 'no_stream' : BigInt(first - 1), events))
        count += events.length
        if (inFlight.length === IN_FLIGHT) {
          await Promise.all(inFlight)
          inFlight = []
        }
      }
      await Promise.all(inFlight)
      await store.close()
      return count
    },
    after: async () => eventsIn(path),
  }
}

/** One insert after the other, each synced to disk before the next. */
export const bareSingle: Side = async ({ dir, size }) => {
  const path = join(dir, 'bare.db')
  const rows = [...readyRows(size)]
  await openSqliteStore(path).close()
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma synchronous = FULL')
  const insert = db.prepare(INSERT)
  return {
    work: async () => {
      for (const row of rows) insert.run(...row)
      db.close()
      return rows.length
    },
    after: async () => eventsIn(path),
  }
}

/** So many callers, each waiting for its append before it makes the next. */
export const portSingle: Side = async ({ dir, size, callers = 1 }) => {
  const path = join(dir, 'port.db')
  const appends = [...readyDecisions(size)].flatMap(({ stream, first, events }) => events.map((event, n) => ({ stream, revision: first + n, event })))
  const byCaller = Map.groupBy(appends, ({ stream }) => Number(stream.slice(-6)) % callers)
  const store = openSqliteStore(path)
  const caller = async (own: typeof appends) => {
    for (const { stream, revision, event } of own) {
      const { ok } = await store.append(stream, revision === 0 ? 'no_stream' : BigInt(revision - 1), [event])
      if (!ok) throw new Error(`conflict on ${stream}`)
    }
  }
  return {
    work: async () => {
      await Promise.all([...byCaller.values()].map(caller))
      await store.close()
      return appends.length
    },
    after: async () => eventsIn(path),
  }
}

/** All that stands in the log, as one number and one text: nothing lost, nothing twice, every revision in its place. */
function eventsIn(path: string): unknown {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    return db
      .prepare(
        `select count(*) as events, count(distinct id) as ids, count(distinct stream) as streams,
                sum(revision) as revisions, sum(length(data)) as data, sum(length(metadata)) as metadata from events`,
      )
      .get()
  } finally {
    db.close()
  }
}
