import type { Text } from '../aggregate.ts'
import type { ParameterFact, ParameterLookUp } from '../parameter/look-up.ts'
import type { DivisionCode } from '../values/division.ts'

/** What the rules know of a household: facts that stood on the day asked about, oldest first. */
export type HouseholdFact = Readonly<{ subject: string; on: string; eventId: string }> &
  (
    | Readonly<{ kind: 'residence'; body: Readonly<{ village: DivisionCode }> }>
    | Readonly<{ kind: 'class'; body: Readonly<{ registered: 'registeredPoor' | 'ordinary' }> }>
    | Readonly<{ kind: 'exitedPoverty'; body: Readonly<Record<string, never>> }>
    | Readonly<{ kind: 'income'; body: IncomeFact }>
    | Readonly<{ kind: 'risk'; body: Readonly<{ risk: string }> }>
    | Readonly<{ kind: 'riskCleared'; body: Readonly<{ clears: string; risk: string }> }>
  )
/** Net income of the household over one 12-month window, in fen, and how many lived on it. */
export type IncomeFact = Readonly<{ from: string; to: string; net: number; members: number }>

/** A dated, regional parameter; `on` is the first day it is in force. */
export type MonitoringParameter = ParameterFact
/** The parameter of a kind in force on a day where the household lives. */
export type ParameterInForce = ParameterLookUp

/** One comparison that a rule made: the words, the value, the parameter it was held against, whether it holds. */
export type Clause = Readonly<{ text: Text; value: number | string | null; parameter: string | null; holds: boolean }>

/** What a rule says of one household on one day, fired or not, with the events it rests on. */
export type Finding = Readonly<{
  rule: string
  version: number
  fired: boolean
  message: Text
  /** What would have to be recorded for the rule to fall silent; for a silent rule, what it would need to speak. */
  clearedBy: Text
  clauses: readonly Clause[]
  events: readonly string[]
}>

/**
 * A warning rule: pure, versioned, with its source. Rules never write state; they are asked again, so a cause that is gone
 * takes its flag with it.
 */
export type Rule = Readonly<{
  id: string
  version: number
  title: Text
  /** Document number, or who says so. */
  source: string
  evaluate: (facts: readonly HouseholdFact[], parameter: ParameterInForce, asOf: string) => Finding
}>

/** The facts of one kind. */
export function ofKind<K extends HouseholdFact['kind']>(facts: readonly HouseholdFact[], kind: K): Extract<HouseholdFact, { kind: K }>[] {
  return facts.filter((fact): fact is Extract<HouseholdFact, { kind: K }> => fact.kind === kind)
}
