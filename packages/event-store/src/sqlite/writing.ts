import { judge, RECENT_IDS, type StreamTail } from '../expectation.ts'
import type { AppendResult, Expected } from '../port.ts'
import { asPosition } from '../position.ts'
import type { WrittenEvent } from '../stored-row.ts'
import type { SqliteDriver } from './driver.ts'

/** One call of `append` that waits for its commit. */
export type Waiting = Readonly<{
  stream: string
  expected: Expected
  events: readonly WrittenEvent[]
  resolve: (result: AppendResult) => void
  reject: (error: unknown) => void
}>

const MOST_REMEMBERED = 200_000

/** The statements that write. All of them run inside one transaction, which no reader sees half. */
export function openWriter(driver: SqliteDriver, now: () => string) {
  const begin = driver.prepare('begin immediate')
  const commit = driver.prepare('commit')
  const rollback = driver.prepare('rollback')
  const insert = driver.prepare('insert into events (stream, revision, id, type, data, metadata, recorded_at) values (?, ?, ?, ?, ?, ?, ?)')
  const lastRevision = driver.prepare('select max(revision) from events where stream = ?')
  const lastRecorded = driver.prepare('select recorded_at from events order by position desc limit 1')
  const at = driver.prepare('select id, position from events where stream = ? and revision = ?')
  const version = driver.prepare('pragma data_version')
  const recent = driver.prepare('select max(revision) from events where stream = ? and revision > ? and id = ?')

  /** Last revisions as this connection left them: good until another one commits, which changes SQLite's data version. */
  const lastOf = new Map<string, number>()
  let knownVersion: unknown

  function rememberOnlyWhatHolds(): void {
    const now = version.get()?.[0]
    if (now !== knownVersion || lastOf.size > MOST_REMEMBERED) lastOf.clear()
    knownVersion = now
  }

  function tailOf(stream: string): StreamTail {
    const last = lastOf.get(stream) ?? ((lastRevision.get(stream)?.[0] ?? -1) as number)
    return {
      last,
      idAt: (revision) => at.get(stream, revision)?.[0] as string | undefined,
      recent: (id) => (recent.get(stream, last - RECENT_IDS, id)?.[0] ?? undefined) as number | undefined,
    }
  }

  function appendOne({ stream, expected, events }: Waiting, recordedAt: number): AppendResult {
    const tail = tailOf(stream)
    const verdict = judge(
      expected,
      events.map((event) => event.id),
      tail,
    )
    if (verdict.kind === 'conflict') return { ok: false, stream, expected, actual: tail.last < 0 ? 'no_stream' : BigInt(tail.last) }
    if (verdict.kind === 'repeat') {
      const position = at.get(stream, verdict.revision)?.[1] as number | undefined
      return { ok: true, revision: BigInt(verdict.revision), position: position === undefined ? undefined : asPosition(position) }
    }
    let revision = tail.last
    let position: number | undefined
    for (const { id, type, data, metadata } of events) {
      revision += 1
      position = insert.run(stream, revision, id, type, data, metadata, recordedAt)
    }
    lastOf.set(stream, revision)
    return { ok: true, revision: BigInt(revision), position: position === undefined ? undefined : asPosition(position) }
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
      const before = (lastRecorded.get()?.[0] ?? 0) as number
      const recordedAt = Math.max(before, Date.parse(now()))
      const results = calls.map((call) => appendOne(call, recordedAt))
      commit.run()
      return results
    } catch (error) {
      lastOf.clear()
      if (driver.inTransaction()) rollback.run()
      throw error
    }
  }
}
