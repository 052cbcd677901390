import { randomUUID } from 'node:crypto'
import { written } from '../stored-row.ts'
import { type Reads, readStreamPages } from './reading.ts'
import { IDENTITY_STREAM } from './records.ts'
import { appendEvents } from './writing.ts'

/**
 * The log's own name. A server has none that a client can ask for, so it is an event in a stream of its own, written by the first who asks.
 */
export async function readIdentity(reads: Reads): Promise<string> {
  const there = await nameOf(reads)
  if (there !== undefined) return there
  const id = randomUUID()
  const metadata = { commandId: id, commandHash: 'none', actor: 'tracker', source: 'tracker', division: '', v: 1 }
  await appendEvents(reads, IDENTITY_STREAM, 'no_stream', [written({ id, type: 'LogNamed', data: {}, metadata })])
  // Whoever was first.
  return (await nameOf(reads)) ?? id
}

async function nameOf(reads: Reads): Promise<string | undefined> {
  for await (const { id } of readStreamPages(reads, IDENTITY_STREAM, { limit: 1 })) return id
  return undefined
}
