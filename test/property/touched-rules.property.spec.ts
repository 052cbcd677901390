import {
  factKindsOf,
  type KnownHouseholdFact,
  monitoringRules,
  type ParameterLookUp,
  rulesTouchedBy,
  type StoodBefore,
  viewOf,
} from '@rural-tracker/domain'
import { monitoringList } from '@rural-tracker/read-models'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { logOf } from './both-clocks.ts'
import { factsOf } from './judged.ts'
import { held } from './lives/held.ts'
import { lives, PLACES, towards } from './lives/index.ts'
import { addDays } from './naive/calendar.ts'

const anyLife = fc.oneof({ weight: 3, arbitrary: lives }, ...Object.values(towards).map((arbitrary) => ({ weight: 1, arbitrary })))

it('given any household, then no rule asks for a parameter that is not known to touch it, nor rests on a fact of a kind that is not known to be its', async () => {
  const asked = new Set<string>()
  let fired = 0
  await held(
    fc.asyncProperty(anyLife, fc.array(fc.nat({ max: 1_200 }), { minLength: 3, maxLength: 3 }), async (commands, days) => {
      const { of, parameters } = factsOf(await logOf(commands))
      for (const [household, asOf] of PLACES.flatMap((one) => days.map((n) => [one, addDays('2023-01-02', n)] as const))) {
        const told = of.get(household) ?? []
        const standing = monitoringList.parametersAt(parameters, { asOf })
        for (const rule of monitoringRules) {
          const answer = (facts: typeof told) => {
            const kinds = new Set<string>()
            const { facts: stand, before, parameters: here } = monitoringList.standAt(facts, standing)
            const parameter = ((kind: string, on: string) => (kinds.add(kind), here.inForce(kind, on))) as unknown as ParameterLookUp
            const view = viewOf(stand as never as KnownHouseholdFact[], parameter, asOf, monitoringRules, before as never as StoodBefore)
            const { outcome, evidence, nextChangeOn } = view.outcome(rule.id)
            return { kinds, said: { outcome, evidence: evidence.map(({ eventId }) => eventId), nextChangeOn } }
          }
          const { kinds, said } = answer(told)
          const own = factKindsOf([rule])
          const without = answer(told.filter(({ kind, replaces, withdraws }) => replaces || withdraws || own(kind)))
          expect({ rule: rule.id, ...without.said }).toEqual({ rule: rule.id, ...said })
          if (said.outcome === 'fired') fired++
          for (const kind of kinds) {
            asked.add(`${rule.id} ${kind}`)
            expect(
              rulesTouchedBy([kind], () => true).some(({ id }) => id === rule.id),
              `${rule.id} asks for ${kind}`,
            ).toBe(true)
          }
        }
      }
    }),
    80,
  )
  console.log({ asked: asked.size, fired })
  expect(fired).toBeGreaterThan(200)
  expect(asked.size).toBeGreaterThan(80)
}, 300_000)
