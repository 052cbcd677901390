import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { searchForAll } from './many-at-once.ts'

const BORDER = 1 << 20

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'many-at-once-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function searched(bytes: Uint8Array, needles: readonly Uint8Array[]): [number, number][] {
  const path = join(folder, 'bytes')
  writeFileSync(path, bytes)
  return [...searchForAll(needles)(path)].sort(([a], [b]) => a - b)
}

// Of three values only, so that much is found, doubled and overlapping.
const bytes = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength, maxLength }).map((values) => Buffer.from(values))

it('finds what looking for one after the other finds, and where', () => {
  fc.assert(
    fc.property(bytes(0, 200), fc.array(bytes(1, 9), { maxLength: 12 }), (text, needles) => {
      const one = needles.flatMap((needle, i): [number, number][] => (text.includes(needle) ? [[i, text.indexOf(needle)]] : []))
      expect(searched(text, needles)).toEqual(one)
    }),
    { numRuns: 300 },
  )
})

it.each([-9, -8, -5, -1, 0, 1])('given a needle %i bytes from where a chunk ends, then it is found there', (from) => {
  const needle = Buffer.from('110101200')
  const text = Buffer.alloc(BORDER + 100)
  needle.copy(text, BORDER + from)
  expect(searched(text, [Buffer.from('1012'), needle])).toEqual([
    [0, BORDER + from + 3],
    [1, BORDER + from],
  ])
})
