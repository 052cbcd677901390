import type { Filter, Page, Position, ReadStream } from '../port.ts'
import type { Look } from '../paging.ts'
import { asPosition } from '../position.ts'
import { StoredRow } from '../stored-row.ts'
import type { SqliteDriver, SqliteRow, SqliteStatement, SqliteValue } from './driver.ts'

const COLUMNS = 'position, stream, revision, id, type, data, metadata, recorded_at'

/** With a filter a page looks at no more than this many positions, so that a rare type does not hold up the process. */
const LONGEST_LOOK = 100_000

export function event(row: SqliteRow): StoredRow {
  const [position, stream, revision, id, type, data, metadata, recordedAt] = row as [number, string, number, string, string, string, string, number]
  return new StoredRow(position, stream, revision, id, type, data, metadata, recordedAt)
}

export function openHead(driver: SqliteDriver): () => Position | undefined {
  const head = driver.prepare('select max(position) from events')
  return () => {
    const last = head.get()?.[0] as number | null | undefined
    return last == null ? undefined : asPosition(last)
  }
}

/**
 * A look at the log. Positions are given by the one transaction that may write, so no lower one can appear later:
 * what is at or below the head is complete.
 */
export function openLook(driver: SqliteDriver, head: () => Position | undefined, filter: Filter | undefined): Look {
  const { condition, values } = conditionOf(filter)
  const statement = kept(driver, `select ${COLUMNS} from events where position > ? and position <= ?${condition} order by position limit ?`)
  return (after, upTo, pageSize): Page => {
    const last = head()
    if (last === undefined) return { events: [], scannedTo: after, caughtUp: true }
    const goal = Number(upTo !== undefined && upTo < last ? upTo : last)
    const start = Number(after ?? 0n)
    if (start >= goal) return { events: [], scannedTo: after, caughtUp: true }
    const end = condition ? Math.min(goal, start + LONGEST_LOOK) : goal
    const events = statement.all(start, end, ...values, pageSize).map(event)
    const scannedTo = events.length === pageSize ? (events[pageSize - 1] as StoredRow).position : asPosition(end)
    return { events, scannedTo, caughtUp: scannedTo >= goal }
  }
}

/** Who follows looks again and again: to prepare a filter of a hundred types takes longer than to find nothing. */
const looks = new WeakMap<SqliteDriver, Map<string, SqliteStatement>>()
const MOST_KEPT = 100

function kept(driver: SqliteDriver, sql: string): SqliteStatement {
  const own = looks.get(driver) ?? new Map<string, SqliteStatement>()
  looks.set(driver, own)
  const statement = own.get(sql) ?? driver.prepare(sql)
  if (own.size < MOST_KEPT) own.set(sql, statement)
  return statement
}

/** A category is a range of stream names: `household-` and everything up to, not including, `household.` (the next character). */
function conditionOf({ types, categories }: Filter = {}): { condition: string; values: SqliteValue[] } {
  const parts: string[] = []
  const values: SqliteValue[] = []
  if (types) {
    parts.push(` and type in (${types.map(() => '?').join(', ')})`)
    values.push(...types)
  }
  if (categories) {
    // The plus keeps SQLite from taking the index on streams, with which it would sort the whole log for each page.
    const ranges = categories.map(() => '+stream = ? or (+stream >= ? and +stream < ?)')
    parts.push(` and (${ranges.join(' or ') || 'false'})`)
    for (const category of categories) values.push(category, `${category}-`, `${category}.`)
  }
  return { condition: parts.join(''), values }
}

const STREAM_PAGE = 500

/** Reads a stream in pages, so that no statement stays open while the consumer does something else. */
export function openStreamReader(driver: SqliteDriver) {
  const select = (order: string) =>
    driver.prepare(`select ${COLUMNS} from events where stream = ? and revision >= ? and revision <= ? order by revision ${order} limit ?`)
  const forwards: SqliteStatement = select('asc')
  const backwards: SqliteStatement = select('desc')

  return function* (stream: string, how: ReadStream): Generator<StoredRow> {
    let from = Number(how.from ?? 0n)
    let to = how.to === undefined ? Number.MAX_SAFE_INTEGER : Number(how.to)
    let left = how.limit ?? Number.POSITIVE_INFINITY
    while (left > 0 && from <= to) {
      const size = Math.min(left, STREAM_PAGE)
      const rows = (how.backwards ? backwards : forwards).all(stream, from, to, size).map(event)
      yield* rows
      const last = rows.at(-1)
      if (!last || rows.length < size) return
      left -= rows.length
      if (how.backwards) to = Number(last.revision) - 1
      else from = Number(last.revision) + 1
    }
  }
}
