import { type Round, runRound } from './round.ts'
import { LAYOUTS, Township } from './township.ts'

/** How many seeds one township lives through before another one is founded: to start servers takes longer than a round. */
const A_LIFE = 10

/**
 * Runs seeds in their order. Ten that follow each other share a township, so that a seed is run again with those before it of the same ten;
 * the tens take turns between one process over files and services over servers. A township with a fault is given up.
 */
export async function* runRounds(seeds: readonly number[]): AsyncIterable<Round> {
  for (const [life, own] of Map.groupBy(seeds, (seed) => Math.floor(seed / A_LIFE))) {
    const layout = LAYOUTS[life % LAYOUTS.length] as (typeof LAYOUTS)[number]
    let township: Township | undefined
    try {
      for (const seed of own) {
        township ??= await Township.open(layout, { tellsAlerts: true })
        const round = await runRound(township, seed)
        yield round
        if (round.faults.length === 0) continue
        await township.close()
        township = undefined
      }
    } finally {
      await township?.close()
    }
  }
}
