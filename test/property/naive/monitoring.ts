import type { StoredEvent } from '@rural-tracker/event-store'
import { type Home, homeOf, isClosed, villageOf } from './home.ts'
import { type Row, rowOf } from './row.ts'
import type { Fires, Naive } from './rule.ts'
import { guarantees } from './rules/guarantees.ts'
import { helpAndElimination } from './rules/help-and-elimination.ts'
import { incomeAndCost } from './rules/income-and-cost.ts'
import { procedure } from './rules/procedure.ts'
import { isWaived, shocksAndSigns } from './rules/shocks-and-signs.ts'
import type { Told } from './told.ts'

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
  row: Row | undefined
  outcomes: Readonly<Record<string, Outcome>>
  evidence: Readonly<Record<string, readonly string[]>>
}>

function outcomeOf(home: Home, rule: string): { rule: string; outcome: Outcome; evidence: readonly Told[] } {
  const evidence = isClosed(home) ? undefined : fires(rule, home)
  if (!evidence) return { rule, outcome: 'quiet', evidence: [] }
  if (isWaived(home, rule)) return { rule, outcome: 'waived', evidence }
  return { rule, outcome: isAnswered(home, rule, evidence) ? 'answered' : 'fired', evidence }
}

const isWarning = (rule: string) => WARNINGS.includes(rule) || rule === 'weak-signs'

/** What every rule says of a household as of a day, known at an instant, and its row; nothing before it was registered. */
export function naiveAnswer(all: readonly StoredEvent[], household: string, clocks: { asOf: string; knownAt: string }): NaiveAnswer | undefined {
  const events = all.filter(({ metadata, recordedAt }) => (metadata.knownAt ?? recordedAt) <= clocks.knownAt)
  if (!villageOf(household, events, clocks.asOf)) return undefined
  const home = homeOf(household, events, clocks.asOf)
  const answers = Object.keys(naiveRules).map((rule) => outcomeOf(home, rule))
  const counting = answers.filter(({ outcome }) => outcome === 'fired').map((one) => ({ ...one, warning: isWarning(one.rule) }))
  return {
    row: rowOf(home, counting),
    outcomes: Object.fromEntries(answers.map(({ rule, outcome }) => [rule, outcome])),
    evidence: Object.fromEntries(answers.map(({ rule, evidence }) => [rule, [...new Set(evidence.map(({ id }) => id))].sort()])),
  }
}
