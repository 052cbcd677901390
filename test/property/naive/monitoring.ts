import type { StoredEvent } from '@rural-tracker/event-store'
import { openProcedureOf, roundOf, eliminationOf, stepOf } from './case.ts'
import { type Home, homeOf, isClosed, villageOf } from './home.ts'
import type { Fires, Naive } from './rule.ts'
import { guarantees } from './rules/guarantees.ts'
import { helpAndElimination } from './rules/help-and-elimination.ts'
import { incomeAndCost } from './rules/income-and-cost.ts'
import { procedure } from './rules/procedure.ts'
import { isWaived, shocksAndSigns } from './rules/shocks-and-signs.ts'

/**
 * Every rule written a second time, slowly and from the events alone, so that two people's reading of one sentence meet. It shares nothing
 * with facts, folds, look-ups or rules of the engine.
 */

/** These count as signs: the warnings, without the one that counts them. */
const WARNINGS = [
  ...Object.keys(incomeAndCost),
  ...Object.keys(guarantees).filter((rule) => rule !== 'household-empty'),
  ...Object.keys(shocksAndSigns([])).filter((rule) => rule !== 'weak-signs'),
]
export const naiveRules: Readonly<Record<string, Naive>> = {
  ...incomeAndCost,
  ...guarantees,
  ...shocksAndSigns(WARNINGS),
  ...procedure,
  ...helpAndElimination,
}
const ALWAYS = ['income-under-line', 'open-risk']

/** A rule on a household, when it is in force there on the day. */
function fires(rule: string, home: Home): Fires {
  const inForce = ALWAYS.includes(rule) || home.parameter(`rule.${rule}`, home.day) !== undefined
  return inForce ? naiveRules[rule]?.(home, fires) : undefined
}

/** All that speaks for it was already answered: by one dismissal, or by a waiver of the rule that somebody ended. */
function isAnswered(home: Home, rule: string, evidence: readonly { id: string }[]): boolean {
  const ended = home.of('WaiverEnded').map(({ data }) => String(data.ends))
  const answers: readonly (readonly string[])[] = [
    ...home.of('ClueDismissed').map(({ data }) => data.evidence),
    ...home.of('RuleWaived').flatMap(({ id, data }) => (data.rule === rule && ended.includes(id) ? [data.evidence] : [])),
  ]
  return evidence.length > 0 && answers.some((answer) => evidence.every(({ id }) => answer.includes(id)))
}

export type Outcome = 'fired' | 'waived' | 'answered' | 'quiet'
export type NaiveAnswer = Readonly<{
  household: string
  status: string
  outcomes: Readonly<Record<string, Outcome>>
  evidence: Readonly<Record<string, readonly string[]>>
}>

function outcomeOf(home: Home, rule: string): { outcome: Outcome; evidence: readonly string[] } {
  const evidence = fires(rule, home)
  if (!evidence) return { outcome: 'quiet', evidence: [] }
  const ids = [...new Set(evidence.map(({ id }) => id))].sort()
  if (isWaived(home, rule)) return { outcome: 'waived', evidence: ids }
  return { outcome: isAnswered(home, rule, evidence) ? 'answered' : 'fired', evidence: ids }
}

/** Where the household stands, pauses and inclusions apart. */
function statusOf(home: Home): string {
  if (isClosed(home)) return 'closed'
  const open = openProcedureOf(home)
  if (open) return open.elimination ? 'eliminating' : stepOf(open)
  if (!roundOf(home)) return 'none'
  return eliminationOf(home) ? 'eliminated' : 'monitored'
}

/** What every rule says of a household as of a day, known at an instant; nothing before it was registered. */
export function naiveAnswer(all: readonly StoredEvent[], household: string, clocks: { asOf: string; knownAt: string }): NaiveAnswer | undefined {
  const events = all.filter(({ metadata, recordedAt }) => (metadata.knownAt ?? recordedAt) <= clocks.knownAt)
  const village = villageOf(household, events, clocks.asOf)
  if (!village) return undefined
  const home = homeOf(household, events, clocks.asOf)
  const closed = isClosed(home)
  const rules = Object.keys(naiveRules).map((rule) => [rule, closed ? { outcome: 'quiet', evidence: [] } : outcomeOf(home, rule)] as const)
  return {
    household,
    status: statusOf(home),
    outcomes: Object.fromEntries(rules.map(([rule, { outcome }]) => [rule, outcome])) as Record<string, Outcome>,
    evidence: Object.fromEntries(rules.map(([rule, { evidence }]) => [rule, evidence])),
  }
}
