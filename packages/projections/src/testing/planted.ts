import { HouseholdMoved, HouseholdRegistered, MonitoringLineSet, RiskReported } from '@rural-tracker/domain'
import type { Command } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { defineList, type ListModel } from '../list.ts'
import { defineProjection, type Projection } from '../projection.ts'

/** A village with its households and the risks told of them; a move touches two villages. `with_` plants a fault. */
export function villages(
  with_: { evolve?: (event: { id: string; position: bigint; type: string }) => object; title?: () => string } = {},
): Projection {
  return defineProjection({
    name: 'villages',
    version: 1,
    grows: 'by key',
    events: [HouseholdRegistered, HouseholdMoved, RiskReported],
    key: (event) => (event.type === 'HouseholdMoved' ? [event.data.from, event.data.to] : event.division),
    initial: () => ({ households: 0, risks: 0 }),
    evolve: (row, event, village) => {
      const more = with_.evolve?.(event) ?? {}
      if (event.type === 'HouseholdRegistered') return { ...row, ...more, households: row.households + 1 }
      if (event.type === 'HouseholdMoved') return { ...row, ...more, households: row.households + (village === event.data.to ? 1 : -1) }
      return { ...row, ...more, risks: row.risks + 1 }
    },
    columns: { households: { type: 'integer', of: (row) => row.households }, title: { type: 'text', of: with_.title ?? (() => '村') } },
  })
}

/**
 * The risks told of a household beside the line of its region, which is asked for only where there are risks. `count` is what derive says of
 * the risks of a household on a day, `word` what the fact says of one.
 */
export function atRisk({
  count = (risks: number) => risks,
  word = (risk: string) => risk,
}: {
  count?: (risks: number, asOf: string, household: string) => number
  word?: (risk: string) => string
} = {}): ListModel {
  return defineList({
    name: 'at_risk',
    version: 1,
    facts: {
      events: [HouseholdRegistered, RiskReported],
      of: (event) => {
        const at = { subject: event.data.household, on: event.data.occurredOn }
        return event.type === 'RiskReported'
          ? [{ ...at, kind: 'risk', body: word(event.data.risk) }]
          : [{ ...at, kind: 'residence', body: event.data.village }]
      },
    },
    parameters: {
      events: [MonitoringLineSet],
      of: ({ data }) => [{ subject: data.region, kind: 'line', on: data.from, body: data.amount }],
      until: () => undefined,
    },
    place: (facts) => facts.find((fact) => fact.kind === 'residence')?.body,
    derive: (household, facts, parameters, asOf) => {
      const risks = facts.filter((fact) => fact.kind === 'risk').length
      return { rows: risks > 0 ? [{ risks: count(risks, asOf, household), line: parameters.inForce('line', asOf)?.body ?? null }] : [] }
    },
    columns: { risks: 'integer', line: 'integer' },
    key: [],
  })
}

const VILLAGES = ['431224105201', '431224105202'] as const
const HOUSEHOLDS = ['H00001', 'H00002', 'H00003', 'H00004'] as const
type Told = Readonly<{ type: string; data: object }>

const registeredIn = (household: string) => VILLAGES[Number(household.at(-1)) % 2]
const household = fc.constantFrom(...HOUSEHOLDS).map((id) => ({ household: id, registeredIn: registeredIn(id) }))
const occurredOn = fc.constantFrom('2020-02-01', '2020-03-01', '2020-04-01')
const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('ReportRisk'), data: riskOf() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('MoveHousehold'), data: moveOf() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('SetMonitoringLine'), data: lineOf() }) },
)

function riskOf(): fc.Arbitrary<object> {
  return fc.tuple(household, fc.constantFrom('illness', 'flood'), occurredOn).map(([where, risk, on]) => ({ ...where, risk, occurredOn: on }))
}

function moveOf(): fc.Arbitrary<object> {
  return fc.tuple(household, fc.constantFrom(...VILLAGES), occurredOn).map(([where, to, on]) => ({ ...where, to, occurredOn: on }))
}

function lineOf(): fc.Arbitrary<object> {
  return fc.record({
    region: fc.constantFrom('000000000000', '430000000000'),
    from: fc.constantFrom('2019-01-01', '2020-01-01'),
    amount: fc.integer({ min: 100_000, max: 600_000 }),
    basis: fc.constant('test'),
    assumption: fc.constant(true),
  })
}

/** Short histories of four households in two villages, known a day after each other. */
export const histories: fc.Arbitrary<readonly Command[]> = fc.array(told, { minLength: 6, maxLength: 12 }).map((tellings) =>
  [...HOUSEHOLDS.map(registered), ...tellings].map((command, i) => ({
    ...command,
    commandId: `c${i}`,
    actor: 'test:someone',
    source: 'import:test',
    knownAt: new Date(Date.parse('2020-05-01T00:00:00Z') + i * 86_400_000).toISOString(),
  })),
)

function registered(id: string): Told {
  return { type: 'RegisterHousehold', data: { household: id, registeredIn: registeredIn(id), kind: 'ordinary', occurredOn: '2020-01-01' } }
}
