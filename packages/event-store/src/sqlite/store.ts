import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { EventStoreError, storeClosed } from '../errors.ts'
import { pages } from '../paging.ts'
import type { AppendResult, EventStore, Expected, NewEvent, Page, Position, ReadAll, ReadStream, StoredEvent } from '../port.ts'
import { written } from '../stored-row.ts'
import { Tail } from '../tail.ts'
import { WakeUp } from '../wake-up.ts'
import { isBusy, isNoDatabase, openDriver, type SqliteDriver } from './driver.ts'
import { cannotOpen, notALog, writeFailed } from './errors.ts'
import { openHead, openLook, openStreamReader } from './reading.ts'
import { logIdOf, prepareSchema } from './schema.ts'
import { openWriter, type Waiting } from './writing.ts'

export type SqliteStoreOptions = Readonly<{
  /** FULL: an answered append survives a power cut. NORMAL may lose the latest ones then, never the order; for loads that can be repeated. */
  synchronous?: 'FULL' | 'NORMAL'
  /** How long an append waits for another process that writes. */
  busyTimeoutMs?: number
  now?: () => string
}>

/**
 * Opens or makes a log in one file. Several processes may have it open; each append waits for its turn.
 *
 * @example
 * const store = openSqliteStore('./data/events.db')
 * @throws `store.newer-format`, `store.not-a-log`, `store.cannot-open`.
 */
export function openSqliteStore(path: string, options: SqliteStoreOptions = {}): SqliteEventStore {
  let driver: SqliteDriver | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    driver = openDriver(path, { busyTimeoutMs: options.busyTimeoutMs ?? 10_000 })
    // Looked at before anything is changed: a file that is not ours stays as it is.
    logIdOf(driver, path)
    useWal(driver)
    driver.exec(`pragma synchronous = ${options.synchronous === 'NORMAL' ? 'NORMAL' : 'FULL'}`)
    const { now } = options
    return new SqliteEventStore(path, driver, prepareSchema(driver, path), now ? () => Date.parse(now()) : Date.now)
  } catch (error) {
    driver?.close()
    if (error instanceof EventStoreError) throw error
    throw isNoDatabase(error) ? notALog(path, error) : cannotOpen(path, error)
  }
}

/** Turning to WAL does not wait for the lock by itself, so two processes that make a file at once have to try again. */
function useWal(driver: SqliteDriver): void {
  for (let tries = 1; ; tries++) {
    try {
      driver.exec('pragma journal_mode = wal')
      return
    } catch (error) {
      if (!isBusy(error) || tries === 100) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

/** The store of the embedded tracker. */
export class SqliteEventStore implements EventStore {
  readonly path: string
  readonly #driver: SqliteDriver
  readonly #logId: string
  readonly #write: (calls: readonly Waiting[]) => AppendResult[]
  readonly #head: () => Position | undefined
  readonly #streamReader: ReturnType<typeof openStreamReader>
  readonly #wakeUp = new WakeUp()
  readonly #tail: Tail
  #waiting: Waiting[] = []
  #closed = false

  constructor(path: string, driver: SqliteDriver, logId: string, now: () => number) {
    this.path = path
    this.#driver = driver
    this.#logId = logId
    this.#write = openWriter(driver, now)
    this.#head = openHead(driver)
    this.#tail = new Tail(openLook(driver, this.#head, undefined), this.#wakeUp)
    this.#streamReader = openStreamReader(driver)
  }

  append(stream: string, expected: Expected, events: readonly NewEvent[]): Promise<AppendResult> {
    // What is thrown in here rejects, as in an async function, with one promise an append instead of two.
    return new Promise((resolve, reject) => {
      this.#check()
      const ready = events.map(written)
      // The commit comes when this turn of the event loop is over: everybody who asked until then shares one sync to disk.
      if (this.#waiting.length === 0) setImmediate(this.#commit)
      this.#waiting.push({ stream, expected, events: ready, resolve, reject })
    })
  }

  async *readStream(stream: string, how: ReadStream = {}): AsyncGenerator<StoredEvent> {
    this.#check()
    for (const event of this.#streamReader(stream, how)) {
      yield event
      this.#check()
    }
  }

  readAll(how: ReadAll = {}): AsyncIterable<Page> {
    this.#check()
    const look = openLook(this.#driver, this.#head, how.filter)
    return pages(how.follow ? this.#tail.of(look, how) : look, how, this.#wakeUp, () => this.#closed)
  }

  async head(): Promise<Position | undefined> {
    this.#check()
    return this.#head()
  }

  async logId(): Promise<string> {
    return this.#logId
  }

  /** What SQLite says is in force on this connection, such as `synchronous`: for checks of a running tracker. */
  pragma(name: 'synchronous' | 'journal_mode'): string | number {
    this.#check()
    return this.#driver.prepare(`pragma ${name}`).get()?.[0] as string | number
  }

  /** Commits what waits, ends all readers and lets go of the file. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#commit()
    this.#closed = true
    this.#wakeUp.wake()
    this.#driver.close()
  }

  readonly #commit = (): void => {
    const calls = this.#waiting
    if (calls.length === 0) return
    this.#waiting = []
    try {
      const results = this.#write(calls)
      for (let i = 0; i < calls.length; i++) calls[i]?.resolve(results[i] as AppendResult)
      this.#wakeUp.wake()
    } catch (error) {
      const failure = writeFailed(this.path, error)
      for (const call of calls) call.reject(failure)
    }
  }

  #check(): void {
    if (this.#closed) throw storeClosed()
  }
}
