import { afterEach, describe, expect, it } from 'vitest'
import type { Carried, Effects } from '../effects.ts'
import { eventually } from './eventually.ts'

const carried = (id: string, attempt = 1): Carried => ({ effect: { id, name: 'letter', payload: { letter: id, lines: [1, '二'] } }, attempt })

/** What every queue does. `open` gives one that holds nothing yet. */
export function describeEffects(name: string, open: () => Promise<Effects>): void {
  describe(`effects by ${name}`, () => {
    const opened: Effects[] = []
    const stops: AbortController[] = []
    const opening = async () => {
      const effects = await open()
      opened.push(effects)
      return effects
    }
    const working = (effects: Effects, perform: (carried: Carried) => Promise<void>) => {
      const stop = new AbortController()
      stops.push(stop)
      const ended = effects.work(perform, stop.signal)
      return { stop: () => stop.abort(), ended }
    }
    afterEach(async () => {
      for (const stop of stops.splice(0)) stop.abort()
      await Promise.all(opened.splice(0).map((effects) => effects.close()))
    })

    it('performs what was handed over, as it was handed over', async () => {
      const effects = await opening()
      const seen: Carried[] = []
      await effects.enqueue(carried('early', 3))
      working(effects, async (one) => void seen.push(one))
      await effects.enqueue(carried('late'))
      await eventually('both are performed', () => seen.length === 2)
      expect(seen).toEqual(expect.arrayContaining([carried('early', 3), carried('late')]))
    })

    it('takes one id once while it waits and while it is under way, and again afterwards', async () => {
      const effects = await opening()
      const seen: string[] = []
      let finish = () => {}
      const finished = new Promise<void>((resolve) => (finish = resolve))
      await effects.enqueue(carried('one'))
      await effects.enqueue(carried('one'))
      working(effects, async ({ effect }) => {
        seen.push(effect.id)
        if (seen.length === 1) await finished
      })
      await eventually('it is under way', () => seen.length === 1)
      await effects.enqueue(carried('one'))
      await effects.enqueue(carried('marker'))
      await eventually('the marker came', () => seen.includes('marker'))
      expect(seen).toEqual(['one', 'marker'])
      finish()
      await eventually('it is taken again', async () => {
        await effects.enqueue(carried('one'))
        return seen.filter((id) => id === 'one').length > 1
      })
    })

    it('takes the next try of an effect while the one before is still under way', async () => {
      const effects = await opening()
      const seen: number[] = []
      let finish = () => {}
      const finished = new Promise<void>((resolve) => (finish = resolve))
      working(effects, async ({ attempt }) => {
        seen.push(attempt)
        if (attempt === 1) await finished
      })
      await effects.enqueue(carried('one', 1))
      await eventually('the first try is under way', () => seen.length === 1)
      await effects.enqueue(carried('one', 2))
      await eventually('the next try came', () => seen.length === 2)
      finish()
      expect(seen).toEqual([1, 2])
    })

    it('begins nothing before its moment, and lets others pass meanwhile', async () => {
      const effects = await opening()
      const notBefore = Date.now() + 300
      const begun = new Map<string, number>()
      await effects.enqueue(carried('in-an-hour'), { notBefore: Date.now() + 3_600_000 })
      await effects.enqueue(carried('later'), { notBefore })
      await effects.enqueue(carried('now'))
      working(effects, async ({ effect }) => void begun.set(effect.id, Date.now()))
      await eventually('two have begun', () => begun.size === 2)
      expect(begun.get('later')).toBeGreaterThanOrEqual(notBefore)
      expect(begun.has('now') && !begun.has('in-an-hour')).toBe(true)
    })

    it('goes on when one throws, and takes that one again', async () => {
      const effects = await opening()
      const seen: string[] = []
      working(effects, async ({ effect }) => {
        seen.push(effect.id)
        if (seen.length === 1) throw new Error('spilt')
      })
      await effects.enqueue(carried('spilt'))
      await eventually('it was tried', () => seen.length === 1)
      await effects.enqueue(carried('other'))
      await eventually('the other is performed', () => seen.includes('other'))
      await eventually('the first is taken again', async () => {
        await effects.enqueue(carried('spilt'))
        return seen.filter((id) => id === 'spilt').length > 1
      })
      expect(new Set(seen)).toEqual(new Set(['spilt', 'other']))
    })

    it('performs several at once', async () => {
      const effects = await opening()
      const here = new Set<string>()
      let meet = () => {}
      const met = new Promise<void>((resolve) => (meet = resolve))
      working(effects, async ({ effect }) => {
        here.add(effect.id)
        if (here.size === 4) meet()
        await met
      })
      for (const id of ['a', 'b', 'c', 'd']) await effects.enqueue(carried(id))
      await met
      expect(here.size).toBe(4)
    })

    it('ends when it is told to, after what is under way', async () => {
      const effects = await opening()
      let finish = () => {}
      const finished = new Promise<void>((resolve) => (finish = resolve))
      let state = 'nothing'
      const work = working(effects, async () => {
        state = 'begun'
        await finished
        state = 'ended'
      })
      await effects.enqueue(carried('slow'))
      await eventually('it has begun', () => state === 'begun')
      work.stop()
      finish()
      await work.ended
      expect(state).toBe('ended')
    })
  })
}
