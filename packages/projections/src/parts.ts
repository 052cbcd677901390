/** Which keys a runner folds. */
export type Mine = (key: string) => boolean

/** One of several parts of the keys, as a thread can be told of it. */
export type Part = Readonly<{ part: number; of: number }>

/** One runner folds it all. */
export const everything: Mine = () => true

/**
 * Shares the keys out among `n` runners. Every key is of exactly one part, in every process the same. Keys are shared, not events: an
 * event that touches two keys goes to both parts, and each folds only its own.
 *
 * @example partsOf(4).map((mine) => model.load(slot, moment, mine))
 */
export function partsOf(n: number): readonly Mine[] {
  return Array.from({ length: n }, (_, part) => mineOf({ part, of: n }))
}

/** The keys of one part. */
export function mineOf({ part, of }: Part): Mine {
  return of === 1 ? everything : (key) => hashOf(key) % of === part
}

/** FNV-1a, 32 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
