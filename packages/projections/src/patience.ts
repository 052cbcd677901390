import { isPassing, type RowsUnavailable } from './rows.ts'

export const SHORTEST_PAUSE_MS = 50
export const LONGEST_PAUSE_MS = 2_000
/** What kills the server each time at the same place is not an absence. */
const MOST_TRIES = 100

/** How long it is tried again, when something last went forward (milliseconds since 1970), and who is told of each try. The pause between two ends with the signal. */
export type Patience = Readonly<{ patienceMs: number; movedAt: () => number; onRetry: (code: string) => void; signal?: AbortSignal | undefined }>

/**
 * Does something with the rows, and again while their database is away for a moment.
 *
 * @throws what does not pass by itself, and RowsUnavailable when patience is over.
 */
export async function patiently<T>(work: () => Promise<T>, { patienceMs, movedAt, onRetry, signal }: Patience): Promise<T> {
  let since = 0
  for (let tries = 1, pause = SHORTEST_PAUSE_MS; ; tries++, pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const began = Date.now()
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error)) throw error
      // It is one absence as long as nothing goes forward between two failures.
      if (since === 0 || movedAt() > began) since = Date.now()
      if (tries === MOST_TRIES || Date.now() - since >= patienceMs) throw error
      onRetry((error as RowsUnavailable).code)
    }
    await sleep(pause, signal)
  }
}

/** Ends at once when the signal aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  const aborted = () => resolve()
  signal?.addEventListener('abort', aborted)
  if (signal?.aborted) resolve()
  return promise.finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', aborted)
  })
}
