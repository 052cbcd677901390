import { aggregates, regionName } from '@rural-tracker/domain'
import { createImporter, eventIdOf, openMemoryStore, type StoredEvent } from '@rural-tracker/event-store'
import { beforeAll, describe, expect, it } from 'vitest'
import { type DemoCommand, shifanHistory } from './history.ts'
import { COUNTY, VILLAGES } from './places.ts'
import { SHOWN } from './population.ts'

/** Every event of 示范镇, decided by the same deciders as real work. */
let commands: readonly DemoCommand[]
let events: readonly StoredEvent[]
const refused: string[] = []
/** Commands that said nothing new: given again later, when other things have been said, they might. */
const idle: string[] = []

beforeAll(async () => {
  commands = [...shifanHistory(eventIdOf)]
  const store = openMemoryStore()
  await createImporter({ store, aggregates }).import(commands, (outcome, i) => {
    if (!outcome.ok) refused.push(`${commands[i]?.commandId}: ${outcome.refused}`)
    else if (outcome.events.length === 0) idle.push(commands[i]?.commandId ?? '')
  })
  const all: StoredEvent[] = []
  for await (const page of store.readAll({ pageSize: 10_000 })) all.push(...page.events)
  events = all
}, 240_000)

const ofType = (...types: string[]) => events.filter(({ type }) => types.includes(type))
type Data = Readonly<Record<string, unknown>>
const dataOf = (...types: string[]) => ofType(...types).map(({ data }) => data as Data)
const households = (...types: string[]) => new Set(dataOf(...types).map(({ household }) => household))
const where = (type: string, holds: (data: Data) => boolean) => dataOf(type).filter(holds).length

