import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrowingMap } from './growing-map.ts'

describe('a growing map', () => {
  it('given any versions, each grown out of any other, then each is what a copy at every step would be', () => {
    const steps = fc.array(fc.record({ from: fc.nat(), key: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.nat() }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (grown) => {
        const versions = [{ map: GrowingMap.empty<number>(), copy: new Map<string, number>() }]
        for (const { from, key, value } of grown) {
          const { map, copy } = versions[from % versions.length] ?? versions[0]!
          versions.push({ map: map.set(key, value), copy: new Map(copy).set(key, value) })
        }
        for (const { map, copy } of versions) {
          expect([...map.values()]).toEqual([...copy.values()])
          expect(map.size).toBe(copy.size)
          for (const key of ['a', 'b', 'c', 'd', 'e']) expect(map.get(key)).toBe(copy.get(key))
        }
      }),
    )
  })

  it('given the same empty map for two streams, then neither sees the other', () => {
    const empty = GrowingMap.empty<string>()
    const [one, two] = [empty.set('a', 'one'), empty.set('a', 'two')]
    expect([one.get('a'), two.get('a'), empty.get('a')]).toEqual(['one', 'two', undefined])
  })
})
