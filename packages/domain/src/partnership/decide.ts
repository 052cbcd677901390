import { z } from 'zod'
import { type Decision, defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import { isSaid } from '../said.ts'
import { PersonId } from '../values/ids.ts'
import * as events from './events.ts'
import { evolve, factKey, initial, type PartnershipState } from './state.ts'

const command = defineCommand<PartnershipState>()
const stream = ({ division, partnership }: { division: string; partnership: string }) => streamName('partnership', division, partnership)
const unknown = refuse('partnership.unknown', '没有该四跟四走项目，请先登记。', 'There is no such partnership; record the agreement first.')

function once(state: PartnershipState, event: events.PartnershipEvent): Decision {
  if (!state.agreed) return unknown
  return isSaid(state.said, factKey(event), event) ? [] : [event]
}

export const agreePartnership = command({
  type: 'AgreePartnership',
  kind: 'report',
  data: events.PartnershipAgreed.schema,
  stream,
  decide: (data, state) => (state.agreed ? [] : [events.PartnershipAgreed(data)]),
})

export const investEquity = command({
  type: 'InvestEquity',
  kind: 'report',
  data: events.EquityInvested.schema,
  stream,
  decide: (data, state) => once(state, events.EquityInvested(data)),
})

export const linkHousehold = command({
  type: 'LinkHousehold',
  kind: 'report',
  data: z.strictObject({ ...events.HouseholdLinked.schema.shape, persons: z.array(PersonId).min(1) }),
  stream,
  decide: ({ persons, ...link }, state) => {
    if (!state.agreed) return unknown
    if (state.linked.includes(link.household)) return []
    return [events.HouseholdLinked(link), ...persons.map((person) => events.PersonLinked({ ...link, person }))]
  },
})

export const payDividend = command({
  type: 'PayDividend',
  kind: 'report',
  data: events.DividendPaid.schema,
  stream,
  decide: (data, state) => once(state, events.DividendPaid(data)),
})

/** Recorded whether or not the household is linked: what was paid was paid. */
export const distributeDividend = command({
  type: 'DistributeDividend',
  kind: 'report',
  data: events.DividendDistributed.schema,
  stream,
  decide: (data, state) => once(state, events.DividendDistributed(data)),
})

/** 四跟四走 industry partnership: equity in, households linked, dividends out. */
export const partnership = defineAggregate({
  category: 'partnership',
  events: events.partnershipEvents,
  initial,
  evolve,
  commands: [agreePartnership, investEquity, linkHousehold, payDividend, distributeDividend],
})
