import type { AnyCommand } from '../catalogue.ts'
import type { DomainEvent } from '../event.ts'
import * as household from '../household/events.ts'
import * as parameter from '../parameter/events.ts'
import { NATION } from '../values/division.ts'
import { eventId, type Folded, fold, aggregateOf } from './scenario.ts'

/** A household of four that can be monitored, and the parameters of its place; specs say beside it what else stands. */
export const where = { registeredIn: '431224105201', household: 'H00001' } as const
export const HOUSEHOLD = `household-${where.registeredIn}-${where.household}`
export const CASE = `monitoringCase-${where.registeredIn}-${where.household}`
export const parameterStream = (family: string, region: string = NATION) => `parameter-${region}-${family}`

const from = { basis: 'test', assumption: true } as const
const id = where.household
const registeredOn = '2019-01-01'
const member = (person: string, bornIn: string, relation: 'head' | 'child') =>
  household.MemberJoined({
    ...{ household: id, occurredOn: registeredOn, person, relation, bornIn, reason: 'registered', sex: 'female' },
    ...{ standingFacts: [], carries: [] },
  })
export const labour = (person: string, is: 'ordinary' | 'lost', occurredOn = registeredOn) =>
  household.LabourReported({ household: id, occurredOn, person, labour: is })
export const insured = (person: string, year: number, basic: 'resident' | 'none' = 'resident') =>
  household.InsuranceReported({ household: id, occurredOn: `${year}-02-01`, person, year, basic, seriousIllness: basic === 'resident' })
/** Net income of one window, in fen for the household of two. */
export const income = (net: number, ofYear = 2023) =>
  household.IncomeReported({
    household: id,
    occurredOn: `${ofYear}-09-30`,
    window: { from: `${ofYear - 1}-10-01`, to: `${ofYear}-09-30` },
    members: 2,
    parts: { wages: net, business: 0, property: 0, transfers: 0, businessCost: 0 },
    compliantSelfPaid: 0,
    insurancePayout: 0,
  })

/** Two members, one of whom can work. */
export const people: readonly DomainEvent[] = [
  household.HouseholdRegistered({ household: id, occurredOn: registeredOn, village: where.registeredIn, kind: 'registeredPoor' }),
  member('P00001', '1980-05', 'head'),
  member('P00002', '2012-09', 'child'),
  labour('P00001', 'ordinary'),
]
/** 9,000 元 a head, a safe house, safe water, the child at school, everybody insured in 2023 and 2024. */
export const wellOff: readonly DomainEvent[] = [
  ...people,
  income(1_800_000),
  household.HouseGraded({ household: id, occurredOn: registeredOn, grade: 'B' }),
  household.WaterChecked({ household: id, occurredOn: registeredOn, quality: true, quantity: true, reliability: true, access: true }),
  household.SchoolStatusReported({ household: id, occurredOn: '2019-09-01', person: 'P00002', stage: 'primary', status: 'enrolled' }),
  ...[2023, 2024].flatMap((year) => ['P00001', 'P00002'].map((person) => insured(person, year))),
]

const threshold = (name: string, value: number, unit: 'year' | 'month') =>
  parameter.ThresholdSet({ region: NATION, occurredOn: '2021-05-01', from: '2021-05-01', ...from, name, value, unit })
export const deadline = (stage: 'notice' | 'elimination', length: number, unit: 'day' | 'month' | 'workingDay') =>
  parameter.DeadlineSet({ region: NATION, occurredOn: '2021-05-01', from: '2021-05-01', ...from, stage, length, unit })

/** A line of 7,500 元, notices of five days, six months before elimination, the class schemes of 2021 and 2026. */
export const PARAMETERS: Readonly<Record<string, readonly DomainEvent[]>> = {
  monitoringLine: [parameter.MonitoringLineSet({ region: NATION, occurredOn: '2023-01-01', from: '2023-01-01', ...from, amount: 750_000 })],
  deadline: [deadline('notice', 5, 'day'), deadline('elimination', 6, 'month')],
  threshold: [
    threshold('workAge', 16, 'year'),
    threshold('schoolAgeFrom', 6, 'year'),
    threshold('schoolAgeTo', 15, 'year'),
    threshold('waiverMonths', 6, 'month'),
  ],
  classScheme: [
    parameter.ClassSchemeSet({
      ...{ region: NATION, occurredOn: '2021-05-01', from: '2021-05-01', ...from },
      scheme: '2021',
      classes: ['unstableExit', 'marginal', 'suddenHardship'],
    }),
    parameter.ClassSchemeSet({
      ...{ region: NATION, occurredOn: '2026-02-06', from: '2026-02-06', ...from },
      scheme: '2026',
      classes: ['preventionObject'],
    }),
  ],
}

