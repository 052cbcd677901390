import { Role } from '@rural-tracker/domain'
import type { Caller } from '@rural-tracker/tracker'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { difference, nameOf, otherFault, visited } from './answers.ts'
import { eventsInside, lies, naivePlaces } from './naive-places.ts'
import { DIVISIONS, HOUSEHOLDS, townships } from './townships.ts'
import { eventsOf, logOf, logWith, trackerOn } from './two-trackers.ts'

const reader = fc.record({ actor: fc.constant('test:reader'), role: fc.constantFrom(...Role.options), division: fc.constantFrom(...DIVISIONS) })
const RUNS = 40

describe('whoever asks, wherever', () => {
  it('given random townships, then every list, count, total, figure and error is that of a log in which nothing else ever stood', async () => {
    let [hidden, shown] = [0, 0]
    await fc.assert(
      fc.asyncProperty(townships, reader, async (commands, caller: Caller) => {
        const log = await logOf(commands)
        const all = await eventsOf(log)
        const inside = eventsInside(all, caller.division)
        hidden += all.length - inside.length
        shown += inside.length
        const mine = (await trackerOn(log)).as(caller)
        const there = (await trackerOn(await logWith(inside))).as({ ...caller, division: '000000000000' })
        expect(await difference(mine, there)).toBeUndefined()
      }),
      { numRuns: RUNS },
    )
    expect(hidden).toBeGreaterThan(RUNS)
    expect(shown).toBeGreaterThan(RUNS)
  }, 300_000)

  it('given random townships, then a village’s own numbers are seen where the village is, and no sign of a household that lives elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(townships, reader, async (commands, caller: Caller) => {
        const log = await logOf(commands)
        const { now, home } = naivePlaces(await eventsOf(log))
        const places = {
          inside: (village: string) => lies(now(village), caller.division),
          lives: (household: string) => lies(home(household) ?? '', caller.division),
        }
        expect(await otherFault(await trackerOn(log), { ...caller, role: 'auditor' }, places)).toBeUndefined()
      }),
      { numRuns: RUNS },
    )
  }, 300_000)

  it('given random townships, then a command is done and a name given exactly where the household lives, and elsewhere nothing is written', async () => {
    let [done, refused] = [0, 0]
    await fc.assert(
      fc.asyncProperty(townships, reader, async (commands, caller: Caller) => {
        const log = await logOf(commands)
        const { home } = naivePlaces(await eventsOf(log))
        const tracker = await trackerOn(log)
        for (const household of HOUSEHOLDS) {
          const before = await log.head()
          const outcome = await visited(tracker, caller, household)
          if (lies(home(household) ?? '', caller.division)) {
            expect(outcome).toBe('done')
            expect(await nameOf(tracker, caller, household)).toMatch(/named|person\.unknown/)
            done++
          } else {
            expect(outcome).toEqual(await visited(tracker, caller, 'H09999', household))
            expect(await nameOf(tracker, caller, household)).toBe('person.unknown')
            expect(await log.head()).toBe(before)
            refused++
          }
        }
      }),
      { numRuns: RUNS },
    )
    expect(Math.min(done, refused)).toBeGreaterThan(RUNS / 3)
  }, 300_000)
})
