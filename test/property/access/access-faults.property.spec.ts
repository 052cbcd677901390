import { Role } from '@rural-tracker/domain'
import type { RowStore } from '@rural-tracker/projections'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsWithin } from '../../../packages/tracker/src/access/sight.ts'
import { difference } from './answers.ts'
import { eventsInside } from './naive-places.ts'
import { bornIn, DIVISIONS, NATION, townships } from './townships.ts'
import { eventsOf, type Fault, logOf, logWith, trackerOn } from './two-trackers.ts'

/** The filter with one verb that goes wrong. */
const wrongly = (wrong: (right: RowStore, all: RowStore) => Partial<RowStore>): Fault => ({
  within: (all, division, places) => {
    const right = rowsWithin(all, division, places)
    return { ...right, ...wrong(right, all) } as RowStore
  },
})

const FAULTS: Readonly<Record<string, Fault>> = {
  'a total that is counted without the filter': wrongly((_, all) => ({ count: (table, where) => all.count(table, where) })),
  'figures that are added up without the filter': wrongly((_, all) => ({ scan: (table, query) => all.scan(table, query) })),
  'a page that is taken before the filter': wrongly((right, all) => ({
    rows: async (table, query = {}) => {
      if (query.page === undefined) return right.rows(table, query)
      const page = new Set((await all.rows(table, query)).map((row) => JSON.stringify(row)))
      const { page: _, ...rest } = query
      return (await right.rows(table, rest)).filter((row) => page.has(JSON.stringify(row)))
    },
  })),
  'a household that is told of to whoever knows its number': wrongly((right, all) => ({
    rows: (table, query) => (query?.where?.some(([, is]) => is === '=') ? all : right).rows(table, query),
  })),
  'a household that is looked for where it was registered': {
    places: (places) => ({ ...places, homesOf: async (households) => new Map(households.map((one) => [one, bornIn(one)])) }),
  },
  'a merger that nobody heard of': {
    places: ({ homesOf, ...places }) => ({ ...places, homesOf, present: (division) => division, merged: new Map() }),
  },
  'parameters of the neighbours': wrongly((right, all) => ({
    rows: (table, query) => (table.name.endsWith('_parameters') ? all : right).rows(table, query),
  })),
}

const divisions = fc.constantFrom(...DIVISIONS)

/** Whether what a caller is told differs, in so many random townships, from what there is. */
async function differs(fault: Fault, numRuns: number): Promise<boolean> {
  const agree = fc.asyncProperty(townships, divisions, async (commands, division) => {
    const log = await logOf(commands)
    const there = await logWith(eventsInside(await eventsOf(log), division))
    const caller = { actor: 'test:reader', role: Role.enum.auditor }
    const mine = (await trackerOn(log, fault)).as({ ...caller, division })
    return (await difference(mine, (await trackerOn(there)).as({ ...caller, division: NATION }))) === undefined
  })
  const { failed } = await fc.check(agree, { numRuns, endOnFailure: true })
  return failed
}

describe('the property that holds the filter would fail', () => {
  it('given no fault, then nothing differs', async () => {
    expect(await differs({}, 10)).toBe(false)
  }, 300_000)

  it.each(Object.entries(FAULTS))(
    'given %s, then something differs',
    async (_, fault) => {
      expect(await differs(fault, 100)).toBe(true)
    },
    300_000,
  )
})
