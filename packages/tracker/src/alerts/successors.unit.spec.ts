import { describe, expect, it } from 'vitest'
import { Successors } from './successors.ts'

const [TOWN, NEXT, THIRD] = ['431224105000', '431224106000', '431224107000'] as const
const [EAST, WEST] = ['431224105201', '431224105202'] as const
const [NORTH, SOUTH] = ['431224106201', '431224107201'] as const

let events = 0
const merger = (village: string, successor: string, on: string, knownAt = `${on}T04:00:00.000Z`) => ({
  eventId: `e${events++}`,
  village,
  successor,
  on,
  knownAt,
  withdraws: null,
})

describe('what a division has become', () => {
  const successors = new Successors([EAST, WEST, NORTH], [merger(EAST, NORTH, '2024-05-08'), merger(WEST, SOUTH, '2024-06-01')])
  const on = (asOf: string, knownAt?: string) => successors.on({ asOf, ...(knownAt ? { knownAt } : {}) })

  it.each<readonly [string, readonly string[], readonly string[], readonly string[], readonly string[]]>([
    ['2024-05-07', [EAST], [TOWN], [TOWN], [NEXT]],
    ['2024-05-08', [NORTH], [TOWN], [TOWN], [NEXT]],
    ['2024-06-01', [NORTH], [NEXT, THIRD], [TOWN], [NEXT, TOWN]],
  ])('given a town whose villages go to two others, on %s', (day, village, town, partsOfTown, partsOfNext) => {
    const then = on(day)
    expect(then.successorsOf(EAST)).toEqual(village)
    expect(then.successorsOf(TOWN)).toEqual(town)
    expect([then.isThere(TOWN), then.partsOf(TOWN), then.partsOf(NEXT)]).toEqual([town.includes(TOWN), partsOfTown, partsOfNext])
    expect([then.townOf(EAST), then.townOf(NORTH)]).toEqual([village[0] === EAST ? TOWN : NEXT, NEXT])
  })

  it('given a merger that was known later, then not before', () => {
    expect(on('2024-05-09', '2024-05-08T03:00:00.000Z').successorsOf(EAST)).toEqual([EAST])
  })

  it('given divisions that nobody has merged, or that nobody knows, then they are what they were', () => {
    for (const one of [NORTH, NEXT, '431224199000', '431224199201', '431224000000', '000000000000'])
      expect(on('2024-12-31').successorsOf(one)).toEqual([one])
  })

  it('given a town that is itself said to be part of another, then its villages are in that one', () => {
    const then = new Successors([EAST, NORTH], [merger(TOWN, NEXT, '2024-05-08')]).on({ asOf: '2024-05-08' })
    expect([then.successorsOf(TOWN), then.townOf(EAST), then.isThere(TOWN), then.partsOf(NEXT)]).toEqual([[NEXT], NEXT, false, [NEXT, TOWN]])
  })
})
