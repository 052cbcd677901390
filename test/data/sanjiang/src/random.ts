/** A small seeded generator (mulberry32), so that the same history comes out everywhere. */
export type Random = () => number

export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}

/** `count` different ones, in a random order. */
export function pick<T>(random: Random, from: readonly T[], count: number): T[] {
  const left = [...from]
  for (let i = 0; i < count; i++) {
    const j = between(random, i, left.length - 1)
    const [a, b] = [left[i], left[j]]
    left[i] = b as T
    left[j] = a as T
  }
  return left.slice(0, count)
}

/** Whole parts around the mean that add up to the total exactly; none below `least`, none above `most`. */
export function shares(
  random: Random,
  total: number,
  parts: number,
  how: { least?: number; most?: number; spread?: number; step?: number } = {},
): number[] {
  const { least = 1, most = Number.MAX_SAFE_INTEGER, spread = 0.3, step = 1 } = how
  const base = Math.floor(total / parts)
  const result = Array.from({ length: parts }, (_, i) => base + (i < total - base * parts ? 1 : 0))
  for (let i = 0; i < parts; i++) {
    const j = between(random, 0, parts - 1)
    const most_ = Math.floor((base * spread) / step)
    const moved = Math.min(most_ * step, Math.max(0, (result[i] as number) - least), Math.max(0, most - (result[j] as number)))
    const move = i === j ? 0 : Math.floor((random() * moved) / step) * step
    result[i] = (result[i] as number) - move
    result[j] = (result[j] as number) + move
  }
  return result
}
