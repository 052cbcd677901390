import {
  type DomainEvent,
  type Judgement,
  judge,
  type KnownHouseholdFact,
  monitoringRules,
  type ParameterLookUp,
  type Rule,
  type StoodBefore,
  type View,
  viewOf,
} from '@rural-tracker/domain'
import type { StoredEvent } from '@rural-tracker/event-store'
import { type KnownFact, type LogEvent, logEvent } from '@rural-tracker/projections'
import { monitoringList, monitoringRowOf } from '@rural-tracker/read-models'
import type { BothClocks } from './both-clocks.ts'
import type { Outcome } from './naive/monitoring.ts'

/** The engine's facts and parameters of a log, by household. */
export type Facts = Readonly<{ of: ReadonlyMap<string, readonly KnownFact[]>; parameters: readonly KnownFact[] }>

export function factsOf(log: readonly StoredEvent[]): Facts {
  const events = log.map((stored) => logEvent(monitoringList.catalogue, stored)).filter((e): e is LogEvent<DomainEvent> => e !== undefined)
  return { of: Map.groupBy(monitoringList.factsOf(events), ({ subject }) => subject), parameters: monitoringList.parametersOf(events) }
}

/** What the engine says of a household: every rule, people heard, and where its case stands. Nothing before it was registered. */
export function judged({ of, parameters }: Facts, household: string, clocks: BothClocks, rules: readonly Rule[] = monitoringRules) {
  const standing = monitoringList.standAt(of.get(household) ?? [], monitoringList.parametersAt(parameters, clocks))
  if (!standing.place) return undefined
  const facts = standing.facts as unknown as readonly KnownHouseholdFact[]
  const parameter = ((kind, on) => standing.parameters.inForce(kind, on)) as ParameterLookUp
  const view = viewOf(facts, parameter, clocks.asOf, rules, standing.before as unknown as StoodBefore)
  return { view, judgement: judge(view) }
}

export function outcomesOf({ judged: all }: Judgement): Readonly<Record<string, Outcome>> {
  const word = (outcome: string): Outcome => (outcome === 'fired' || outcome === 'waived' || outcome === 'answered' ? outcome : 'quiet')
  return Object.fromEntries(all.map(({ rule, outcome }) => [rule.id, word(outcome)]))
}

/** Where the household stands, whether the list shows it, and by when something is due; nothing where the list has no row of it. */
export function rowOf(household: string, view: View, judgement: Judgement) {
  const row = monitoringRowOf(household, view, judgement)
  return row && { status: row.status, listed: row.listed === 1, deadline: row.deadline }
}

export type { Judgement }
