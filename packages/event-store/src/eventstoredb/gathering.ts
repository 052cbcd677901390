import { Silence } from './failures.ts'

/** A read of the client: a stream that can be cancelled. */
export type Reading<T> = {
  on(event: 'data', listener: (item: T) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  cancel(): Promise<void>
}

/**
 * Everything a bounded read gives, each item made into something smaller at once: what a page holds on to grows old, and costs the collector.
 *
 * Client defect 4: whoever leaves a `for await` over a read early leaves the call open, and the server goes on holding it. So reads are
 * bounded by a count and always taken to their end, and cancelled when nothing comes: a read has no deadline of its own.
 *
 * @throws Silence, Stopped, and what the client emits.
 */
export function gather<T, R>(reading: Reading<T>, as: (item: T) => R, silenceMs: number, stop: AbortSignal): Promise<R[]> {
  const { promise, resolve, reject } = Promise.withResolvers<R[]>()
  const items: R[] = []
  let seen = -1
  const watch = setInterval(() => {
    if (seen === items.length) fail(new Silence())
    seen = items.length
  }, silenceMs)
  const end = () => {
    clearInterval(watch)
    stop.removeEventListener('abort', stopped)
  }
  const fail = (error: Error) => {
    end()
    reject(error)
    // A call that is over does not mind; one that never began rejects.
    reading.cancel().catch(() => {})
  }
  const stopped = () => fail(new Stopped())
  stop.addEventListener('abort', stopped)
  reading.on('data', (item: T) => {
    try {
      items.push(as(item))
    } catch (error) {
      fail(error as Error)
    }
  })
  reading.on('end', () => {
    end()
    resolve(items)
  })
  // Stays: an error that nobody listens to would end the process, and there may be two.
  reading.on('error', fail)
  return promise
}

/** Nobody wants it any longer: the client itself says nothing when a call is cancelled from here. */
export class Stopped extends Error {}
