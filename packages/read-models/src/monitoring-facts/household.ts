import type { EventOf, householdEvents, IncomeFact, MemberJoined } from '@rural-tracker/domain'
import type { LogEvent } from '@rural-tracker/projections'
import { corrected, type MonitoringFact, type SaidFact, said, withdrawn } from './said.ts'

type HouseholdEvent = EventOf<(typeof householdEvents)[number]>

/**
 * What an event of a household's stream says of it to the rules.
 *
 * @example
 * householdFacts(HouseGraded …) // [{ subject: 'H00001', kind: 'house', on: '2023-05-10', body: { grade: 'C' } }]
 */
export function householdFacts(event: LogEvent<HouseholdEvent>): readonly MonitoringFact[] {
  const { data } = event
  switch (event.type) {
    case 'HouseholdRegistered':
      return [said(event.data, 'residence', { village: event.data.village }), said(event.data, 'class', { registered: event.data.kind })]
    case 'HouseholdMoved':
      return [said(data, 'residence', { village: event.data.to })]
    case 'HouseholdExitedPoverty':
      return [said(data, 'exitedPoverty', {})]
    case 'HouseholdClosed':
      return [said(data, 'closed', { reason: event.data.reason })]
    case 'ClosingWithdrawn':
      return [event.data.reason === 'returned' ? said(data, 'reopened', {}) : withdrawn(data, event.data.reverses)]
    case 'HouseholdSplit': {
      const { household: from, into, persons, monitored, occurredOn } = event.data
      return [said({ household: into, occurredOn }, 'split', { from, persons, monitored })]
    }
    case 'MemberJoined':
      return joined(event)
    case 'MemberLeft':
      return [said(data, 'memberLeft', { person: event.data.person, reason: event.data.reason })]
    case 'PersonDied':
      return [said(data, 'died', { person: event.data.person })]
    case 'ReportWithdrawn':
    case 'RiskWithdrawn':
      return [withdrawn(data, event.data.reverses)]
    case 'RiskReported':
      return [said(data, 'risk', { risk: event.data.risk })]
    case 'RiskCleared':
      return [said(data, 'riskCleared', { clears: event.data.clears, risk: event.data.risk })]
    case 'HouseholdVisited':
      return [said(data, 'visit', { visitor: event.data.visitor })]
    case 'HouseGraded':
      return [said(data, 'house', { grade: event.data.grade })]
    case 'HouseholdRehoused':
      return [said(data, 'rehoused', {})]
    case 'WaterChecked':
      return [said(data, 'water', without(event.data))]
    case 'SchoolStatusReported':
      return [said(data, 'school', without(event.data))]
    case 'InsuranceReported':
      return [said(data, 'insurance', without(event.data))]
    case 'HealthReported':
      return [said(data, 'health', without(event.data))]
    case 'DisabilityCertified':
      return [said(data, 'disability', without(event.data))]
    case 'LabourReported':
      return [said(data, 'labour', without(event.data))]
    case 'JobStarted':
      return [said(data, 'job', without(event.data))]
    case 'JobLost':
      return [said(data, 'jobLost', without(event.data))]
    case 'BusinessStarted':
      return [said(data, 'business', without(event.data))]
    case 'IncomeReported':
      return [said(data, 'income', windowed(event.data))]
    case 'IncomeCorrected':
      return [corrected(event.data, 'income', windowed(event.data.is))]
    case 'IncomeRecorded':
      return [said(data, 'incomeEntry', entry(event.data.entry, event.data))]
    case 'IncomeEntryCorrected':
      return [corrected(event.data, 'incomeEntry', entry(event.data.entry, event.data.is))]
    case 'ExpenseRecorded':
      return [said(data, 'expenseEntry', entry(event.data.entry, event.data))]
    case 'IncomeCollected':
      return [said(data, 'incomeCollected', event.data.window)]
    case 'MedicalBillReported':
      return [said(data, 'bill', without(event.data))]
    case 'MedicalBillCorrected':
      return [corrected(event.data, 'bill', { bill: event.data.bill, ...event.data.is })]
    case 'SchoolingCostReported':
      return [said(data, 'schoolCost', without(event.data))]
    case 'InsurancePaidOut':
      return [said(data, 'payout', without(event.data))]
    case 'DisasterLossReported':
      return [said(data, 'disasterLoss', without(event.data))]
    case 'AccidentReported':
      return [said(data, 'accident', without(event.data))]
    case 'BusinessFailed':
      return [said(data, 'businessFailed', without(event.data))]
    case 'ShockRecovered':
      return [said(data, 'recovered', without(event.data))]
    case 'BenefitGranted':
      return [said(data, 'benefit', without(event.data))]
    case 'BenefitEnded':
      return [said(data, 'benefitEnded', without(event.data))]
    // What the household had is no fact for the rules when its members have it, and an approval is not yet a house.
    case 'PersonExitedPoverty':
    case 'PersonRehoused':
    case 'HousingProgrammeApproved':
      return []
    default: {
      const never: never = event
      return never
    }
  }
}

/** Who joins brings along what was said of him or her elsewhere: each of it is true from its own day on. */
function joined({ data }: EventOf<typeof MemberJoined>): readonly SaidFact[] {
  const { household, person, relation, bornIn, reason } = data
  const carried = data.carries.map(({ fact, event: origin, revision: _, on, ...words }) =>
    said({ household, occurredOn: on }, fact, { person, ...words, origin } as never),
  )
  return [said(data, 'memberJoined', { person, relation, bornIn, reason }), ...carried]
}

function without<Data extends { household: string; occurredOn: string }>({ household: _, occurredOn: __, ...words }: Data) {
  return words
}

type Windowed = Readonly<{ window: { from: string; to: string }; members: number; parts: IncomeFact['parts'] }> &
  Pick<IncomeFact, 'compliantSelfPaid' | 'insurancePayout'>

function windowed({ window, members, parts, compliantSelfPaid, insurancePayout }: Windowed): IncomeFact {
  const net = parts.wages + parts.business + parts.property + parts.transfers - parts.businessCost
  return { from: window.from, to: window.to, net, members, parts, compliantSelfPaid, insurancePayout }
}

type Entry = Readonly<{ kind: string; months: { from: string; to: string }; amount: number; person?: string | undefined }>

function entry(number: string, { kind, months, amount, person }: Entry) {
  return { entry: number, kind, from: months.from, to: months.to, amount, ...(person === undefined ? {} : { person }) }
}
