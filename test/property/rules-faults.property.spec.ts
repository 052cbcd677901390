import { isDeepStrictEqual } from 'node:util'
import { monitoringRules, type ParameterLookUp, type Rule, type View } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import type { KnownFact } from '@rural-tracker/projections'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Ask, asking, clocksFor, comparisons, days } from './agreement.ts'
import { logOf } from './both-clocks.ts'
import { type Facts, factsOf } from './judged.ts'
import { lives, peopled, PLACES, towards } from './lives/index.ts'
import { addDays, addMonths } from './naive/calendar.ts'

/** The engine with one rule that reads its household wrongly. */
function misread(id: string, wrong: (view: View) => View): Ask {
  return asking(monitoringRules.map((rule): Rule => (rule.id === id ? { ...rule, check: (view) => rule.check(wrong(view)) } : rule)))
}
/** A rule that is given another number than the one that is set. */
function misset(id: string, kind: string, change: (value: number) => number): Ask {
  return misread(id, (view) => {
    const parameter = ((asked: never, on: string) => {
      const found = view.parameter(asked, on) as { body: { value?: number } } | undefined
      return found?.body.value !== undefined && asked === kind ? { ...found, body: { ...found.body, value: change(found.body.value) } } : found
    }) as ParameterLookUp
    return { ...view, parameter }
  })
}
/** The engine as it is, on facts that were told wrongly. */
function mistold(change: (fact: KnownFact) => KnownFact | undefined, what: 'facts' | 'parameters' = 'facts'): Ask {
  const all = (facts: readonly KnownFact[]) => facts.map(change).filter((fact) => fact !== undefined)
  return ({ of, parameters }: Facts, household, clocks) => {
    const facts = what === 'facts' ? new Map([[household, all(of.get(household) ?? [])]]) : of
    return asking()({ of: facts, parameters: what === 'parameters' ? all(parameters) : parameters }, household, clocks)
  }
}
const without = (gone: (fact: KnownFact) => boolean) => mistold((fact) => (gone(fact) ? undefined : fact))
const bodyOf = (fact: KnownFact) => fact.body as Record<string, never>

/** Where a fault shows in few lives, those in which it is likelier to. */
type Fault = Ask | readonly [Ask, fc.Arbitrary<readonly Command[]> | undefined]
const FAULTS: Readonly<Record<string, Fault>> = {
  'a window that is off by a day': [misread('disaster', (view) => view.at(addDays(view.day, -1))), peopled],
  'a limit in months that is off by a month': [
    misset('dividends-stopped', 'threshold.dividendPause', (months) => months + 1),
    towards['dividends-stopped'],
  ],
  '≥ in the place of >': [misset('schooling-cost', 'threshold.schoolingYear', (limit) => limit - 1), towards['schooling-cost']],
  '> in the place of ≥': [misset('medical-self-paid', 'threshold.medicalRegistered', (limit) => limit + 1), towards['schooling-cost']],
  'reversals dropped': without(({ withdraws }) => withdraws !== undefined),
  'corrections added to what they correct': mistold(({ replaces: _, ...fact }) => fact),
  "the wrong year's line": mistold((line) => {
    const year = String(Number(line.on.slice(0, 4)) - 1)
    return line.kind === 'monitoringLine' ? { ...line, on: `${year}${line.on.slice(4)}` } : line
  }, 'parameters'),
  'a waiver kept after its end': [
    mistold((fact) => (fact.kind === 'waived' ? { ...fact, body: { ...bodyOf(fact), until: '2099-12-31' } } : fact)),
    peopled,
  ],
  'a waiver whose end nobody heard': [without(({ kind }) => kind === 'ended'), peopled],
  'knownAt ignored': (facts, household, { asOf }) => asking()(facts, household, { asOf, knownAt: '9999-12-31T00:00:00.000Z' }),
  'the order of telling for the order of truth': mistold((fact) => (fact.kind === 'health' ? { ...fact, on: fact.knownAt.slice(0, 10) } : fact)),
  'the share of an entry off by a month': mistold((fact) =>
    fact.kind === 'incomeEntry' ? { ...fact, body: { ...bodyOf(fact), from: addMonths(String(bodyOf(fact).from), -1) } } : fact,
  ),
  'a rejection that resets nothing': mistold((fact) => (fact.kind === 'case.NoticeEnded' ? { ...fact, body: { ...bodyOf(fact), upheld: 0 } } : fact)),
  'somebody who left and is still counted': without(({ kind }) => kind === 'memberLeft'),
  'a dismissal that answers nothing': mistold((fact) =>
    fact.kind === 'case.ClueDismissed' ? { ...fact, body: { ...bodyOf(fact), evidence: [] } } : fact,
  ),
}

/** Whether engine and hand say the same of so many lives, asked as the rules are asked in `rules.property.spec.ts`. */
async function disagree(fault: Fault, numRuns: number): Promise<boolean> {
  const [ask, life = lives] = typeof fault === 'function' ? [fault] : fault
  const agree = fc.asyncProperty(life, days, async (commands, asked) => {
    const log = await logOf(commands)
    const facts = factsOf(log)
    for (const one of asked) {
      for (const household of PLACES) {
        for (const { engine, hand } of comparisons(log, facts, household, clocksFor(commands, one), ask)) {
          if (!isDeepStrictEqual(engine, hand)) return false
        }
      }
    }
    return true
  })
  const { failed } = await fc.check(agree, { numRuns, endOnFailure: true })
  return failed
}

describe('the property that holds the rules would fail', () => {
  it('given no fault, then engine and hand agree', async () => {
    expect(await disagree(asking(), 25)).toBe(false)
  }, 300_000)

  it.each(Object.entries(FAULTS))(
    'given %s, then engine and hand disagree',
    async (_, faulty) => {
      expect(await disagree(faulty, 400)).toBe(true)
    },
    300_000,
  )
})
