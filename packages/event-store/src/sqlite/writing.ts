import { judge, RECENT_IDS, type StreamTail } from '../expectation.ts'
import type { AppendResult, Expected } from '../port.ts'
import { asPosition } from '../position.ts'
import type { WrittenEvent } from '../stored-row.ts'
import type { SqliteDriver } from './driver.ts'
import { Inserter } from './inserting.ts'

/** One call of `append` that waits for its commit. */
export type Waiting = Readonly<{
  stream: string
  expected: Expected
  events: readonly WrittenEvent[]
  resolve: (result: AppendResult) => void
  reject: (error: unknown) => void
}>

const MOST_REMEMBERED = 200_000

/**
 * The statements that write. All of them run inside one transaction, which no reader sees half.
 *
 * @param now - milliseconds since 1970, UTC
 */
export function openWriter(driver: SqliteDriver, now: () => number) {
  const begin = driver.prepare('begin immediate')
  const commit = driver.prepare('commit')
  const rollback = driver.prepare('rollback')
  const inserter = new Inserter(driver)
  const lastRevision = driver.prepare('select max(revision) from events where stream = ?')
  const lastPosition = driver.prepare(`select seq from sqlite_sequence where name = 'events'`)
  const lastRecorded = driver.prepare('select recorded_at from events order by position desc limit 1')
  const at = driver.prepare('select id, position from events where stream = ? and revision = ?')
  const version = driver.prepare('pragma data_version')
  const recent = driver.prepare('select max(revision) from events where stream = ? and revision > ? and id = ?')

  /** The log as this connection left it: good until another one commits, which changes SQLite's data version. */
  let knownVersion: unknown
  let position = 0
  let recordedAt = 0
  const lastOf = new Map<string, number>()

  function rememberOnlyWhatHolds(): void {
    const now = version.get()?.[0]
    if (now !== knownVersion) {
      lastOf.clear()
      position = (lastPosition.get()?.[0] ?? 0) as number
      recordedAt = (lastRecorded.get()?.[0] ?? 0) as number
      knownVersion = now
    }
    if (lastOf.size > MOST_REMEMBERED) lastOf.clear()
  }

  function forget(): void {
    knownVersion = undefined
    inserter.clear()
  }

  /** What is to be written has to stand before the table is asked about it. */
  function flush(): void {
    const reached = inserter.flush() ?? position
    if (reached !== position) throw new Error(`the log gave the position ${reached} where ${position} was due`)
  }

  function idAndPosition(stream: string, revision: number) {
    flush()
    return at.get(stream, revision)
  }

  /** One object for all calls: it is asked about one stream at a time. */
  const tail = {
    stream: '',
    last: -1,
    idAt(revision: number): string | undefined {
      return idAndPosition(this.stream, revision)?.[0] as string | undefined
    },
    recent(id: string): number | undefined {
      flush()
      return (recent.get(this.stream, this.last - RECENT_IDS, id)?.[0] ?? undefined) as number | undefined
    },
  } satisfies StreamTail & { stream: string }

  function appendOne({ stream, expected, events }: Waiting): AppendResult {
    tail.stream = stream
    tail.last = lastOf.get(stream) ?? ((lastRevision.get(stream)?.[0] ?? -1) as number)
    const verdict = judge(expected, events, tail)
    if (verdict.kind === 'conflict') return { ok: false, stream, expected, actual: tail.last < 0 ? 'no_stream' : BigInt(tail.last) }
    if (verdict.kind === 'repeat') {
      const found = idAndPosition(stream, verdict.revision)?.[1] as number | undefined
      return { ok: true, revision: BigInt(verdict.revision), position: found === undefined ? undefined : asPosition(found) }
    }
    if (events.length === 0) return { ok: true, revision: BigInt(tail.last), position: undefined }
    let revision = tail.last
    for (const { id, type, data, metadata } of events) inserter.add(stream, ++revision, id, type, data, metadata, recordedAt)
    position += events.length
    lastOf.set(stream, revision)
    return { ok: true, revision: BigInt(revision), position: asPosition(position) }
  }

  /**
   * Commits all calls in one transaction, in their order, each with its own answer: the sync to disk is the price of an append, and many share it.
   * The last revision is read inside the transaction, so another process cannot come between.
   *
   * @throws what SQLite throws; then nothing was written.
   */
  return (calls: readonly Waiting[]): AppendResult[] => {
    begin.run()
    try {
      rememberOnlyWhatHolds()
      recordedAt = Math.max(recordedAt, now())
      const results = calls.map(appendOne)
      flush()
      commit.run()
      return results
    } catch (error) {
      forget()
      if (driver.inTransaction()) rollback.run()
      throw error
    }
  }
}