/** The streams beside a case, folded; ids of their events are `eventId(n, 1)` for the household, then 2 … for the parameters. */
export function beside(householdEvents: readonly DomainEvent[] = wellOff, parameters = PARAMETERS): ReadonlyMap<string, Folded> {
  const streams: [string, readonly DomainEvent[]][] = [
    [HOUSEHOLD, householdEvents],
    ...Object.entries(parameters).map(([family, events]): [string, readonly DomainEvent[]] => [parameterStream(family), events]),
  ]
  return new Map(streams.map(([stream, events], i) => [stream, fold(aggregateOf(stream), events, 'user:elsewhere', undefined, i + 1)]))
}

const on = (occurredOn: string) => ({ ...where, occurredOn })
const looked = { income: true, spending: true, house: true, school: true, insurance: true, water: true }
const visit = { visitors: 2, levels: ['township', 'village'], seen: looked, difficulties: [], evidence: [] } satisfies object
const votes = { attended: 30, agree: 25, disagree: 3, abstain: 2 }

/** A home visit; without consent for an elimination. */
export const visited = (occurredOn: string, consent: 'signed' | 'notAsked' = 'signed'): AnyCommand => ({
  type: 'RecordHomeVisit',
  data: { ...on(occurredOn), ...visit, levels: [...(['township', 'village'] as const)], difficulties: [], evidence: [], consent },
})
export const refusedAt = (occurredOn: string): AnyCommand => ({
  type: 'RecordHomeVisit',
  data: { ...on(occurredOn), ...visit, levels: ['village'], consent: 'refused', refusal: 'unwilling' },
})
export const clue = (occurredOn: string, number = 'C1'): AnyCommand => ({
  type: 'RegisterClue',
  data: { ...on(occurredOn), clue: number, source: 'selfReport', risks: ['illness'], filedBy: 'self', evidence: [eventId(900)] },
})
export const reviewed = (occurredOn: string, outcome: 'agreed' | 'rejected' = 'agreed'): AnyCommand => ({
  type: 'RecordVillageReview',
  data: { ...on(occurredOn), form: 'representatives', ...votes, outcome, minutes: 'R1' },
})
export const noticed = (first: string, last: string): AnyCommand => ({
  type: 'PublishCaseNotice',
  data: { ...where, from: first, to: last, fields: ['village', 'headName', 'class'] },
})
export const checked = (occurredOn: string, outcome: 'forwarded' | 'returned' = 'forwarded'): AnyCommand => ({
  type: 'CheckCase',
  data: { ...on(occurredOn), outcome },
})
export const decided = (occurredOn: string, outcome: 'approved' | 'rejected' = 'approved', of?: 'marginal' | 'preventionObject'): AnyCommand => ({
  type: 'RecordCountyDecision',
  data: { ...on(occurredOn), outcome, ...(of ? { class: of } : {}) },
})
export const recognised = (occurredOn: string, of: 'marginal' | 'suddenHardship' | 'preventionObject' = 'marginal'): AnyCommand => ({
  type: 'RecogniseHousehold',
  data: { ...on(occurredOn), class: of, risks: [{ kind: 'illness' }] },
})
export const measured = (occurredOn: string, measure = 'M1'): AnyCommand => ({
  type: 'StartMeasure',
  data: { ...on(occurredOn), measure, kind: 'health', risks: ['illness'] },
})
export const proposed = (occurredOn: string, way: 'byHelp' | 'natural' = 'byHelp'): AnyCommand => ({
  type: 'ProposeElimination',
  data: { ...on(occurredOn), way },
})
export const eliminated = (occurredOn: string): AnyCommand => ({ type: 'EliminateRisk', data: on(occurredOn) })
export const rolledBack = (occurredOn: string): AnyCommand => ({
  type: 'RollBackElimination',
  data: { ...on(occurredOn), reason: 'rigidSpending', evidence: [] },
})

/** From the visit to the county's approval, in twelve days of one month. */
export const procedureIn = (
  month: string,
  consent: 'signed' | 'notAsked' = 'signed',
  of?: 'marginal' | 'preventionObject',
): readonly AnyCommand[] => [
  visited(`${month}-02`, consent),
  reviewed(`${month}-03`),
  noticed(`${month}-04`, `${month}-08`),
  checked(`${month}-09`),
  decided(`${month}-12`, 'approved', of),
]

