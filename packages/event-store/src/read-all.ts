import type { Page, Position, ReadAll, StoredEvent } from './port.ts'
import type { Wake } from './wake.ts'

const FIRST_WAIT_MS = 50
const LONGEST_WAIT_MS = 1_000

/**
 * The paging loop of every store that can answer one page: catch-up, bounded and following are the same loop.
 * `look` gives the matching events after a position and how far it looked.
 */
export async function* pagesOf(
  how: ReadAll,
  wake: Wake,
  head: () => Position | undefined,
  look: (after: Position | undefined, upTo: Position | undefined, limit: number) => readonly StoredEvent[],
): AsyncIterable<Page> {
  const { signal, follow = false, pageSize = 1_000 } = how
  let after = how.after
  let wait = FIRST_WAIT_MS
  let said = false
  while (!signal?.aborted) {
    // The end is fixed before looking, so that a page never claims to have looked at an event appended meanwhile.
    const end = least(head(), how.upTo)
    const events = end === undefined || (after !== undefined && after >= end) ? [] : look(after, end, pageSize)
    const full = events.length === pageSize
    const caughtUp = !full
    const scannedTo = full ? events.at(-1)?.position : greatest(after, end)
    const moved = scannedTo !== after
    after = scannedTo
    if (moved || !said || !follow) {
      said = caughtUp
      yield { events, scannedTo, caughtUp }
    }
    if (full) continue
    if (!follow || (how.upTo !== undefined && after !== undefined && after >= how.upTo)) return
    wait = moved ? FIRST_WAIT_MS : Math.min(wait * 2, LONGEST_WAIT_MS)
    await wake.within(wait, signal)
  }
}

function least(a: Position | undefined, b: Position | undefined): Position | undefined {
  return a === undefined || b === undefined ? a : a < b ? a : b
}

function greatest(a: Position | undefined, b: Position | undefined): Position | undefined {
  return a === undefined ? b : b === undefined || a > b ? a : b
}
