import type { CaseKind, MonitoringCaseEvent } from '@rural-tracker/domain'
import type { LogEvent } from '@rural-tracker/projections'
import { type MonitoringFact, said, withdrawn } from './said.ts'

/**
 * What an event of a household's case says of it: a fact of its own kind, and what people decide over the rules as acts with a last day.
 *
 * @example
 * caseFacts(TownChecked …) // [{ subject: 'H00001', kind: 'case.TownChecked', on: '2023-11-04', body: { procedure: 1, outcome: 'forwarded', … } }]
 */
export function caseFacts(event: LogEvent<MonitoringCaseEvent>): readonly MonitoringFact[] {
  const { data, actor: by } = event
  switch (event.type) {
    case 'HouseholdIncluded':
      return [said(data, 'included', { reason: event.data.reason, until: event.data.until, by, evidence: event.data.evidence })]
    case 'WatchPaused':
      return [said(data, 'paused', { reason: event.data.reason, until: event.data.until, by })]
    case 'RuleWaived': {
      const { rule, reason, until, evidence } = event.data
      return [said(data, 'waived', { rule, reason, until, by, evidence })]
    }
    case 'InclusionEnded':
    case 'PauseEnded':
    case 'WaiverEnded':
      return [said(data, 'ended', { ends: event.data.ends })]
    case 'MeasureWithdrawn':
      return [withdrawn(data, event.data.reverses)]
    case 'HomeVerified':
      return [ofItsKind(event), said(data, 'visit', { visitor: 'homeVerification' })]
    default:
      return [ofItsKind(event)]
  }
}

/** The event's own words, without the household and the day, which the fact has already. */
function ofItsKind({ type, data }: MonitoringCaseEvent): MonitoringFact {
  const { household: _, occurredOn: __, ...words } = data
  return said(data, `case.${type}` as CaseKind, words as never)
}
