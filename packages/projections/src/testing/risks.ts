import { HouseholdRegistered, RiskReported } from '@rural-tracker/domain'
import type { Command, EventStore } from '@rural-tracker/event-store'
import { defineProjection } from '../projection.ts'

/** A keyed projection that can be defined otherwise. */
export const form = {
  name: 'risks',
  version: 1,
  grows: 'by key',
  events: [HouseholdRegistered, RiskReported],
  key: (event: { data: { household: string } }) => event.data.household,
  initial: () => ({ risks: 0 }),
  evolve: (row: { risks: number }, event: { type: string }) => (event.type === 'RiskReported' ? { risks: row.risks + 1 } : row),
  columns: { risks: { type: 'integer', of: (row: { risks: number }) => row.risks } },
} as const
export const risks = defineProjection(form)

/** How many households there are: one that reads nothing of risks. */
export const registered = defineProjection({
  name: 'registered',
  version: 1,
  grows: 'by key',
  events: [HouseholdRegistered],
  key: () => 'all',
  initial: () => ({ n: 0 }),
  evolve: ({ n }) => ({ n: n + 1 }),
  columns: {},
})

const at = { actor: 'test:someone', source: 'test' }
export const register = (household: string): Command => ({
  type: 'RegisterHousehold',
  data: { household, registeredIn: '431224105201', kind: 'ordinary', occurredOn: '2020-01-01' },
  commandId: `r.${household}`,
  ...at,
})
export const risk = (household: string, day: string): Command => ({
  type: 'ReportRisk',
  data: { household, registeredIn: '431224105201', risk: 'illness', occurredOn: day },
  commandId: `k.${household}.${day}`,
  ...at,
})

/** An event that no release could have written. */
export async function writePoison(store: EventStore, household: string, id = '00000000-0000-4000-8000-000000000000'): Promise<void> {
  const stream = `household-431224105201-${household}`
  const metadata = { commandId: 'poison', commandHash: 'x', actor: 'x', source: 'x', division: '431224105201', v: 1 }
  await store.append(stream, 'stream_exists', [{ id, type: 'RiskReported', data: { household }, metadata }])
}
