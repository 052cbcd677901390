import type { Recorded } from '../aggregate.ts'
import { type Said, say, words } from '../said.ts'
import type { HouseholdEvent } from './events.ts'

type OpenRisk = Readonly<{ id: string; risk: string; occurredOn: string; clearedOn?: string; withdrawn?: true }>

export type HouseholdState = Readonly<{
  registered: boolean
  /** Where it lives now; its stream's name says where it was registered. */
  village?: string
  /** Who belongs to the household now, by person id. */
  members: Readonly<Record<string, { joinedOn: string }>>
  exitedOn?: string
  /** The programme that was approved. */
  housing?: Readonly<{ programme: string; mode?: string }>
  /** Programmes that rehoused it, approved or not: two of them are a finding. */
  rehoused: Readonly<Record<string, true>>
  /** Income by window, as last reported or corrected; `id` is the first report. */
  incomes: Readonly<Record<string, { id: string; is: string }>>
  risks: Readonly<Record<string, OpenRisk>>
  /** What was last said under a business key, so that the same fact again is no event. */
  said: Said
}>

export const initial: HouseholdState = { registered: false, members: {}, rehoused: {}, incomes: {}, risks: {}, said: {} }

/** The business key of a fact: what makes two reports the same report. */
export function factKey(event: HouseholdEvent): string {
  const { data } = event
  const who = 'person' in data ? data.person : ''
  return event.type === 'InsuranceReported' ? `${event.type}/${who}/${event.data.year}` : `${event.type}/${who}/${data.occurredOn}`
}

export function evolve(state: HouseholdState, event: HouseholdEvent, recorded: Recorded): HouseholdState {
  switch (event.type) {
    case 'HouseholdRegistered':
      return { ...state, registered: true, village: event.data.village }
    case 'HouseholdMoved':
      return { ...state, village: event.data.to }
    case 'MemberJoined':
      return { ...state, members: { ...state.members, [event.data.person]: { joinedOn: event.data.occurredOn } } }
    case 'MemberLeft':
    case 'PersonDied': {
      const { [event.data.person]: _gone, ...members } = state.members
      return { ...remember(state, event), members }
    }
    case 'IncomeReported': {
      const { window, members, parts, compliantSelfPaid, insurancePayout } = event.data
      const is = words({ window, members, parts, compliantSelfPaid, insurancePayout })
      return { ...state, incomes: { ...state.incomes, [windowKey(window)]: { id: recorded.id, is } } }
    }
    case 'IncomeCorrected':
      return {
        ...state,
        incomes: { ...state.incomes, [windowKey(event.data.is.window)]: { id: event.data.corrects, is: words(event.data.is) } },
      }
    case 'HouseholdExitedPoverty':
      return { ...state, exitedOn: event.data.occurredOn }
    case 'RiskReported': {
      const risk: OpenRisk = { id: recorded.id, risk: event.data.risk, occurredOn: event.data.occurredOn }
      return { ...state, risks: { ...state.risks, [recorded.id]: risk } }
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
      return { ...state, rehoused: { ...state.rehoused, [event.data.programme]: true } }
    case 'HouseGraded':
    case 'WaterChecked':
    case 'SchoolStatusReported':
    case 'InsuranceReported':
    case 'HealthReported':
    case 'JobStarted':
    case 'JobLost':
    case 'BusinessStarted':
    case 'HouseholdVisited':
      return remember(state, event)
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

function remember(state: HouseholdState, event: HouseholdEvent): HouseholdState {
  return { ...state, said: say(state.said, factKey(event), event) }
}
