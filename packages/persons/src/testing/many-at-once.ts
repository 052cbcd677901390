import { closeSync, openSync, readSync } from 'node:fs'

const CHUNK = 1 << 20
const BASE = 0x01000193
const SPREAD = 0x9e3779b1
const FILTER_BITS = 24

/** Looks into one file: where each of the needles that stand in it first stands, by the needle's place in the list. */
export type Search = (path: string) => Map<number, number>

/**
 * A search for any number of byte strings at once, in one pass over a file: a register's hundred thousand numbers in a gigabyte take seconds.
 * A rolling hash over the last bytes of each, as many as the shortest has (Rabin and Karp; numbers differ at their ends), a bitmap that
 * answers most places with no, then the bytes themselves.
 *
 * @example searchForAll([Buffer.from('张三')])('events.db') // an empty map when it is not there
 * @throws when one of them is empty.
 */
export function searchForAll(needles: readonly Uint8Array[]): Search {
  if (needles.length === 0) return () => new Map()
  const window = needles.reduce((least, { length }) => Math.min(least, length), Number.MAX_SAFE_INTEGER)
  const longest = needles.reduce((most, { length }) => Math.max(most, length), 0)
  if (window === 0) throw new Error('One of what is wanted is empty')
  const byHash = new Map<number, number[]>()
  const filter = new Uint8Array(1 << (FILTER_BITS - 3))
  for (const [i, needle] of needles.entries()) {
    const hash = hashOf(needle.subarray(needle.length - window))
    const same = byHash.get(hash)
    if (same) same.push(i)
    else byHash.set(hash, [i])
    const bit = placeOf(hash)
    filter[bit >> 3] = (filter[bit >> 3] as number) | (1 << (bit & 7))
  }
  const leaving = power(window)

  function look(bytes: Uint8Array, from: number, found: Map<number, number>): void {
    if (bytes.length < window) return
    let hash = hashOf(bytes.subarray(0, window))
    for (let end = window; ; end++) {
      const bit = placeOf(hash)
      if ((filter[bit >> 3] as number) & (1 << (bit & 7))) {
        for (const i of byHash.get(hash) ?? []) {
          const needle = needles[i] as Uint8Array
          if (!found.has(i) && endsAt(bytes, end, needle)) found.set(i, from + end - needle.length)
        }
      }
      if (end === bytes.length) return
      hash = (Math.imul(hash, BASE) + (bytes[end] as number) - Math.imul(bytes[end - window] as number, leaving)) | 0
    }
  }

  return (path) => {
    const found = new Map<number, number>()
    const file = openSync(path, 'r')
    try {
      // Chunks overlap, so that what lies across their border is found.
      const chunk = Buffer.alloc(CHUNK + longest - 1)
      for (let start = 0; ; start += CHUNK) {
        const length = readSync(file, chunk, 0, chunk.length, start)
        look(chunk.subarray(0, length), start, found)
        if (length < chunk.length) return found
      }
    } finally {
      closeSync(file)
    }
  }
}

function hashOf(bytes: Uint8Array): number {
  let hash = 0
  for (const byte of bytes) hash = (Math.imul(hash, BASE) + byte) | 0
  return hash
}

/** The bit of a hash in the filter; without the spread the last byte would hardly count. */
function placeOf(hash: number): number {
  return Math.imul(hash, SPREAD) >>> (32 - FILTER_BITS)
}

function power(times: number): number {
  let value = 1
  for (let i = 0; i < times; i++) value = Math.imul(value, BASE)
  return value
}

function endsAt(bytes: Uint8Array, end: number, needle: Uint8Array): boolean {
  const start = end - needle.length
  if (start < 0) return false
  for (let i = 0; i < needle.length; i++) if (bytes[start + i] !== needle[i]) return false
  return true
}
