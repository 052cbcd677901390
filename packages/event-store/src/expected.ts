import type { AppendResult, Expected, NewEvent, Position, Revision } from './port.ts'

/** What an append needs to know of a stream. `idsFrom` gives the ids from a revision on, at most as many as asked. */
export type StreamSoFar = Readonly<{
  last: Revision | undefined
  idsFrom: (revision: Revision, count: number) => readonly Readonly<{ id: string; position: Position }>[]
}>

/** How far back `any` and `stream_exists` look for a repeat: best effort, as documented at the port. */
const RECENT = 1_000

/** The one table of expectations and repeats, for every store that keeps its own streams: write, or answer this. */
export function judge(stream: string, expected: Expected, events: readonly NewEvent[], so: StreamSoFar): 'write' | AppendResult {
  const actual = so.last ?? 'no_stream'
  const conflict: AppendResult = { ok: false, stream, expected, actual }
  if (expected === 'any' || expected === 'stream_exists') {
    if (expected === 'stream_exists' && so.last === undefined) return conflict
    return recentRepeat(events, so) ?? 'write'
  }
  const before = expected === 'no_stream' ? -1n : expected
  const last = so.last ?? -1n
  if (last === before) return 'write'
  if (last < before || events.length === 0) return conflict
  const there = so.idsFrom(before + 1n, events.length)
  const same = there.length === events.length && there.every(({ id }, i) => id === events[i]?.id)
  return same ? { ok: true, revision: before + BigInt(events.length), position: there.at(-1)?.position } : conflict
}

function recentRepeat(events: readonly NewEvent[], so: StreamSoFar): AppendResult | undefined {
  if (so.last === undefined || events.length === 0) return undefined
  const start = so.last >= BigInt(RECENT) ? so.last - BigInt(RECENT) + 1n : 0n
  const recent = so.idsFrom(start, RECENT)
  const at = recent.findIndex(({ id }) => id === events[0]?.id)
  if (at < 0 || !events.every(({ id }, i) => recent[at + i]?.id === id)) return undefined
  return { ok: true, revision: start + BigInt(at + events.length - 1), position: recent[at + events.length - 1]?.position }
}
