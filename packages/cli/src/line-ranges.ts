/** Runs of lines, each with its first and its last: `[[1, 120], [122, 122]]`. */
export type LineRanges = readonly (readonly [first: number, last: number])[]

/**
 * Gathers commands into the lines they stand on. Commands that follow each other are one range, also when empty lines lie between them.
 *
 * @param indices of commands, from 0, in ascending order
 * @param lines the line of each command, from 1
 * @example rangesOf([0, 1, 3], [1, 2, 5, 6]) // [[1, 2], [6, 6]]
 */
export function rangesOf(indices: Iterable<number>, lines: readonly number[]): LineRanges {
  const ranges: [number, number][] = []
  let before = Number.NaN
  for (const index of indices) {
    const line = lines[index] ?? 0
    const last = ranges.at(-1)
    if (last && index === before + 1) last[1] = line
    else ranges.push([line, line])
    before = index
  }
  return ranges
}

/** @example shownRanges([[1, 120], [122, 122]], '、') // '1–120、122' */
export function shownRanges(ranges: LineRanges, between: string): string {
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(between)
}
