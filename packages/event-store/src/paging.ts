import { storeClosed } from './errors.ts'
import type { Page, Position, ReadAll } from './port.ts'
import { longer, type WakeUp } from './wake-up.ts'

export const PAGE_SIZE = 1_000

/** Looks once at the log after `after` and not beyond `upTo`; at once, or over a network. */
export type Look = (after: Position | undefined, upTo: Position | undefined, pageSize: number) => Page | Promise<Page>

/** Turns single looks into the reading the port promises: pages until caught up, then, when following, waits and goes on. */
export async function* pages(look: Look, how: ReadAll, wakeUp: WakeUp, closed: () => boolean): AsyncGenerator<Page> {
  const { upTo, signal, follow = false, pageSize = PAGE_SIZE } = how
  let after = how.after
  let told = false
  let wait: number | undefined
  while (!signal?.aborted) {
    if (closed()) {
      if (follow) return
      throw storeClosed()
    }
    const page = await unlessAborted(async () => look(after, upTo, pageSize), signal)
    if (!page || signal?.aborted) return
    const moved = page.scannedTo !== after
    if (moved || !told) {
      after = page.scannedTo
      told = page.caughtUp
      wait = undefined
      yield page
    }
    if (!page.caughtUp) continue
    if (!follow || (upTo !== undefined && after !== undefined && after >= upTo)) return
    // What came while the consumer was busy is read at once; the wait begins only when a look finds nothing.
    if (moved) continue
    wait = longer(wait)
    await wakeUp.sleep(wait, signal)
  }
}

/** A look that fails because nobody wants it any longer is no failure. */
async function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (signal?.aborted) return undefined
    throw error
  }
}
