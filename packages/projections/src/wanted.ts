import { rebuildEnded } from './projection-error.ts'
import type { RowTransaction } from './rows.ts'

/** @throws ProjectionError `rebuild.ended` when nobody wants it any longer. */
export function stillWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw rebuildEnded()
}

/**
 * Waits for something as long as that is wanted. What is waited for may go on: who gives up on it has to end it.
 *
 * @throws ProjectionError `rebuild.ended` when the signal aborts before.
 */
export async function whileWanted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  const { promise: ended, reject } = Promise.withResolvers<never>()
  const end = () => reject(rebuildEnded())
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    return await Promise.race([work, ended])
  } finally {
    signal.removeEventListener('abort', end)
  }
}

/** Whoever else in this thread has something to do does it first. */
export function othersTurn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(resolve)
  return promise
}

/**
 * A transaction that takes nothing more when it is not wanted any longer. An engine that never waits for anything would hold this thread until it
 * is done, and nobody could say so: before each call whoever else has something to do gets his turn.
 */
export function interruptible(tx: RowTransaction, signal: AbortSignal): RowTransaction {
  return new Proxy(tx, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown
      if (typeof value !== 'function') return value
      if (name === 'scan') return value.bind(target)
      return async (...given: unknown[]) => {
        await othersTurn()
        stillWanted(signal)
        return value.apply(target, given) as unknown
      }
    },
  })
}
