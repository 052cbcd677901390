import fc from 'fast-check'
import { expect, it } from 'vitest'
import { partsOf } from './parts.ts'

it('given any number of parts, then every key is of exactly one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.string({ unit: 'grapheme' }), (n, key) => {
      expect(partsOf(n).filter((mine) => mine(key))).toHaveLength(1)
    }),
  )
})

it('given a thousand households, then no part of four has more than a third of them', () => {
  const households = Array.from({ length: 1_000 }, (_, i) => `H${10_000 + i}`)
  for (const mine of partsOf(4)) expect(households.filter(mine).length).toBeLessThan(333)
})

it('given the same key in another process, then it is of the same part', () => {
  expect(['H00001', 'H00002', '431224105201', '三江'].map((key) => partsOf(7).findIndex((mine) => mine(key)))).toEqual([5, 0, 6, 3])
})
