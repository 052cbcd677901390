import type { Recorded } from '../aggregate.ts'
import { GrowingMap } from '../growing-map.ts'
import { nothingSaid, type Said, say, words } from '../said.ts'
import type { EventOf } from '../event.ts'
import type { HouseholdEvent, IncomeCorrected, WithdrawableReport } from './events.ts'
import { type Facts, noFacts, withComing, withCorrection, withFact, withMember, withoutFact } from './facts.ts'

type OpenRisk = Readonly<{ id: string; risk: string; occurredOn: string; clearedOn?: string; withdrawn?: true }>
type Withdrawable = Extract<HouseholdEvent, { type: WithdrawableReport }>
type Report = Readonly<{ id: string; type: WithdrawableReport; on: string; key: string; person?: string; withdrawn?: true }>
type Closing = Readonly<{ id: string; on: string; reason: string; into?: string }>

export type HouseholdState = Facts &
  Readonly<{
    registered: boolean
    /** Where it lives now; its stream's name says where it was registered. */
    village?: string
    /** Who belongs to the household as last said, by person id; for a past day see `membership`. */
    members: Readonly<Record<string, { joinedOn: string }>>
    /** 销户, unless it was withdrawn. */
    closed?: Closing
    /** Every closing there was, by event id. */
    closings: Readonly<Record<string, { on: string; withdrawn?: true }>>
    exitedOn?: string
    /** The programme that was approved. */
    housing?: Readonly<{ programme: string; mode?: string }>
    /** Programmes that rehoused it, approved or not: two of them are a finding. */
    rehoused: Readonly<Record<string, true>>
    /** Income by window as last reported or corrected, the last said at the end; `id` is the first report. */
    incomes: Readonly<Record<string, { id: string; is: string }>>
    risks: Readonly<Record<string, OpenRisk>>
    /** What may be withdrawn, by event id; its words are not kept. */
    reports: GrowingMap<Report>
    /** What was last said under a business key, so that the same fact again is no event. */
    said: Said
  }>

export const initial: HouseholdState = {
  ...noFacts,
  registered: false,
  members: {},
  closings: {},
  rehoused: {},
  incomes: {},
  risks: {},
  reports: GrowingMap.empty(),
  said: nothingSaid,
}

/** The business key of a fact: what makes two reports the same report. */
export function factKey({ type, data }: HouseholdEvent): string {
  switch (type) {
    case 'InsuranceReported':
      return `${type}/${data.person}/${data.year}`
    case 'IncomeRecorded':
    case 'ExpenseRecorded':
      return `${type}/${data.entry}`
    case 'IncomeCollected':
      return `${type}/${windowKey(data.window)}`
    case 'MedicalBillReported':
      return `${type}/${data.bill}`
    case 'SchoolingCostReported':
      return `${type}/${data.person}/${data.schoolYear}/${data.stage}`
    case 'InsurancePaidOut':
      return `${type}/${data.policy}/${data.occurredOn}`
    case 'DisasterLossReported':
      return `${type}/${data.loss}`
    case 'AccidentReported':
      return `${type}/${data.accident}`
    case 'BusinessFailed':
      return `${type}/${data.business}`
    case 'ShockRecovered':
      return `${type}/${data.recovers}`
    case 'BenefitGranted':
    case 'BenefitEnded':
      return `${type}/${data.benefit}/${data.occurredOn}`
    default:
      return `${type}/${'person' in data ? data.person : ''}/${data.occurredOn}`
  }
}

/** Whoever splits off on one day into one household, splits off once. */
export function splitKey({ into, occurredOn }: { into: string; occurredOn: string }): string {
  return `HouseholdSplit/${into}/${occurredOn}`
}

