import { monitoringRules } from '@rural-tracker/domain'
import type { Command, StoredEvent } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BothClocks, logOf } from './both-clocks.ts'
import { caseStatusOf, factsOf, judged, outcomesOf } from './judged.ts'
import { lives, PLACES } from './lives/index.ts'
import { addDays } from './naive/calendar.ts'
import { naiveAnswer, naiveRules } from './naive/monitoring.ts'

/**
 * Every rule is written a second time, from its sentence, in `naive`: on random histories, on any day, known at any time, both say the same of
 * every household. The days asked about are also those that the rules themselves name as the next on which they may change, and the days before.
 */

type Counts = Record<string, { fired: number; silent: number; waived: number; answered: number }>

/** Some days of a history, each asked as it was known then or as it is known at the end. */
const days = fc.array(fc.record({ percent: fc.nat({ max: 115 }), hindsight: fc.boolean() }), { minLength: 2, maxLength: 3 })
const FIRST = '2023-01-02'

function clocksFor(commands: readonly Command[], { percent, hindsight }: { percent: number; hindsight: boolean }): BothClocks {
  const last = (commands.at(-1)?.knownAt ?? FIRST).slice(0, 10)
  const length = (Date.parse(last) - Date.parse(FIRST)) / 86_400_000
  const asOf = addDays(FIRST, Math.round((length * percent) / 100))
  return { asOf, knownAt: `${hindsight ? '2099-01-01' : asOf}T23:59:59.000Z` }
}

/** Whether both say the same of a household, on the day asked about, on the day before the next change that is named, and on that day. */
function compare(log: readonly StoredEvent[], facts: ReturnType<typeof factsOf>, household: string, asked: BothClocks, counts: Counts) {
  let clocks = asked
  for (const turn of ['asked', 'before the change', 'the change']) {
    const engine = judged(facts, household, clocks)
    const hand = naiveAnswer(log, household, clocks)
    const said = engine && { status: caseStatusOf(engine.view), outcomes: outcomesOf(engine.judgement) }
    expect(said, `${household} as of ${clocks.asOf}, known at ${clocks.knownAt}, ${turn}`).toEqual(
      hand && { status: hand.status, outcomes: hand.outcomes },
    )
    if (!engine || !hand) return
    for (const { rule, outcome, checked } of engine.judgement.judged) {
      const count = (counts[rule.id] ??= { fired: 0, silent: 0, waived: 0, answered: 0 })
      if (checked.outcome === 'silent' || checked.outcome === 'fired') count[outcome as keyof typeof count]++
      const ids = [...new Set(checked.evidence.map(({ eventId }) => eventId))].sort()
      if (rule.kind === 'warning' && checked.outcome === 'fired')
        expect(ids, `evidence of ${rule.id} as of ${clocks.asOf}`).toEqual(hand.evidence[rule.id])
    }
    const next = engine.judgement.nextChangeOn
    if (next === undefined) return
    const dayBefore = addDays(next, -1)
    clocks = { ...clocks, asOf: turn === 'asked' && dayBefore > clocks.asOf ? dayBefore : next }
  }
}

describe('every rule, written a second time', () => {
  it('given random histories, then each rule fires, is waived or answered exactly when the same sentence read by somebody else says so', async () => {
    const counts: Counts = {}
    let eliminated = 0
    let histories = 0
    await fc.assert(
      fc.asyncProperty(lives, days, async (commands, asked) => {
        const log = await logOf(commands)
        histories++
        eliminated += Number(log.some(({ type }) => type === 'RiskEliminated'))
        const facts = factsOf(log)
        for (const one of asked) for (const household of PLACES) compare(log, facts, household, clocksFor(commands, one), counts)
      }),
      { numRuns: 260, endOnFailure: true },
    )
    console.table(counts)
    console.log({ histories, eliminated })
    expect(Object.keys(naiveRules).sort()).toEqual(monitoringRules.map(({ id }) => id).sort())
    expect(eliminated / histories).toBeGreaterThanOrEqual(0.3)
    for (const { id } of monitoringRules) {
      const { fired = 0, silent = 0 } = counts[id] ?? {}
      expect({ id, fired: Math.min(fired, 20), silent: Math.min(silent, 20) }).toEqual({ id, fired: 20, silent: 20 })
    }
  }, 300_000)
})
