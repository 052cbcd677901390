import type { Expected } from './port.ts'

/** How many of a stream's latest ids are looked at for a repeat when the writer gave no exact revision. */
export const RECENT_IDS = 1_000

/** What a store can say about one stream. Revisions are numbers here; -1 is a stream that is not there. */
export type StreamTail = Readonly<{
  last: number
  idAt(revision: number): string | undefined
  /** Where this id stands among the last `RECENT_IDS` events. */
  recent(id: string): number | undefined
}>

/** `write` after the last event; a `repeat` whose last event is at this revision; or a `conflict`. */
export type Verdict = Readonly<{ kind: 'write' } | { kind: 'repeat'; revision: number } | { kind: 'conflict' }>

type WithId = Readonly<{ id: string }>

const write: Verdict = { kind: 'write' }
const conflict: Verdict = { kind: 'conflict' }

/**
 * The one table of expectations and repeats, for every store of our own. It is EventStoreDB's:
 * a repeat is recognised only *behind* the expected revision, never by looking for the id elsewhere in the stream.
 */
export function judge(expected: Expected, events: readonly WithId[], tail: StreamTail): Verdict {
  switch (expected) {
    case 'stream_exists':
      return tail.last < 0 ? conflict : judgeLoosely(events, tail)
    case 'any':
      return tail.last < 0 ? write : judgeLoosely(events, tail)
    default: {
      const before = expected === 'no_stream' ? -1 : Number(expected)
      if (before === tail.last) return write
      if (before > tail.last) return conflict
      return events.every(({ id }, i) => tail.idAt(before + 1 + i) === id) ? { kind: 'repeat', revision: before + events.length } : conflict
    }
  }
}

function judgeLoosely(events: readonly WithId[], tail: StreamTail): Verdict {
  const [first] = events
  const start = first === undefined ? undefined : tail.recent(first.id)
  if (start === undefined) return write
  return events.every(({ id }, i) => tail.idAt(start + i) === id) ? { kind: 'repeat', revision: start + events.length - 1 } : conflict
}
