import type { EventStoreDBClient, JSONEventData } from '@eventstore/db-client'
import { judge, RECENT_IDS, type StreamTail } from '../expectation.ts'
import type { AppendResult, Expected, StoredEvent } from '../port.ts'
import { asPosition } from '../position.ts'
import type { WrittenEvent } from '../stored-row.ts'
import { appendTooLarge, outcomeUnknown } from './errors.ts'
import { failureOf } from './failures.ts'
import { type Reads, readStreamPages } from './reading.ts'

/**
 * Appends through the unary path. When the answer is lost, the same ids are sent again behind the same revision, and the server answers as
 * the first time. Where no exact revision was given we look for the ids ourselves, before each try: the server knows an id only until it is
 * started anew, and only in the stream it met it in first.
 */
export async function appendEvents(reads: Reads, stream: string, expected: Expected, events: readonly WrittenEvent[]): Promise<AppendResult> {
  if (events.length === 0) return appendNothing(reads, stream, expected)
  const data = events.map(proposed)
  const isLoose = expected === 'any' || expected === 'stream_exists'
  const work = async (client: EventStoreDBClient): Promise<AppendResult> => {
    const before = isLoose ? standing(expected, events, await tailOf(reads, stream, RECENT_IDS), stream) : undefined
    if (before) return before
    try {
      const { credentials } = reads.connection
      const options = { expectedRevision: expected, requiresLeader: true, ...(credentials ? { credentials } : {}) }
      const { nextExpectedRevision: revision, position } = await client.appendToStream(stream, data, options)
      return { ok: true, revision, position: position && asPosition(position.commit) }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === 'conflict') return { ok: false, stream, expected, actual: actualOf(error) }
      if (failure === 'too large') throw appendTooLarge(events.length, error)
      throw error
    }
  }
  return reads.connection.use(work, { gaveUp: outcomeUnknown })
}

async function appendNothing(reads: Reads, stream: string, expected: Expected): Promise<AppendResult> {
  const tail = await tailOf(reads, stream, 1)
  return standing(expected, [], tail, stream) ?? { ok: true, revision: BigInt(tail.last), position: undefined }
}

/** The client makes the JSON again; from our copy, so that nobody's later change of the object gets into it. */
function proposed({ id, type, data, metadata }: WrittenEvent): JSONEventData {
  return { id, type, contentType: 'application/json', data: JSON.parse(data), metadata: JSON.parse(metadata) }
}

function actualOf(error: unknown): bigint | 'no_stream' {
  const { actualVersion } = error as Readonly<{ actualVersion: unknown }>
  return typeof actualVersion === 'bigint' ? actualVersion : 'no_stream'
}

type Tail = StreamTail & Readonly<{ at: (revision: number) => StoredEvent | undefined }>

/** The last events of a stream, as `judge` wants to know them. */
async function tailOf(reads: Reads, stream: string, count: number): Promise<Tail> {
  const events = new Map<number, StoredEvent>()
  for await (const event of readStreamPages(reads, stream, { backwards: true, limit: count })) events.set(Number(event.revision), event)
  const last = Math.max(-1, ...events.keys())
  return {
    last,
    at: (revision) => events.get(revision),
    idAt: (revision) => events.get(revision)?.id,
    recent: (id) => [...events].find(([, event]) => event.id === id)?.[0],
  }
}

/** The answer that needs no write, by our own table. */
function standing(expected: Expected, events: readonly WrittenEvent[], tail: Tail, stream: string): AppendResult | undefined {
  const verdict = judge(expected, events, tail)
  if (verdict.kind === 'conflict') return { ok: false, stream, expected, actual: tail.last < 0 ? 'no_stream' : BigInt(tail.last) }
  if (verdict.kind === 'repeat') return { ok: true, revision: BigInt(verdict.revision), position: tail.at(verdict.revision)?.position }
  return undefined
}
