import type { Rule } from '@rural-tracker/domain'
import type { Command, StoredEvent } from '@rural-tracker/event-store'
import fc from 'fast-check'
import type { BothClocks } from './both-clocks.ts'
import { type Facts, judged, type Judgement, outcomesOf, rowOf } from './judged.ts'
import { addDays } from './naive/calendar.ts'
import { naiveAnswer } from './naive/monitoring.ts'

/** How the engine is asked; a fault asks it otherwise. */
export type Ask = (facts: Facts, household: string, clocks: BothClocks) => ReturnType<typeof judged>
/** Asks the engine as it is, or with other rules in the place of some. */
export const asking =
  (rules?: readonly Rule[]): Ask =>
  (facts, household, clocks) =>
    judged(facts, household, clocks, rules)

/** Some days of a history, each asked as it was known then or as it is known at the end. */
export const days = fc.array(fc.record({ percent: fc.nat({ max: 115 }), hindsight: fc.boolean() }), { minLength: 2, maxLength: 3 })
const FIRST = '2023-01-02'

export function clocksFor(commands: readonly Command[], { percent, hindsight }: { percent: number; hindsight: boolean }): BothClocks {
  const last = (commands.at(-1)?.knownAt ?? FIRST).slice(0, 10)
  const length = (Date.parse(last) - Date.parse(FIRST)) / 86_400_000
  const asOf = addDays(FIRST, Math.round((length * percent) / 100))
  return { asOf, knownAt: `${hindsight ? '2099-01-01' : asOf}T23:59:59.000Z` }
}

/** What both said of a household for a pair of clocks, and what the engine rests it on. */
export type Compared = Readonly<{ clocks: BothClocks; engine: object | undefined; hand: object | undefined; judgement: Judgement | undefined }>

/**
 * The engine and the hand on one household: on the day asked about, on the day before the next one on which the engine says that something may
 * change, and on that day. So the days on which a limit is met are asked about, without knowing them here.
 */
export function* comparisons(log: readonly StoredEvent[], facts: Facts, household: string, asked: BothClocks, ask: Ask): Generator<Compared> {
  let clocks = asked
  for (const turn of ['asked', 'before the change', 'the change']) {
    const engine = ask(facts, household, clocks)
    const hand = naiveAnswer(log, household, clocks)
    const evidence = engine && evidenceOf(engine.judgement)
    yield {
      clocks,
      engine: engine && { row: rowOf(household, engine.view, engine.judgement), outcomes: outcomesOf(engine.judgement), evidence },
      hand: hand && { row: hand.row, outcomes: hand.outcomes, evidence: pick(hand.evidence, Object.keys(evidence ?? {})) },
      judgement: engine?.judgement,
    }
    const next = engine?.judgement.nextChangeOn
    if (next === undefined) return
    const dayBefore = addDays(next, -1)
    clocks = { ...clocks, asOf: turn === 'asked' && dayBefore > clocks.asOf ? dayBefore : next }
  }
}

/** The events that speak for each warning that fires: a dismissal answers them, so both have to name the same. */
function evidenceOf({ judged: all }: Judgement): Readonly<Record<string, readonly string[]>> {
  const warnings = all.filter(({ rule, checked }) => rule.kind === 'warning' && checked.outcome === 'fired')
  return Object.fromEntries(warnings.map(({ rule, checked }) => [rule.id, [...new Set(checked.evidence.map(({ eventId }) => eventId))].sort()]))
}

function pick(evidence: Readonly<Record<string, readonly string[]>>, rules: readonly string[]) {
  return Object.fromEntries(rules.map((rule) => [rule, evidence[rule]]))
}
