import { describe, expect, it } from 'vitest'
import type { Seen } from './aggregate.ts'
import { sightOf } from './seen.ts'

const own = 'pump-431224105201-1'
const known = (...streams: string[]): Seen => {
  const there = new Map(streams.map((stream, revision) => [stream, { state: stream, revision }]))
  return (stream) => there.get(stream)
}
const reading = (reads?: (data: unknown, seen: Seen) => readonly string[]) => ({ type: 'RunPump', stream: () => own, ...(reads ? { reads } : {}) })
/** Names the next of these streams once it has seen the one before. */
const stepByStep =
  (...streams: string[]) =>
  (_: unknown, seen: Seen) =>
    streams.filter((_stream, n) => n === 0 || seen(streams[n - 1] as string) !== undefined)

describe('what a command sees', () => {
  it('is nothing, without reads', () => {
    const { seen, missing } = sightOf(reading(), {}, known(own, 'a'))
    expect(missing).toEqual([])
    expect(seen(own)).toBeUndefined()
  })
  it('is its own stream and those it names, and no other that is at hand', () => {
    const { seen, missing } = sightOf(
      reading(() => ['a']),
      {},
      known(own, 'a', 'b'),
    )
    expect(missing).toEqual([])
    expect([own, 'a', 'b'].map(seen)).toEqual([{ state: own, revision: 0 }, { state: 'a', revision: 1 }, undefined])
  })
  it('waits for each stream that nobody has read yet, round by round', () => {
    const command = reading(stepByStep('a', 'b', 'c'))
    expect(sightOf(command, {}, known(own)).missing).toEqual(['a'])
    expect(sightOf(command, {}, known(own, 'a')).missing).toEqual(['b'])
    expect(sightOf(command, {}, known(own, 'a', 'b')).missing).toEqual(['c'])
    expect(sightOf(command, {}, known(own, 'a', 'b', 'c')).missing).toEqual([])
  })
  it('does not depend on what happens to be at hand: a stream not named yet is not seen', () => {
    const asked: unknown[] = []
    const command = reading((_, seen) => {
      asked.push(seen('b'))
      return ['a', ...(seen('a') ? ['b'] : [])]
    })
    sightOf(command, {}, known(own, 'a', 'b'))
    expect(asked).toEqual([undefined, undefined, { state: 'b', revision: 2 }])
  })
  it('ends after three rounds: going on is a programming error', () => {
    const command = reading(stepByStep('a', 'b', 'c', 'd'))
    expect(() => sightOf(command, {}, known(own, 'a', 'b', 'c', 'd'))).toThrow('RunPump still names new streams after 3 rounds of reading: d')
  })
})
