/**
 * What one event adds to one series. `counted` is who or what is counted, once however often it comes; `amount` adds up, in the
 * series' unit; `weight` is 1, or −1 where an event takes back what another counted; 0 leaves that as it was.
 */
export type Contribution = Readonly<{
  series: string
  counted: string
  amount: number
  weight: 1 | 0 | -1
  on: string
  /** What it is counted as from then on: a class, a way. */
  as: string | null
  /** What it falls with when that is withdrawn: a round of recognition. */
  partOf: string | null
  /** Counts where this household lives on the day, wherever its stream was begun. */
  household: string | null
}>
/** What an event says itself: `on` is its own day; who is not spoken of counts once, and nothing else is said. */
export type Said = Pick<Contribution, 'series' | 'counted'> & Partial<Omit<Contribution, 'series' | 'counted' | 'on'>>

/**
 * Not a figure: what is counted here is an event, or what contributions are part of, of which nothing counts from the day on. A report
 * that was never true is withdrawn on its own day.
 */
export const WITHDRAWN = 'withdrawn'
/** Not a figure: from when on the time of a procedure runs. A clue begins it, a refused consent ends it, and who returns begins it again. */
export const RUNNING = 'monitoring.running'
/** Not a figure: where a household lives from a day on. */
export const MOVED = 'moved'