/** Recognised on 2023-10-13 by the full procedure. */
export const toRecognition: readonly AnyCommand[] = [clue('2023-10-01'), ...procedureIn('2023-10', 'signed', 'marginal'), recognised('2023-10-13')]
/** Helped, and eliminated on 2024-05-13, seven months later. */
export const toElimination: readonly AnyCommand[] = [
  ...toRecognition,
  measured('2023-10-20'),
  proposed('2024-05-01'),
  ...procedureIn('2024-05', 'notAsked'),
  eliminated('2024-05-13'),
]

/** One household's whole way, which says everything once that can be said; event ids count from 0. */
export const life: readonly AnyCommand[] = [
  { type: 'IncludeHousehold', data: { ...on('2023-08-01'), reason: 'petition', until: '2023-12-31', evidence: [] } },
  { type: 'EndInclusion', data: { ...on('2023-08-02'), ends: eventId(0) } },
  { type: 'PauseWatch', data: { ...on('2023-08-02'), reason: 'absent', until: '2023-12-31' } },
  { type: 'EndPause', data: { ...on('2023-08-03'), ends: eventId(2) } },
  { type: 'WaiveRule', data: { ...on('2023-08-03'), rule: 'open-risk', reason: 'seasonal', until: '2023-12-31', evidence: [] } },
  { type: 'EndWaiver', data: { ...on('2023-08-04'), ends: eventId(4) } },
  { type: 'HandLeaflet', data: { ...on('2023-08-04'), leaflet: 'application' } },
  { type: 'OpenGreenChannel', data: { ...on('2023-08-05'), clue: 'C0', risk: 'flood', evidence: [] } },
  measured('2023-08-05', 'M0'),
  { type: 'WithdrawMeasure', data: { ...where, reverses: eventId(9), reason: 'mistaken' } },
  refusedAt('2023-08-06'),
  { type: 'RecordConsent', data: { ...on('2023-08-07'), consent: 'signed' } },
  { type: 'DismissClue', data: { ...on('2023-08-08'), reason: 'ownMeans', explanation: { on: '2023-08-08', how: 'visit' } } },
  { type: 'ExplainDecision', data: { ...on('2023-08-09'), how: 'letter' } },
  clue('2023-10-01'),
  { type: 'RecordDataMatch', data: { ...on('2023-10-02'), doubts: ['car'], skipped: 'onLivingAllowance' } },
  ...procedureIn('2023-10', 'signed', 'marginal'),
  { type: 'EndCaseNotice', data: { ...on('2023-10-09'), objections: 1, upheld: 0 } },
  { type: 'RecordAnnouncement', data: on('2023-10-13') },
  recognised('2023-10-13'),
  { type: 'RecordNationalEntry', data: { ...on('2023-10-14'), number: 'N1', entry: 'recognised' } },
  { type: 'AssignHelper', data: { ...on('2023-10-14'), helper: 'helper:a' } },
  measured('2023-10-20'),
  { type: 'RecordReclassification', data: { ...on('2023-11-01'), scheme: '2021', class: 'suddenHardship', reason: 'correction' } },
  proposed('2024-03-01', 'natural'),
  { type: 'WithdrawElimination', data: on('2024-03-02') },
  proposed('2024-05-01'),
  ...procedureIn('2024-05', 'notAsked'),
  eliminated('2024-05-13'),
  { type: 'EndMeasure', data: { ...on('2024-06-30'), measure: 'M1', reason: 'completed' } },
  rolledBack('2024-07-01'),
  { type: 'RecordElimination', data: { ...on('2024-08-01'), way: 'byHelp' } },
  clue('2024-09-01', 'C2'),
  { type: 'RecordCaseNotice', data: { ...where, from: '2024-09-02', to: '2024-09-03', fields: ['village'] } },
  { type: 'RecordTownCheck', data: { ...on('2024-09-04'), outcome: 'forwarded' } },
  { type: 'RecordRecognition', data: { ...on('2024-09-05'), scheme: '2021', class: 'marginal', risks: [{ kind: 'flood' }] } },
  { type: 'RecordRevocation', data: { ...on('2024-09-06'), round: 2, reason: 'falseData' } },
  { type: 'ReleaseHelper', data: { ...on('2024-09-07'), reason: 'ended' } },
]
