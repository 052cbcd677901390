import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matching } from './filter.ts'
import type { Look } from './paging.ts'
import type { Filter, Page, Position, StoredEvent } from './port.ts'
import { asPosition } from './position.ts'
import { Tail } from './tail.ts'
import { idsOf, newEvent, streamOf } from './testing/events.ts'

const CATEGORIES = ['household', 'village', 'project']
/** Fewer than a reading of the tail takes, so that the filter is what ends a page. */
const MOST_A_PAGE = 5

const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.constant({}),
  fc.subarray(CATEGORIES, { minLength: 1 }).map((categories) => ({ categories })),
)
const asked = fc.record({ filter, pageSize: fc.integer({ min: 1, max: MOST_A_PAGE }), after: fc.nat({ max: 3 }) })
type Step = Readonly<{ append?: string; reads?: number; ends?: true }>
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ append: fc.constantFrom(...CATEGORIES) }),
  fc.record({ reads: fc.nat({ max: 3 }) }),
  fc.constant({ ends: true } as const),
)

/** A log whose looks take a while: what they find is what stands there when they end. */
function aLog(slowly: () => Promise<void>) {
  const events: StoredEvent[] = []
  const wakeUp = { count: 0 }
  let looks = 0
  const append = (category: string) => {
    const place = {
      stream: streamOf(category),
      revision: 0n as never,
      position: asPosition(events.length + 1),
      recordedAt: '2024-06-30T00:00:00.000Z',
    }
    events.push({ ...newEvent(), ...place })
    wakeUp.count++
  }
  const lookFor = (asks: Filter): Look => {
    const wanted = matching(asks)
    return async (after, _upTo, pageSize): Promise<Page> => {
      looks++
      await slowly()
      const found = events.slice(Number(after ?? 0n)).filter(wanted)
      const page = found.slice(0, pageSize)
      if (found.length > pageSize) return { events: page, scannedTo: page.at(-1)?.position, caughtUp: false }
      return { events: page, scannedTo: events.at(-1)?.position ?? after, caughtUp: true }
    }
  }
  return { events, wakeUp, append, lookFor, looks: () => looks }
}

describe('one reader in a process feeds all who follow', () => {
  it('gives each every event that he asks for, once and in the order of the log, whoever else reads and whenever', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(asked, { minLength: 1, maxLength: 4 }),
        fc.array(step, { maxLength: 40 }),
        fc.scheduler(),
        async (all, steps, scheduler) => {
          const log = aLog(() => scheduler.schedule(Promise.resolve()))
          for (let n = 0; n < 3; n++) log.append('household')
          const tail = new Tail(log.lookFor({}), log.wakeUp)
          const followers = all.map((one) => {
            const look = tail.of(log.lookFor(one.filter), { filter: one.filter, follow: true })
            const seen: string[] = []
            let at: Position | undefined = one.after === 0 ? undefined : asPosition(one.after)
            let reading: Promise<boolean> = Promise.resolve(false)
            const read = () =>
              (reading = reading.then(async () => {
                const page = await look(at, undefined, one.pageSize)
                seen.push(...idsOf(page.events))
                at = page.scannedTo
                return page.caughtUp
              }))
            return { ...one, seen, read }
          })
          for (const { append, reads, ends } of steps) {
            if (append !== undefined) log.append(append)
            if (reads !== undefined) void followers[reads % followers.length]?.read()
            // Whoever can begin to look has begun.
            await new Promise(setImmediate)
            if (ends && scheduler.count() > 0) await scheduler.waitOne()
          }
          // Nothing is written any more: each comes to the head.
          const toHead = Promise.all(
            followers.map(async ({ read }) => {
              while (!(await read()));
            }),
          )
          await scheduler.waitFor(toHead)
          for (const { seen, filter: asks, after } of followers) expect(seen).toEqual(idsOf(log.events.slice(after).filter(matching(asks))))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('looks at the log once for what all of them are told', async () => {
    const log = aLog(() => Promise.resolve())
    log.append('household')
    const tail = new Tail(log.lookFor({}), log.wakeUp)
    const looks = CATEGORIES.map((category) => tail.of(log.lookFor({ categories: [category] }), { filter: { categories: [category] } }))
    const pages = async (after: Position | undefined) => Promise.all(looks.map(async (look) => look(after, undefined, 100)))
    await pages(undefined)
    const before = log.looks()

    for (const category of CATEGORIES) log.append(category)
    const told = await pages(asPosition(1))
    const nothing = await pages(asPosition(4))

    expect(told.map(({ events }) => events.length)).toEqual([1, 1, 1])
    expect(nothing.map(({ events, caughtUp }) => [events.length, caughtUp])).toEqual([
      [0, true],
      [0, true],
      [0, true],
    ])
    expect(log.looks() - before).toBe(1)
  })
})
