import type { Text } from '../aggregate.ts'
import type { MonitoringParameterKind } from '../parameter/kinds.ts'
import type { KnownHouseholdFact } from './facts.ts'
import type { ParameterFact } from '../parameter/look-up.ts'
import type { Missing } from './parameter.ts'
import type { View } from './view.ts'

/** One comparison that a rule made: the words, the value, the parameter it was held against, whether it holds. */
export type Clause = Readonly<{ text: Text; value: number | string | null; parameter: string | null; holds: boolean }>

/** What an answer rests on: facts and parameters, and the next day on which time alone may change it. */
export type Grounds<Fact = KnownHouseholdFact> = Readonly<{
  evidence?: readonly Fact[]
  parameters?: readonly ParameterFact[]
  nextChangeOn?: string | undefined
  /** What one clause lacked while the others could be checked. */
  missing?: readonly Missing[]
}>

/** A rule's answer without words. `missing` is what kept it, or a clause of it, from speaking; without values it said nothing. */
export type Checked<Values = unknown, Fact = KnownHouseholdFact> = Readonly<{
  outcome: 'fired' | 'silent' | 'notSet' | 'unknown'
  values?: Values
  missing: readonly Missing[]
  evidence: readonly Fact[]
  parameters: readonly ParameterFact[]
  nextChangeOn: string | undefined
}>

/** The answer in words. `clearedBy`: what would have to be recorded for the rule to fall silent; for a silent rule, what it would need to speak. */
export type Told = Readonly<{ message: Text; clearedBy: Text; clauses: readonly Clause[] }>

/**
 * A rule: pure, versioned, with its source. Rules never write state; they are asked again, so a cause that is gone takes its flag with it.
 * `check` finds numbers and evidence and makes no text: it is asked for every household; `tell` is asked only where somebody reads it, and knows
 * no day: a sentence that counted the days since would be another one every morning, in a list that is derived again only when something changes.
 * What it is asked of is a household, and for the watch a village.
 */
export type Rule<Values = unknown, Asked = View, Fact extends Readonly<{ kind: string }> = KnownHouseholdFact> = Readonly<{
  id: string
  version: number
  title: Text
  /** Document number, or who says so. */
  source: string
  kind: 'warning' | 'process'
  /** It applies also where nobody adopted it. */
  always?: true
  /** What it asks for besides its own adoption. */
  parameters: readonly MonitoringParameterKind[]
  facts: readonly Fact['kind'][]
  /** Other rules whose answers it asks for; `warnings` are all of them. */
  asks?: readonly string[] | 'warnings'
  check: (view: Asked) => Checked<Values, Fact>
  tell: (values: Values, answer: Readonly<{ fired: boolean }>) => Told
}>

/** Fixes the type of a rule's values; see `rules/medical-self-paid.ts` for the form. */
export function defineRule<Values, Asked = View, Fact extends Readonly<{ kind: string }> = KnownHouseholdFact>(
  rule: Rule<Values, Asked, Fact>,
): Rule<unknown, Asked, Fact> {
  return rule as Rule<unknown, Asked, Fact>
}

/** The rule fires, or is silent with the numbers that make it so. */
export function answer<Values, Fact = KnownHouseholdFact>(
  fires: boolean,
  values: Values,
  { evidence = [], parameters = [], nextChangeOn, missing = [] }: Grounds<Fact> = {},
): Checked<Values, Fact> {
  return { outcome: fires ? 'fired' : 'silent', values, missing, evidence, parameters, nextChangeOn }
}

/** A parameter is missing, so the rule cannot tell. */
export function notSet<Fact = KnownHouseholdFact>(
  missing: readonly Missing[],
  { evidence = [], parameters = [], nextChangeOn }: Grounds<Fact> = {},
): Checked<never, Fact> {
  return { outcome: 'notSet', missing, evidence, parameters, nextChangeOn }
}

/** A fact is missing, so the rule cannot tell: `what` was not reported. */
export function unknown(what: Text, remedy: Text, { evidence = [], parameters = [], nextChangeOn }: Grounds = {}): Checked<never> {
  return { outcome: 'unknown', missing: [{ what, remedy }], evidence, parameters, nextChangeOn }
}

/** What one rule says of one household on one day, with the events it rests on: facts first, then parameters. */
export type Finding = Told &
  Readonly<{
    rule: string
    version: number
    kind: Rule['kind']
    title: Text
    source: string
    /** `waived` and `answered` would fire, but somebody decided otherwise. */
    outcome: Checked['outcome'] | 'waived' | 'answered'
    fired: boolean
    level: number | null
    sign: 'strong' | 'weak' | 'process' | null
    missing: readonly Text[]
    events: readonly string[]
  }>