describe('示范镇, as it is decided', () => {
  it('given every command in its order, then none is refused, and each is news', () => {
    expect(refused).toEqual([])
    expect(idle).toEqual([])
    expect(events.length).toBeGreaterThan(commands.length)
    expect(events.length).toBeLessThan(170_000)
  })

  // Section by section: people, who was monitored and what became of it, clues, what departments told, and what people decided.
  it.each([
    ['villages', () => where('VillageRegistered', ({ level }) => level === 'village'), 23],
    ['households on the first day', () => where('HouseholdRegistered', ({ occurredOn }) => occurredOn === '2019-01-01'), 3_450],
    ['people on the first day', () => where('MemberJoined', ({ reason }) => reason === 'registered'), 12_600],
    ['registered poor households', () => where('HouseholdRegistered', ({ kind }) => kind === 'registeredPoor'), 900],
    ['births, 9 ‰ a year', () => where('MemberJoined', ({ reason }) => reason === 'born'), 850],
    ['deaths, 7 ‰ a year', () => ofType('PersonDied').length, 662],
    ['splits', () => ofType('HouseholdSplit').length, 12],
    ['closings', () => ofType('HouseholdClosed').length, 5],
    ['moves', () => ofType('HouseholdMoved').length, 3],
    ['windows collected for a clue', () => where('IncomeCollected', ({ window }) => !(window as { to: string }).to.endsWith('-09-30')), 6],
    ['households ever recognised', () => households('HouseholdRecognised').size, 110],
    ['people in them', () => dataOf('HouseholdRecognised').reduce((sum, { snapshot }) => sum + (snapshot as { members: number }).members, 0), 380],
    ['of the scheme of 2020', () => where('HouseholdRecognised', ({ scheme }) => scheme === '2020'), 22],
    ['unstable since they left poverty', () => where('HouseholdRecognised', ({ class: of }) => of === 'unstableExit'), 32],
    ['at the margin', () => where('HouseholdRecognised', ({ class: of }) => of === 'marginal'), 35],
    ['struck suddenly', () => where('HouseholdRecognised', ({ class: of }) => of === 'suddenHardship'), 16],
    ['of the scheme of 2026', () => where('HouseholdRecognised', ({ class: of }) => of === 'preventionObject'), 4],
    ['households with an elimination', () => households('RiskEliminated').size, 91],
    ['rolled back', () => households('EliminationRolledBack').size, 6],
    ['re-marked', () => households('RiskReMarked').size, 4],
    ['natural eliminations', () => where('RiskEliminated', ({ way }) => way === 'natural'), 3],
    ['clues', () => ofType('ClueRegistered').length, 2_200],
    ['of departments, 60 %', () => where('ClueRegistered', ({ source }) => source === 'departmentPush'), 1_320],
    ['of cadres, 25 %', () => where('ClueRegistered', ({ source }) => source === 'cadreCheck'), 550],
    ['dismissed, 92 %', () => ofType('ClueDismissed').length, 2_024],
    ['consent refused, 2 %', () => ofType('ConsentRefused').length, 44],
    ['hospital and other bills', () => ofType('MedicalBillReported').length, 2_260],
    ['jobs begun', () => ofType('JobStarted').length, 400],
    ['jobs lost', () => ofType('JobLost').length, 95],
    ['losses by disaster', () => ofType('DisasterLossReported').length, 57],
    ['failures', () => ofType('BusinessFailed').length, 33],
    ['benefits', () => ofType('BenefitGranted').length, 180],
    ['benefits that ended', () => ofType('BenefitEnded').length, 25],
    ['loans', () => ofType('LoanGranted').length, 120],
    ['loans overdue', () => ofType('LoanFellOverdue').length, 9],
    ['inclusions', () => ofType('HouseholdIncluded').length, 25],
    ['pauses', () => ofType('WatchPaused').length, 12],
    ['waivers', () => ofType('RuleWaived').length, 18],
    ['payments after a death that are asked back', () => ofType('RecoveryClaimed').length, 3],
  ])('given %s, then they are what was planned, within a tenth', (_, count, planned) => {
    expect(count()).toBeGreaterThanOrEqual(Math.floor(planned * 0.9))
    expect(count()).toBeLessThanOrEqual(Math.ceil(planned * 1.1))
  })

  it('given a whole household without labour, then its risk is never marked as eliminated', () => {
    const without = dataOf('HouseholdRecognised').filter(({ snapshot }) => {
      const { members, able, labourUnknown } = snapshot as { members: number; able: number; labourUnknown: number }
      return members > 0 && able === 0 && labourUnknown === 0
    })
    expect(without.length).toBeGreaterThanOrEqual(7)
    const eliminated = households('RiskEliminated')
    expect(without.filter(({ household }) => eliminated.has(household))).toEqual([])
  })

  it('given what the county and the villages did without us, then it stands with its breaches', () => {
    const broken = events.filter(({ data }) => ((data as { breaches?: string[] }).breaches ?? []).length > 0)
    expect(broken.length).toBeGreaterThan(5)
    expect(new Set(broken.map(({ type }) => type))).toContain('CaseNoticed')
  })

  it('given the line of 2022, then it was set too low and corrected the year after; the line of 2024 begins in its middle', () => {
    expect(dataOf('MonitoringLineCorrected')).toMatchObject([
      { region: COUNTY, was: { amount: 660_000 }, is: { amount: 690_000, from: '2022-01-01' } },
    ])
    expect(dataOf('MonitoringLineSet').map(({ from }) => from)).toContain('2024-03-14')
    expect(regionName(COUNTY).zh).toBe('示范')
  })

  it('given all parameters, then 示范 sets them for its own county and no other place sees them', () => {
    const regions = new Set(events.filter(({ stream }) => stream.startsWith('parameter-')).map(({ data }) => (data as { region: string }).region))
    expect([...regions]).toEqual([COUNTY])
  })

  it('given a village event, then its losses lie in one village on the same days', () => {
    const flood = dataOf('DisasterLossReported').filter(({ kind }) => kind === 'flood')
    expect(flood.length).toBeGreaterThan(30)
    expect(new Set(flood.map(({ occurredOn }) => String(occurredOn).slice(0, 7)))).toEqual(new Set(['2022-06']))
    expect(VILLAGES).toHaveLength(23)
  })

  it(`given ${SHOWN}, then its way goes from a hospital bill through a roll-back to a second round and its end`, () => {
    const way = ofType('HouseholdRecognised', 'RiskEliminated', 'EliminationRolledBack', 'RiskReMarked')
      .map(({ type, data }) => ({ type, ...(data as { household: string; occurredOn: string }) }))
      .filter(({ household }) => household === SHOWN)
      .map(({ type, occurredOn }) => `${occurredOn} ${type}`)
    expect(way).toEqual([
      '2023-01-25 HouseholdRecognised',
      '2023-11-20 RiskEliminated',
      '2024-02-10 EliminationRolledBack',
      '2024-09-05 RiskEliminated',
      '2025-03-20 RiskReMarked',
      '2026-01-16 RiskEliminated',
    ])
  })

  it('given the last weeks of 2020, then at most 25 households have a case that is not over', () => {
    const from2020 = events.filter(({ stream, metadata }) => stream.startsWith('monitoringCase-') && (metadata.knownAt ?? '') < '2021-01-01')
    const last = new Map(from2020.map(({ stream, type }) => [stream, type]))
    expect([...last.values()].filter((type) => type !== 'ClueDismissed' && type !== 'ConsentRefused').length).toBeLessThanOrEqual(25)
  })
})
