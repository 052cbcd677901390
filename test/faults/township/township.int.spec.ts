import { afterAll, describe, expect, it } from 'vitest'
import { runRounds } from './rounds.ts'

const SEEDS = Array.from({ length: 20 }, (_, n) => n)

describe('a township whose processes and servers are killed', () => {
  const rounds = runRounds(SEEDS)[Symbol.asyncIterator]()
  afterAll(async () => void (await rounds.return?.()))

  it.each(SEEDS)(
    'given seed %i, when it has come to rest, then nothing is lost or doubled, rebuilt is live, and every webhook and every alert was told and is recorded once',
    async (seed) => {
      const { value } = await rounds.next()
      expect(value).toMatchObject({ seed, faults: [] })
      expect(value?.killed.length).toBeGreaterThan(1)
    },
    300_000,
  )
})
