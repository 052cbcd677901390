import { setTimeout as pause } from 'node:timers/promises'
import type { EventStore, Position, StoredEvent } from '@rural-tracker/event-store'
import type { DueWork } from './due-work.ts'
import { away, codeOf, type OnProblem } from './problems.ts'

const PAGE = 512
const AWAY_MS = 1_000

export type WithNews = DueWork & Required<Pick<DueWork, 'news'>>

export function hasNews(due: DueWork): due is WithNews {
  return due.news !== undefined
}

/**
 * Tells of what is written after a position, as it comes, until the signal aborts; what comes while something is being told is told together next.
 * What is missed while the log is away is left to the minute's whole question.
 */
export async function hearNews(
  events: EventStore,
  { news: { types } }: WithNews,
  tell: (events: readonly StoredEvent[]) => Promise<unknown>,
  how: Readonly<{ after: Position | undefined; signal: AbortSignal; onProblem: OnProblem }>,
): Promise<void> {
  const { signal, onProblem } = how
  for (let { after } = how; !signal.aborted; ) {
    try {
      const from = after === undefined ? {} : { after }
      for await (const page of events.readAll({ ...from, filter: { types }, pageSize: PAGE, follow: true, signal })) {
        if (page.events.length > 0) await tell(page.events)
        after = page.scannedTo ?? after
      }
    } catch (error) {
      if (signal.aborted) return
      onProblem(away(codeOf(error)))
      await pause(AWAY_MS, undefined, { signal }).catch(() => {})
    }
  }
}
