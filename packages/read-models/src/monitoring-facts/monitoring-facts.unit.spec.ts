import { readdirSync, readFileSync } from 'node:fs'
import { catalogue, type DomainEvent, householdEvents, monitoringCaseEvents, monitoringRules } from '@rural-tracker/domain'
import type { StoredEvent } from '@rural-tracker/event-store'
import { type Fact, type LogEvent, logEvent } from '@rural-tracker/projections'
import { describe, expect, it } from 'vitest'
import { linesOf } from '../testing/golden.ts'
import { monitoringFacts } from './index.ts'

const GOLDEN = new URL('../../fixtures/golden/', import.meta.url)
const told = readdirSync(GOLDEN)
  .flatMap((log) => linesOf(readFileSync(new URL(`${log}/log.ndjson`, GOLDEN), 'utf8')))
  .map((line) => logEvent(catalogue, JSON.parse(line) as StoredEvent))
  .filter((event) => event !== undefined)
const factsOf = (event: LogEvent): readonly Fact[] => monitoringFacts(event as never)
const of = (type: string) => told.filter((event) => event.type === type)

const ID = '0190c1f2-0000-4000-8000-000000000001'
const here = { household: 'H00001', occurredOn: '2023-05-10' }
const said = ({ type, data }: DomainEvent) => factsOf({ type, data, id: ID, actor: 'village:201' } as unknown as LogEvent)

describe('what events say of a household to the rules', () => {
  it('given every event of the golden logs, then each kind of fact that some rule declares is said by one of them', () => {
    const kinds = new Set(told.flatMap(factsOf).map(({ kind }) => kind))
    const declared = new Set(monitoringRules.flatMap(({ facts }) => facts))
    expect([...declared].filter((kind) => !kinds.has(kind))).toEqual([])
  })

  it('given any event of a household or a case, then it says something, three apart of which the rules know otherwise', () => {
    const silent = [...householdEvents, ...monitoringCaseEvents]
      .map(({ type }) => type)
      .filter((type) => !of(type).some((event) => factsOf(event).length > 0))
    expect(silent.sort()).toEqual(['HousingProgrammeApproved', 'PersonExitedPoverty', 'PersonRehoused'])
  })

  it('given any event, then its facts are of the household that it names, a split apart, and repeat neither household nor day in the body', () => {
    for (const event of told) {
      const { household } = event.data as { household?: string }
      for (const fact of factsOf(event)) {
        if (event.type !== 'HouseholdSplit') expect(fact.subject).toBe(household)
        expect(Object.keys(fact.body as object)).not.toContain('household')
        expect(Object.keys(fact.body as object)).not.toContain('occurredOn')
      }
    }
  })

  it('given a split, then the new household has the sign, with what the old one was', () => {
    const split = said({ type: 'HouseholdSplit', data: { ...here, into: 'H00002', persons: ['P00001'], monitored: true, basis: [] } })
    expect(split).toEqual([{ subject: 'H00002', kind: 'split', on: '2023-05-10', body: { from: 'H00001', persons: ['P00001'], monitored: true } }])
  })

  it('given somebody who joins with facts of another household, then each is true from its own day and points at where it was written', () => {
    const joined = {
      ...{ ...here, person: 'P00001', relation: 'child', sex: 'female', bornIn: '2001-02', reason: 'married', standingFacts: [] },
      carries: [{ fact: 'labour', event: 'e1', revision: 3, on: '2019-02-10', labour: 'ordinary' }],
    }
    expect(said({ type: 'MemberJoined', data: joined })).toEqual([
      {
        subject: 'H00001',
        kind: 'memberJoined',
        on: '2023-05-10',
        body: { person: 'P00001', relation: 'child', bornIn: '2001-02', reason: 'married' },
      },
      { subject: 'H00001', kind: 'labour', on: '2019-02-10', body: { person: 'P00001', labour: 'ordinary', origin: 'e1' } },
    ])
  })

  it('given a corrected entry, then it stands in the place of the first report, on the last day of the months that are right', () => {
    const is = { kind: 'migrantWage', months: { from: '2022-10', to: '2023-04' }, amount: 700, person: 'P00001', source: 'bank' }
    const data = { ...here, corrects: 'e1', entry: 'E1', was: is, is, reason: 'typing' }
    expect(said({ type: 'IncomeEntryCorrected', data })).toEqual([
      {
        ...{ subject: 'H00001', kind: 'incomeEntry', on: '2023-05-10', replaces: 'e1' },
        body: { entry: 'E1', kind: 'migrantWage', from: '2022-10', to: '2023-04', amount: 700, person: 'P00001' },
      },
    ])
  })

  it('given a report, a risk, a measure or a closing that was withdrawn, then what it said is taken away', () => {
    for (const type of ['ReportWithdrawn', 'RiskWithdrawn', 'MeasureWithdrawn', 'ClosingWithdrawn']) {
      expect(said({ type, data: { ...here, reverses: 'e1' } })).toEqual([
        { subject: 'H00001', kind: 'withdrawn', on: '2023-05-10', body: {}, withdraws: 'e1' },
      ])
    }
  })

  it('given a household that came back, then that is a fact of its day, and the closing stands until then', () => {
    expect(said({ type: 'ClosingWithdrawn', data: { ...here, reverses: 'e1', reason: 'returned' } })).toEqual([
      { subject: 'H00001', kind: 'reopened', on: '2023-05-10', body: {} },
    ])
  })

  it('given a verification at home, then it is a step of the case and counts as a visit', () => {
    const [event] = of('HomeVerified')
    expect(event && factsOf(event).map(({ kind }) => kind)).toEqual(['case.HomeVerified', 'visit'])
  })

  it('given what a person decided over the rules, then it has its last day and who decided', () => {
    const waived = said({ type: 'RuleWaived', data: { ...here, rule: 'drop-out', reason: 'seasonal', until: '2023-08-31', evidence: ['e1'] } })
    expect(waived).toEqual([
      {
        ...{ subject: 'H00001', kind: 'waived', on: '2023-05-10' },
        body: { rule: 'drop-out', reason: 'seasonal', until: '2023-08-31', by: 'village:201', evidence: ['e1'] },
      },
    ])
    expect(said({ type: 'WaiverEnded', data: { ...here, ends: ID } })).toEqual([
      { subject: 'H00001', kind: 'ended', on: '2023-05-10', body: { ends: ID } },
    ])
  })
})
