import type { AllStreamResolvedEvent, ReadAllOptions, ReadStreamOptions, ResolvedEvent } from '@eventstore/db-client'
import type { Filter, Page, Position, ReadStream, StoredEvent } from '../port.ts'
import { matching } from '../filter.ts'
import type { Look } from '../paging.ts'
import type { Connection } from './connection.ts'
import { failureOf } from './failures.ts'
import { gather } from './gathering.ts'
import { isOurs, recordOf } from './records.ts'

export type Reads = Readonly<{ connection: Connection; silenceMs: number }>

/** So many events are asked for at once even where pages are small: a call costs as much as some hundred events. */
const FEWEST_A_CALL = 1_024
/** A page looks at no more than this, so that a rare type does not hold up the process. */
const LONGEST_LOOK = 100_000
const STREAM_PAGE = 500

/**
 * A look at the log. The client's `readAll` has no filter and begins with the event that stands at the position given, so both are made up
 * for here. Pages and the head speak of our own events only; how far the server's own were read as well is kept here, and so is what was
 * read and did not fit on the page.
 */
export function openLook(reads: Reads, how: { filter?: Filter; follow?: boolean; signal?: AbortSignal }): Look {
  const wanted = matching(how.filter)
  const cursor = new Cursor(reads, how.signal)
  return async (start, upTo, pageSize): Promise<Page> => {
    const events: StoredEvent[] = []
    let scannedTo = start
    const reached = () => upTo !== undefined && scannedTo !== undefined && scannedTo >= upTo
    cursor.goTo(start)
    for (let looked = 0; !reached() && events.length < pageSize && looked < LONGEST_LOOK; looked++) {
      const event = cursor.peek() ?? (await cursor.read(Math.max(pageSize, FEWEST_A_CALL)))
      if (!event) return { events, scannedTo: cursor.leaveAt(scannedTo), caughtUp: true }
      if (upTo !== undefined && event.position > upTo) return { events, scannedTo: how.follow ? upTo : scannedTo, caughtUp: true }
      cursor.pass(event)
      if (!isOurs(event)) continue
      scannedTo = event.position
      if (wanted(event)) events.push(event)
    }
    return { events, scannedTo: cursor.leaveAt(scannedTo), caughtUp: reached() || cursor.isAtEnd }
  }
}

/** A place in the log, the server's own events counted, and what has been read behind it. */
class Cursor {
  readonly #reads: Reads
  readonly #signal: AbortSignal | undefined
  #read: readonly StoredEvent[] = []
  #next = 0
  /** The last event passed, whosever it is. */
  #at: Position | undefined
  /** What the page said that was left here. */
  #left: Position | undefined
  /** Whether the log ended with what was read since `goTo`. */
  #ended = false

  constructor(reads: Reads, signal: AbortSignal | undefined) {
    this.#reads = reads
    this.#signal = signal
  }

  goTo(start: Position | undefined): void {
    this.#ended = false
    if (this.#at !== undefined && start === this.#left) return
    this.#read = []
    this.#next = 0
    this.#at = start
  }

  leaveAt(scannedTo: Position | undefined): Position | undefined {
    this.#left = scannedTo
    return scannedTo
  }

  peek(): StoredEvent | undefined {
    return this.#read[this.#next]
  }

  /** The next event, read anew; undefined at the end of the log. */
  async read(count: number): Promise<StoredEvent | undefined> {
    if (this.#ended) return undefined
    const after = this.#at
    const fromPosition = after === undefined ? ('start' as const) : { commit: after, prepare: after }
    const maxCount = count + 1
    const found = await this.#reads.connection.use(
      (client, stop) => gather(client.readAll({ fromPosition, maxCount, requiresLeader: true }), fromLog, this.#reads.silenceMs, stop),
      { signal: this.#signal },
    )
    this.#ended = found.length < maxCount
    this.#read = found
    this.#next = after !== undefined && this.#read[0]?.position === after ? 1 : 0
    return this.peek()
  }

  pass({ position }: StoredEvent): void {
    this.#next += 1
    this.#at = position
  }

  get isAtEnd(): boolean {
    return this.#ended && this.#next >= this.#read.length
  }
}

/** The last event of our own. How many of its own the server has written since is not known, so more and more are looked at. */
export async function readHead({ connection, silenceMs }: Reads): Promise<Position | undefined> {
  let fromPosition: ReadAllOptions['fromPosition'] = 'end'
  for (let maxCount = 16; ; maxCount = Math.min(maxCount * 4, FEWEST_A_CALL)) {
    const options: ReadAllOptions = { fromPosition, direction: 'backwards', maxCount, requiresLeader: true }
    const records: StoredEvent[] = await connection.use((client, stop) => gather(client.readAll(options), fromLog, silenceMs, stop))
    const ours = records.find(isOurs)
    const last = records.at(-1)
    if (ours || !last || records.length < maxCount) return ours?.position
    fromPosition = { commit: last.position, prepare: last.position }
  }
}

/** Reads a stream page by page, each to its end, whenever the consumer has taken the one before. */
export async function* readStreamPages({ connection, silenceMs }: Reads, stream: string, how: ReadStream): AsyncGenerator<StoredEvent> {
  const { from = 0n, to, backwards = false, limit = Number.POSITIVE_INFINITY } = how
  let at: bigint | 'end' = backwards ? (to ?? 'end') : from
  let left = to === undefined || backwards ? limit : Math.min(limit, Number(to - from) + 1)
  while (left > 0) {
    const maxCount = Math.min(left, STREAM_PAGE)
    const options: ReadStreamOptions = { fromRevision: at, direction: backwards ? 'backwards' : 'forwards', maxCount, requiresLeader: true }
    const page: StoredEvent[] = await connection.use((client, stop) =>
      gather(client.readStream(stream, options), fromStream, silenceMs, stop).catch(noneIfNoStream),
    )
    const there = backwards ? page.filter((event) => event.revision >= from) : page
    yield* there
    const last = page.at(-1)
    if (!last || page.length < maxCount || there.length < page.length || (backwards && last.revision === 0n)) return
    left -= page.length
    at = backwards ? last.revision - 1n : last.revision + 1n
  }
}

const fromLog = (read: AllStreamResolvedEvent): StoredEvent => recordOf(read)
const fromStream = (read: ResolvedEvent): StoredEvent => recordOf(read)

function noneIfNoStream(error: unknown): [] {
  if (failureOf(error) === 'no stream') return []
  throw error
}
