import {
  DividendDistributed,
  type EventDefinition,
  type EventOf,
  HouseholdLinked,
  householdEvents,
  LoanFellOverdue,
  LoanGranted,
  LoanRenewed,
  LoanRepaid,
  monitoringCaseEvents,
} from '@rural-tracker/domain'
import type { LogEvent } from '@rural-tracker/projections'
import { householdFacts } from './household.ts'
import { loanFacts } from './loan.ts'
import { caseFacts } from './monitoring-case.ts'
import { partnershipFacts } from './partnership.ts'
import type { MonitoringFact } from './said.ts'

const loans = [LoanGranted, LoanRepaid, LoanRenewed, LoanFellOverdue] as const
const partnerships = [HouseholdLinked, DividendDistributed] as const

/** Every event that says something of a household to the monitoring rules, whatever stream it stands in. */
export const monitoringFactEvents = [...householdEvents, ...monitoringCaseEvents, ...loans, ...partnerships] as const

type Reader = (event: never) => readonly MonitoringFact[]
const readers = new Map<string, Reader>(
  (
    [
      [householdEvents, householdFacts],
      [monitoringCaseEvents, caseFacts],
      [loans, loanFacts],
      [partnerships, partnershipFacts],
    ] as const satisfies readonly (readonly [readonly EventDefinition[], Reader])[]
  ).flatMap(([events, reader]) => events.map(({ type }): [string, Reader] => [type, reader])),
)

/** What one event says, of one household or, at a split, of another. */
export function monitoringFacts(event: LogEvent<EventOf<(typeof monitoringFactEvents)[number]>>): readonly MonitoringFact[] {
  return readers.get(event.type)?.(event as never) ?? []
}
