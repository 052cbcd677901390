import { randomUUID } from 'node:crypto'
import { existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'

/** A record as a server keeps it. Positions are places in a file: growing, with holes. */
export type Recorded = Readonly<{
  stream: string
  revision: number
  id: string
  type: string
  contentType: string
  data: Uint8Array
  metadata: Uint8Array
  position: bigint
  /** Milliseconds since 1970. */
  created: number
}>

export type Proposed = Pick<Recorded, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | number
export type Written = Readonly<{ ok: true; last: Recorded } | { ok: false; actual: number }>

const RECENT = 1_000
const OVERHEAD = 100

/** What a cluster has agreed on. Follows the table in IndexWriter.CheckCommit of the server (oss-v24.2.0), with its cache of recent ids. */
export class ServerLog {
  readonly all: Recorded[] = []
  readonly #streams = new Map<string, Recorded[]>()
  readonly #recent = new Map<string, Recorded>()
  readonly #listeners = new Set<() => void>()
  readonly #file: number | undefined
  #end = 0n

  /** With a file what is written outlives the process, however that ends: it stands there before anybody is answered. */
  constructor(file?: string) {
    for (const record of file === undefined ? [] : readBack(file)) this.#keep(record)
    this.#file = file === undefined ? undefined : openSync(file, 'a')
    if (this.all.length > 0) return
    this.#add('$users', [{ id: randomUUID(), type: '$UserCreated', ...json('{}') }])
  }

  stream(name: string): readonly Recorded[] {
    return this.#streams.get(name) ?? []
  }

  append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): Written {
    const there = this.stream(stream)
    const last = there.length - 1
    const verdict = check(expected, events, there, this.#recent)
    if (verdict === 'conflict') return { ok: false, actual: last }
    if (verdict !== 'write') return { ok: true, last: verdict }
    const added = this.#add(stream, events)
    for (const record of added) this.#remember(record)
    // What a server writes for itself lies between what others write.
    if (this.all.length % 7 === 0) this.#add('$stats-127.0.0.1:2113', [{ id: randomUUID(), type: '$statsCollected', ...json('{"proc":1}') }])
    for (const listener of [...this.#listeners]) listener()
    return { ok: true, last: added.at(-1) as Recorded }
  }

  /** As after a restart, or on another leader: the cache of recent ids is empty. */
  forgetRecent(): void {
    this.#recent.clear()
  }

  /** The place in `all` of the first record at or after a position. */
  placeOf(position: bigint): number {
    let [low, high] = [0, this.all.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.all[middle] as Recorded).position < position) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Calls after each append, until the answer is called. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #add(stream: string, events: readonly Proposed[]): Recorded[] {
    const created = Date.now()
    const first = this.stream(stream).length
    let position = this.#end
    const records = events.map((event, i) => {
      const record = { ...event, stream, revision: first + i, position, created }
      position += sizeOf(record)
      return record
    })
    // One line an append: after a kill all of it is there, or none.
    if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(records.map(asText))}\n`)
    for (const record of records) this.#keep(record)
    return records
  }

  #keep(record: Recorded): void {
    const own = this.#streams.get(record.stream) ?? []
    this.#streams.set(record.stream, own)
    own.push(record)
    this.all.push(record)
    this.#end = record.position + sizeOf(record)
  }

  /** Where an id was first, as the server's cache has it: written to another stream since, it counts there no more. */
  #remember(record: Recorded): void {
    if (this.#recent.has(record.id)) return
    this.#recent.set(record.id, record)
    for (const id of this.#recent.keys()) {
      if (this.#recent.size <= RECENT) return
      this.#recent.delete(id)
    }
  }
}

function sizeOf({ stream, data, metadata }: Recorded): bigint {
  return BigInt(OVERHEAD + stream.length + data.length + metadata.length)
}

function asText({ data, metadata, position, ...record }: Recorded) {
  return { ...record, position: String(position), data: Buffer.from(data).toString('base64'), metadata: Buffer.from(metadata).toString('base64') }
}

/** The records of a file. A line that has no end was never answered, and goes. */
function readBack(file: string): Recorded[] {
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole))
  return whole
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => JSON.parse(line) as ReturnType<typeof asText>[])
    .map(({ data, metadata, position, ...record }) => ({
      ...record,
      position: BigInt(position),
      data: Buffer.from(data, 'base64'),
      metadata: Buffer.from(metadata, 'base64'),
    }))
}

/** `write`, `conflict`, or the last record of the append that this one repeats. */
function check(
  expected: ExpectedRevision,
  events: readonly Proposed[],
  there: readonly Recorded[],
  recent: ReadonlyMap<string, Recorded>,
): 'write' | 'conflict' | Recorded {
  const last = there.length - 1
  if (expected === 'stream_exists' && last < 0) return 'conflict'
  if (expected === 'any' || expected === 'stream_exists') {
    const known = recent.get(events[0]?.id ?? '')
    return known && known.stream === there[0]?.stream ? repeated(events, there, known.revision) : 'write'
  }
  const before = expected === 'no_stream' ? -1 : expected
  if (before === last) return 'write'
  return before > last ? 'conflict' : repeated(events, there, before + 1)
}

function repeated(events: readonly Proposed[], there: readonly Recorded[], start: number): 'conflict' | Recorded {
  const all = events.every(({ id }, i) => there[start + i]?.id === id)
  return all ? (there[start + events.length - 1] as Recorded) : 'conflict'
}

function json(text: string) {
  return { contentType: 'application/json', data: Buffer.from(text), metadata: new Uint8Array() } as const
}