export function evolve(state: HouseholdState, event: HouseholdEvent, recorded: Recorded): HouseholdState {
  const { id } = recorded
  switch (event.type) {
    case 'HouseholdRegistered':
      return { ...state, registered: true, village: event.data.village }
    case 'HouseholdMoved':
      return { ...state, village: event.data.to }
    case 'MemberJoined': {
      const members = { ...state.members, [event.data.person]: { joinedOn: event.data.occurredOn } }
      return withMember({ ...state, members }, event, id)
    }
    case 'MemberLeft':
      return withComing(withoutMember(withWords(state, event), event.data.person), event.data, 'left', id)
    case 'PersonDied':
      return withComing(withoutMember(remember(state, event, id), event.data.person), event.data, 'died', id)
    case 'IncomeReported': {
      const { window, members, parts, compliantSelfPaid, insurancePayout } = event.data
      return withIncome(state, { window, members, parts, compliantSelfPaid, insurancePayout }, id)
    }
    case 'IncomeCorrected':
      return withIncome(state, event.data.is, event.data.corrects)
    case 'HouseholdExitedPoverty':
      return { ...state, exitedOn: event.data.occurredOn }
    case 'RiskReported': {
      const risk: OpenRisk = { id, risk: event.data.risk, occurredOn: event.data.occurredOn }
      return { ...state, risks: { ...state.risks, [id]: risk } }
    }
    case 'RiskCleared': {
      const risk = state.risks[event.data.clears]
      return risk ? { ...state, risks: { ...state.risks, [risk.id]: { ...risk, clearedOn: event.data.occurredOn } } } : state
    }
    case 'RiskWithdrawn': {
      const risk = state.risks[event.data.reverses]
      return risk ? { ...state, risks: { ...state.risks, [risk.id]: { ...risk, withdrawn: true } } } : state
    }
    case 'HousingProgrammeApproved': {
      const { programme, mode } = event.data
      return { ...state, housing: { programme, ...(mode ? { mode } : {}) } }
    }
    case 'HouseholdRehoused':
      return withFact({ ...state, rehoused: { ...state.rehoused, [event.data.programme]: true } }, event, id)
    case 'HouseGraded':
    case 'WaterChecked':
    case 'SchoolStatusReported':
    case 'InsuranceReported':
    case 'LabourReported':
    case 'IncomeRecorded':
    case 'ExpenseRecorded':
    case 'IncomeCollected':
    case 'MedicalBillReported':
    case 'SchoolingCostReported':
    case 'InsurancePaidOut':
      return withFact(remember(state, event, id), event, id)
    case 'HealthReported':
    case 'JobStarted':
    case 'JobLost':
    case 'BusinessStarted':
    case 'HouseholdVisited':
    case 'DisabilityCertified':
    case 'DisasterLossReported':
    case 'AccidentReported':
    case 'BusinessFailed':
    case 'ShockRecovered':
    case 'BenefitGranted':
    case 'BenefitEnded':
      return remember(state, event, id)
    case 'IncomeEntryCorrected': {
      const { corrects, entry, is, occurredOn: on } = event.data
      return withCorrection(state, 'entries', { id: corrects, on, entry, ...is })
    }
    case 'MedicalBillCorrected': {
      const { corrects, bill, is, occurredOn: on } = event.data
      return withCorrection(state, 'bills', { id: corrects, on, bill, ...is })
    }
    case 'HouseholdSplit':
      return { ...state, said: state.said.set(splitKey(event.data), words(event.data.persons)) }
    case 'HouseholdClosed': {
      const { occurredOn: on, reason, into } = event.data
      return { ...state, closed: { id, on, reason, ...(into ? { into } : {}) }, closings: { ...state.closings, [id]: { on } } }
    }
    case 'ClosingWithdrawn': {
      const { closed, ...open } = state
      const { reverses, occurredOn } = event.data
      const closings = { ...state.closings, [reverses]: { on: state.closings[reverses]?.on ?? occurredOn, withdrawn: true as const } }
      return { ...(closed?.id === reverses ? open : state), closings }
    }
    case 'ReportWithdrawn':
      return withoutReport(state, event.data.reverses)
    case 'PersonExitedPoverty':
    case 'PersonRehoused':
      return state
    default: {
      const never: never = event
      return never
    }
  }
}

export function windowKey(window: { from: string; to: string }): string {
  return `${window.from}/${window.to}`
}

function withIncome(state: HouseholdState, income: EventOf<typeof IncomeCorrected>['data']['is'], id: string): HouseholdState {
  const key = windowKey(income.window)
  const { [key]: _before, ...others } = state.incomes
  return { ...state, incomes: { ...others, [key]: { id, is: words(income) } } }
}

function withWords(state: HouseholdState, event: HouseholdEvent): HouseholdState {
  return { ...state, said: say(state.said, factKey(event), event) }
}

function remember(state: HouseholdState, event: Withdrawable, id: string): HouseholdState {
  const { type, data } = event
  const report: Report = { id, type, on: data.occurredOn, key: factKey(event), ...('person' in data && data.person ? { person: data.person } : {}) }
  return { ...withWords(state, event), reports: state.reports.set(id, report) }
}

function withoutMember(state: HouseholdState, person: string): HouseholdState {
  const { [person]: _gone, ...members } = state.members
  return { ...state, members }
}

function withoutReport(state: HouseholdState, id: string): HouseholdState {
  const report = state.reports.get(id)
  if (!report) return state
  const reports = state.reports.set(id, { ...report, withdrawn: true as const })
  const rest = withoutFact({ ...state, reports, said: withoutWords(state, id, report.key) }, id)
  return report.type === 'PersonDied' && report.person ? withMemberAgain(rest, report.person) : rest
}

/** What was withdrawn may be said again, unless other words have taken its place since. */
function withoutWords(state: HouseholdState, id: string, key: string): Said {
  const last = [...state.reports.values()].findLast((report) => report.key === key && !report.withdrawn)
  return last?.id === id ? state.said.set(key, undefined) : state.said
}

/** A death that was never true: the person is where he or she was before. */
function withMemberAgain(state: HouseholdState, person: string): HouseholdState {
  const last = state.membership.findLast((coming) => coming.person === person)
  return last?.is === 'joined' ? { ...state, members: { ...state.members, [person]: { joinedOn: last.on } } } : state
}
