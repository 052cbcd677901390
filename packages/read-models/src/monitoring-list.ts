import {
  type BaseClass,
  findingOf,
  HouseholdExitedPoverty,
  HouseholdMoved,
  HouseholdRegistered,
  IncomeCorrected,
  IncomeReported,
  judge,
  type KnownHouseholdFact,
  monitoringParameterEvents,
  monitoringRules,
  type ParameterLookUp,
  RiskCleared,
  RiskReported,
  RiskWithdrawn,
  type Text,
  type View,
  viewOf,
} from '@rural-tracker/domain'
import { defineList, type Fact, type KnownFact } from '@rural-tracker/projections'
import { parameterFacts } from './monitoring-facts/parameters.ts'

/** One household on the list, with every reason and the day's class. Amounts are in the messages; the events are in `explain`. */
export type MonitoringRow = Readonly<{
  household: string
  village: string
  class: BaseClass
  status: 'watch'
  level: null
  reasons: readonly Readonly<{ rule: string; message: Text }>[]
}>

type Income = Readonly<{
  window: { from: string; to: string }
  members: number
  parts: Record<'wages' | 'business' | 'property' | 'transfers' | 'businessCost', number>
}>

function incomeBody({ window, members, parts }: Income) {
  const net = parts.wages + parts.business + parts.property + parts.transfers - parts.businessCost
  return { from: window.from, to: window.to, net, members }
}

/** 防返贫监测 list, first cut: under the line, or with an open risk. Later rules are added to `monitoringRules`, not here. */
export const monitoringList = defineList({
  name: 'monitoring_list',
  version: 4,
  facts: {
    events: [HouseholdRegistered, HouseholdMoved, HouseholdExitedPoverty, IncomeReported, IncomeCorrected, RiskReported, RiskCleared, RiskWithdrawn],
    of: (event): readonly Fact[] => {
      const at = { subject: event.data.household, on: event.data.occurredOn, eventId: event.id }
      switch (event.type) {
        case 'HouseholdRegistered':
          return [
            { ...at, kind: 'residence', body: { village: event.data.village } },
            { ...at, kind: 'class', body: { registered: event.data.kind } },
          ]
        case 'HouseholdMoved':
          return [{ ...at, kind: 'residence', body: { village: event.data.to } }]
        case 'HouseholdExitedPoverty':
          return [{ ...at, kind: 'exitedPoverty', body: {} }]
        case 'IncomeReported':
          return [{ ...at, kind: 'income', body: incomeBody(event.data) }]
        case 'IncomeCorrected':
          return [{ ...at, kind: 'income', body: incomeBody(event.data.is), replaces: event.data.corrects }]
        case 'RiskReported':
          return [{ ...at, kind: 'risk', body: { risk: event.data.risk } }]
        case 'RiskCleared':
          return [{ ...at, kind: 'riskCleared', body: { clears: event.data.clears, risk: event.data.risk } }]
        case 'RiskWithdrawn':
          return [{ ...at, kind: 'risk', body: { risk: event.data.risk }, withdraws: event.data.reverses }]
        default: {
          const never: never = event
          return never
        }
      }
    },
  },
  parameters: {
    events: monitoringParameterEvents,
    of: parameterFacts,
    until: (parameter) => parameter.body.to ?? undefined,
  },
  place: (facts) => (facts.findLast(({ kind }) => kind === 'residence')?.body as { village: string } | undefined)?.village,
  derive: (household, facts, { inForce }, asOf) => {
    const view = monitoringView(facts, inForce as ParameterLookUp, asOf)
    const { judged, nextChangeOn } = judge(view)
    const next = nextChangeOn === undefined ? {} : { nextChangeOn }
    const fired = judged.filter(({ outcome }) => outcome === 'fired')
    if (fired.length === 0) return { rows: [], ...next }
    const reasons = fired.map(findingOf).map(({ rule, message }) => ({ rule, message }))
    const row: MonitoringRow = { household, village: view.village, class: view.baseClass(), status: 'watch', level: null, reasons }
    return { rows: [row], ...next }
  },
  columns: { household: 'text', village: 'text', class: 'text', status: 'text', level: 'text', reasons: 'json' },
  key: [],
  indexes: [['village', 'household']],
})

/** A household as its rules see it, from the facts of this list. */
export function monitoringView(facts: readonly KnownFact[], parameter: ParameterLookUp, asOf: string): View {
  return viewOf(facts as unknown as readonly KnownHouseholdFact[], parameter, asOf, monitoringRules)
}
