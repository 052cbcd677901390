import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Rest } from './rest.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** How long it takes by the clock of the test. */
async function lasts(work: Promise<unknown>): Promise<number> {
  const began = performance.now()
  let ended: number | undefined
  void work.then(() => (ended = performance.now() - began))
  for (let ms = 0; ms < 1_000 && ended === undefined; ms++) await vi.advanceTimersByTimeAsync(1)
  return ended ?? Number.POSITIVE_INFINITY
}
const worksFor = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms))

describe('a rest after work', () => {
  it.each([
    [30, 30],
    [5_000, 100],
  ])('given work of %i ms, it lasts %i ms', async (worked, rests) => {
    const rest = new Rest(new AbortController().signal)
    const working = rest.after(worksFor(worked))
    await vi.advanceTimersByTimeAsync(worked)
    await working

    expect(await lasts(rest.over())).toBe(rests)
  })

  it('is over at once for who has not worked, or not for a while', async () => {
    const rest = new Rest(new AbortController().signal)
    expect(await lasts(rest.over())).toBeLessThanOrEqual(1)
    const working = rest.after(worksFor(20))
    await vi.advanceTimersByTimeAsync(40)
    await working
    expect(await lasts(rest.over())).toBeLessThanOrEqual(1)
  })

  it('ends with the signal, and follows work that failed as well', async () => {
    const stop = new AbortController()
    const rest = new Rest(stop.signal)
    const working = rest.after(() => worksFor(50)().then(() => Promise.reject(new Error('no'))))
    working.catch(() => {})
    await vi.advanceTimersByTimeAsync(50)
    await expect(working).rejects.toThrow('no')

    const resting = rest.over()
    stop.abort()

    expect(await lasts(resting)).toBeLessThanOrEqual(1)
  })
})
