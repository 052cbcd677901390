import { aggregates, judge, monitoringRules, type ParameterLookUp } from '@rural-tracker/domain'
import { createImporter, eventIdOf, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import { type KnownFact, type LogEvent, logEvent, type StandingParameters } from '@rural-tracker/projections'
import { type MonitoringRow, monitoringList, monitoringView, villageWatchList } from '@rural-tracker/read-models'
import { shifan, shifanHistory } from '@rural-tracker/shifan'
import { beforeAll, describe, expect, it } from 'vitest'

/**
 * The list of the example township over its years, derived in memory as the tracker derives it: for every rule there is a household, and the list
 * is one that a township would believe (1–2 % of the residents in a followed state, domain page 10.4).
 */
let events: readonly StoredEvent[]
let households: ReadonlyMap<string, readonly KnownFact[]>
let parameters: readonly KnownFact[]

beforeAll(async () => {
  const store = openMemoryStore()
  const refused: string[] = []
  await createImporter({ store, aggregates }).import([...shifanHistory(eventIdOf)], (outcome) => {
    if (!outcome.ok) refused.push(String(outcome.refused))
  })
  expect(refused).toEqual([])
  const all: StoredEvent[] = []
  for await (const page of store.readAll({ pageSize: 10_000 })) all.push(...page.events)
  events = all
  const decoded = all
    .filter(({ type }) => monitoringList.catalogue.has(type))
    .map((stored) => logEvent(monitoringList.catalogue, stored))
    .filter((event): event is LogEvent => event !== undefined)
  households = Map.groupBy(monitoringList.factsOf(decoded), ({ subject }) => subject)
  parameters = monitoringList.parametersOf(decoded)
}, 240_000)

const derived = new Map<string, readonly MonitoringRow[]>()

function rowsOn(asOf: string): readonly MonitoringRow[] {
  const standing = monitoringList.parametersAt(parameters, { asOf })
  const rows =
    derived.get(asOf) ??
    [...households].flatMap(([household, facts]) => monitoringList.deriveFrom(household, facts, standing).rows as MonitoringRow[])
  derived.set(asOf, rows)
  return rows
}

function viewOf(facts: readonly KnownFact[], standing: StandingParameters) {
  const stood = monitoringList.standAt(facts, standing)
  const parameter = ((kind, on) => stood.parameters.inForce(kind, on)) as ParameterLookUp
  return monitoringView(stood, parameter, standing.clocks.asOf)
}

const listOn = (asOf: string) => rowsOn(asOf).filter(({ listed }) => listed === 1)
const rulesOf = (rows: readonly MonitoringRow[]) =>
  Map.groupBy(
    rows.flatMap(({ reasons }) => reasons),
    ({ rule }) => rule,
  )
const count = (rows: readonly MonitoringRow[], status: string) => rows.filter((row) => row.status === status).length
const counted = (rows: readonly MonitoringRow[], rule: string) => rulesOf(rows).get(rule)?.length ?? 0

describe('the list of 示范镇', () => {
  it('given the last day, then as many stand on it as a township of its size follows, in every state', () => {
    const list = listOn(shifan.asOf)
    expect(list.length).toBeGreaterThanOrEqual(90)
    expect(list.length).toBeLessThanOrEqual(140)
    for (const [status, least] of Object.entries({ monitored: 15, eliminated: 10, watch: 30, clue: 1, noticed: 1, eliminating: 1, included: 2 }))
      expect([status, count(list, status) >= least]).toEqual([status, true])
    expect(new Set(monitoringRules.map(({ id }) => id).filter((id) => rulesOf(list).has(id))).size).toBeGreaterThanOrEqual(25)
  })

  it('given eliminations, then nearly all were checked and stood over the line; the others have one reason each that can be understood', () => {
    const eliminated = listOn(shifan.asOf).filter(({ status }) => status === 'eliminated')
    const unchecked = eliminated.flatMap(({ reasons }) => reasons.filter(({ rule }) => rule === 'elimination-unchecked'))
    expect(unchecked.length).toBeGreaterThanOrEqual(3)
    expect(unchecked.length).toBeLessThanOrEqual(6)
    for (const { message } of unchecked) expect(message.zh).not.toContain('、')
    expect(counted(eliminated, 'eliminated-under-line')).toBeGreaterThanOrEqual(4)
    expect(counted(eliminated, 'eliminated-under-line')).toBeLessThanOrEqual(8)
  })

  it('given the household that the demonstration prints, then its last elimination is a sound one: after what an insurance paid it is over the line', () => {
    const view = viewOf(households.get(shifan.shown.household) ?? [], monitoringList.parametersAt(parameters, { asOf: shifan.asOf }))
    expect(view.case()).toMatchObject({ monitoring: 'eliminated', current: { number: 2, eliminated: { body: { snapshot: { unchecked: [] } } } } })
    expect(view.income()?.insurancePayout).toBeGreaterThan(0)
    expect(judge(view).judged.flatMap(({ rule, outcome }) => (outcome === 'fired' ? [rule.id] : []))).toEqual([])
  })

  it('given the day a month before, then some came onto the list, some left it and of some another thing is said', () => {
    const said = ({ class: of, status, level, reasons }: MonitoringRow) => JSON.stringify([of, status, level, reasons.map(({ rule }) => rule)])
    const [was, is] = ['2026-05-31', shifan.asOf].map((day) => new Map(listOn(day).map((row) => [row.household, said(row)]))) as [
      Map<string, string>,
      Map<string, string>,
    ]
    const entered = [...is.keys()].filter((household) => !was.has(household))
    const left = [...was.keys()].filter((household) => !is.has(household))
    const changed = [...is].filter(([household, now]) => was.has(household) && was.get(household) !== now)
    for (const some of [entered, left, changed]) expect(some.length).toBeGreaterThan(0)
    expect(entered.length + left.length + changed.length).toBeGreaterThanOrEqual(10)
    expect(entered.length + left.length + changed.length).toBeLessThanOrEqual(40)
  })

  it('given the end of 2020, before any rule was adopted there, then at most 25 stand on it', () => {
    expect(listOn('2020-12-31').length).toBeLessThanOrEqual(25)
  })

  it('given every rule, then on some day of the years it fires for a household', () => {
    const left = new Set(monitoringRules.map(({ id }) => id))
    // The last day, the autumn after the flood when a child had left school, the first summer, and the days after a split.
    for (const day of [shifan.asOf, '2022-10-20', '2021-07-06', '2024-11-20', '2022-08-06']) {
      if (left.size === 0) break
      for (const rule of rulesOf(rowsOn(day)).keys()) left.delete(rule)
    }
    expect([...left]).toEqual([])
  })

  it('given every rule, then on the last day it speaks of a household and does not fire', () => {
    const standing = monitoringList.parametersAt(parameters, { asOf: shifan.asOf })
    const left = new Set(monitoringRules.map(({ id }) => id))
    for (const facts of households.values()) {
      if (left.size === 0) break
      for (const { rule, outcome } of judge(viewOf(facts, standing)).judged) if (outcome === 'silent') left.delete(rule.id)
    }
    expect([...left]).toEqual([])
  })

  it('given the flood of June 2022, then the village that it struck is watched, and no other of the township (S28)', () => {
    const ofVillages = events
      .filter(({ type }) => villageWatchList.catalogue.has(type))
      .map((stored) => logEvent(villageWatchList.catalogue, stored) as LogEvent)
    const villages = Map.groupBy(villageWatchList.factsOf(ofVillages), ({ subject }) => subject)
    const watchedOn = (asOf: string) => {
      const standing = villageWatchList.parametersAt(villageWatchList.parametersOf(ofVillages), { asOf })
      const rows = [...villages].flatMap(([village, facts]) => villageWatchList.deriveFrom(village, facts, standing).rows)
      return rows.map((row) => (row as { village: string }).village)
    }
    expect(watchedOn(shifan.shown.watch)).toEqual(['999001001207'])
    for (const day of ['2022-06-01', '2022-08-15']) expect(watchedOn(day)).not.toContain('999001001207')
  })
})
