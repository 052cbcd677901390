import type { DividendDistributed, EventOf, HouseholdLinked } from '@rural-tracker/domain'
import type { LogEvent } from '@rural-tracker/projections'
import { type MonitoringFact, said } from './said.ts'

type PartnershipEvent = EventOf<typeof HouseholdLinked | typeof DividendDistributed>

/** What a partnership's stream says of a household that has a share in it. */
export function partnershipFacts(event: LogEvent<PartnershipEvent>): readonly MonitoringFact[] {
  const { data } = event
  const { partnership } = data
  switch (event.type) {
    case 'HouseholdLinked':
      return [said(data, 'linked', { partnership })]
    case 'DividendDistributed':
      return [said(data, 'dividend', { partnership, amount: event.data.amount })]
    default: {
      const never: never = event
      return never
    }
  }
}
