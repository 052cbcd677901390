import type { DomainEvent, EventDefinition, EventOf } from '../event.ts'
import {
  BusinessStarted,
  HouseholdExitedPoverty,
  HouseholdMoved,
  HouseholdRegistered,
  HouseholdRehoused,
  InsuranceReported,
  JobStarted,
  MemberJoined,
  MemberLeft,
  PersonDied,
  PersonExitedPoverty,
  PersonRehoused,
  SchoolStatusReported,
} from '../household/events.ts'
import { FactRecorded } from '../fact-record/events.ts'
import { ClosingWithdrawn, HouseholdClosed, ReportWithdrawn } from '../household/standing.ts'
import { LoanEffectReported, LoanGranted } from '../loan/events.ts'
import { DividendPaid, EquityInvested, HouseholdLinked, PartnershipAgreed, PersonLinked } from '../partnership/events.ts'
import {
  BenefitReceived,
  PaymentPaid,
  PaymentReturned,
  PaymentReversed,
  PROGRAMMES,
  type Programme,
  RecoveryClaimed,
  RecoveryReturned,
  RecoveryWrittenOff,
} from '../payment-list/events.ts'
import { ProjectCompleted, ProjectSettled } from '../project/events.ts'
import {
  DoctorAppointed,
  DoctorReleased,
  EvaluationPassed,
  FacilityClosed,
  FacilityOpened,
  GridRenovated,
  HonourAwarded,
  HonourRevoked,
  TrunkRoadPaved,
  VillageExitedPoverty,
  VillageRegistered,
} from '../village/events.ts'
import { alertContributions, countedOfAlerts } from './alert-contributions.ts'
import { caseContributions, countedOfCase } from './monitoring-contributions.ts'
import { type Contribution, MOVED, type Said, WITHDRAWN } from './series.ts'

const definitions = [
  HouseholdRegistered,
  MemberJoined,
  MemberLeft,
  PersonDied,
  HouseholdMoved,
  HouseholdClosed,
  ClosingWithdrawn,
  HouseholdExitedPoverty,
  PersonExitedPoverty,
  HouseholdRehoused,
  PersonRehoused,
  InsuranceReported,
  SchoolStatusReported,
  JobStarted,
  BusinessStarted,
  PaymentPaid,
  PaymentReturned,
  PaymentReversed,
  BenefitReceived,
  RecoveryClaimed,
  RecoveryReturned,
  RecoveryWrittenOff,
  LoanGranted,
  LoanEffectReported,
  ProjectCompleted,
  ProjectSettled,
  PartnershipAgreed,
  EquityInvested,
  HouseholdLinked,
  PersonLinked,
  DividendPaid,
  VillageRegistered,
  VillageExitedPoverty,
  FacilityOpened,
  FacilityClosed,
  DoctorAppointed,
  DoctorReleased,
  TrunkRoadPaved,
  GridRenovated,
  HonourAwarded,
  HonourRevoked,
  EvaluationPassed,
  FactRecorded,
  ReportWithdrawn,
] as const
type Counted = EventOf<(typeof definitions)[number]>

/** The events that figures are made of. */
export const contributingEvents: readonly EventDefinition[] = [...definitions, ...countedOfCase, ...countedOfAlerts]
const ofCase = new Set<string>(countedOfCase.map(({ type }) => type))
const ofAlerts = new Set<string>(countedOfAlerts.map(({ type }) => type))

/** What an event adds to the figures; the village of the day comes with the event. */
export function contributionsOf(event: DomainEvent): readonly Contribution[] {
  const said = saidBy(event)
  const on = (event as Counted).data.occurredOn
  return said.map((one) => ({ amount: 1, weight: 1, on, as: null, partOf: null, household: null, ...one }))
}

function saidBy(event: DomainEvent): readonly Said[] {
  if (ofCase.has(event.type)) return caseContributions(event as Parameters<typeof caseContributions>[0])
  if (ofAlerts.has(event.type)) return alertContributions(event as Parameters<typeof alertContributions>[0])
  return contributions(event as Counted)
}

function contributions(event: Counted): readonly Said[] {
  const { type, data } = event
  switch (type) {
    case 'HouseholdRegistered':
      return [{ series: 'households.registered', counted: data.household }]
    case 'MemberJoined':
      return [{ series: 'residents', counted: data.person }]
    case 'MemberLeft':
    case 'PersonDied':
      return [{ series: 'residents', counted: data.person, amount: -1, weight: -1 }]
    case 'HouseholdMoved':
      return [{ series: MOVED, counted: data.household }]
    case 'HouseholdClosed':
      return [{ series: 'monitoring.monitored', counted: data.household, amount: 0, weight: -1, household: data.household }]
    case 'ClosingWithdrawn':
      return [{ series: WITHDRAWN, counted: data.reverses }]
    case 'HouseholdExitedPoverty':
      return [{ series: 'households.exitedPoverty', counted: data.household }]
    case 'PersonExitedPoverty':
      return [{ series: 'persons.exitedPoverty', counted: data.person }]
    case 'HouseholdRehoused':
      return data.programme === 'relocation' ? series(['relocation.households', `relocation.${data.mode}.households`], data.household) : []
    case 'PersonRehoused':
      return data.programme === 'relocation' ? series(['relocation.persons', `relocation.${data.mode}.persons`], data.person) : []
    case 'InsuranceReported':
      return (data.basic === 'resident' || data.basic === 'employee') && data.seriousIllness
        ? [{ series: 'insurance.insured', counted: data.person }]
        : []
    case 'SchoolStatusReported':
      return data.status === 'droppedOut' ? [{ series: 'school.dropouts', counted: data.person }] : []
    case 'JobStarted':
    case 'BusinessStarted':
      return [{ series: 'employment.started', counted: data.person }]
    case 'PaymentPaid':
      return [{ series: `payments.${data.programme}`, counted: payee(data), amount: data.amount }]
    case 'BenefitReceived':
      return [{ series: `payments.${data.programme}.persons`, counted: data.person }]
    case 'RecoveryClaimed':
      return [
        { series: 'recovery.claimed', counted: data.payment, amount: data.amount },
        { series: 'recovery.open', counted: data.payment, amount: data.amount },
      ]
    case 'RecoveryReturned':
    case 'RecoveryWrittenOff':
      return [
        { series: type === 'RecoveryReturned' ? 'recovery.returned' : 'recovery.writtenOff', counted: data.payment, amount: data.amount },
        { series: 'recovery.open', counted: data.payment, amount: -data.amount },
      ]
    case 'PaymentReturned':
    case 'PaymentReversed':
      return [
        { series: `payments.${data.programme}`, counted: payee(data), amount: -data.amount, weight: -1 },
        ...data.beneficiaries.map((person) => ({ series: `payments.${data.programme}.persons`, counted: person, amount: -1, weight: -1 as const })),
        { series: 'recovery.open', counted: type === 'PaymentReturned' ? data.returns : data.reverses, amount: -data.amount },
      ]
    case 'LoanGranted':
      return [{ series: 'loans', counted: data.household, amount: data.amount }]
    case 'LoanEffectReported':
      return [{ series: `loans.effect.${data.effect}`, counted: data.person ?? data.household, amount: data.quantity }]
    case 'ProjectCompleted':
      return [
        { series: `projects.${data.kind}`, counted: data.project },
        ...data.quantities.map(({ measure, amount }) => ({ series: `projects.${data.kind}.${measure}`, counted: data.project, amount })),
      ]
    case 'ProjectSettled':
      return [{ series: `projects.${data.kind}.investment`, counted: data.project, amount: data.amount }]
    case 'PartnershipAgreed':
      return [{ series: 'partnerships', counted: data.partnership }]
    case 'EquityInvested':
      return [{ series: 'partnerships.equity', counted: data.partnership, amount: data.amount }]
    case 'HouseholdLinked':
      return [{ series: 'partnerships.households', counted: data.household }]
    case 'PersonLinked':
      return [{ series: 'partnerships.persons', counted: data.person }]
    case 'DividendPaid':
      return [{ series: 'partnerships.dividends', counted: data.partnership, amount: data.amount }]
    case 'VillageRegistered':
      return data.level === 'village' ? [{ series: 'villages', counted: data.village }] : []
    case 'VillageExitedPoverty':
      return series(['villages.exitedPoverty', ...(data.deeplyPoor ? ['villages.exitedPoverty.deeplyPoor'] : [])], data.village)
    case 'FacilityOpened':
      return [
        { series: `facilities.${data.facility}`, counted: data.id },
        { series: `facilities.${data.facility}.villages`, counted: data.village },
      ]
    case 'FacilityClosed':
      return [
        { series: `facilities.${data.facility}`, counted: data.id, amount: -1, weight: -1 },
        { series: `facilities.${data.facility}.villages`, counted: data.village, amount: -1, weight: -1 },
      ]
    case 'DoctorAppointed':
      return [{ series: 'doctors', counted: data.person }]
    case 'DoctorReleased':
      return [{ series: 'doctors', counted: data.person, amount: -1, weight: -1 }]
    case 'TrunkRoadPaved':
      return [{ series: 'villages.trunkRoad', counted: data.village }]
    case 'GridRenovated':
      return [{ series: `grid.${data.stage}`, counted: data.village }]
    case 'HonourAwarded':
      return [{ series: `honours.${data.honour}.${data.level}`, counted: `${data.village}.${data.awardedFor}` }]
    case 'HonourRevoked':
      return [{ series: `honours.${data.honour}.${data.level}`, counted: `${data.village}.${data.awardedFor}`, amount: -1, weight: -1 }]
    case 'EvaluationPassed':
      return [
        { series: `evaluations.${data.evaluation}`, counted: `${data.village}.${data.occurredOn.slice(0, 4)}` },
        { series: `evaluations.${data.evaluation}.problems`, counted: data.village, amount: data.problems },
      ]
    case 'FactRecorded':
      return [{ series: `facts.${data.programme}.${data.measure}`, counted: data.reference, amount: data.amount }]
    case 'ReportWithdrawn':
      return [{ series: WITHDRAWN, counted: data.reverses }]
    default: {
      const never: never = event
      return never
    }
  }
}

function series(names: readonly string[], counted: string): readonly Said[] {
  return names.map((name) => ({ series: name, counted }))
}

/** Who or what one payment counts: a household, a person, or a person in a year or term (人次). */
function payee({
  programme,
  household,
  person,
  unitOf,
}: {
  programme: Programme
  household: string
  person?: string | undefined
  unitOf: string
}): string {
  const who = person ?? household
  switch (PROGRAMMES[programme].unit) {
    case 'household':
      return household
    case 'person':
      return who
    case 'personYear':
    case 'personTerm':
      return `${who}.${unitOf}`
    default:
      throw new Error(`programme ${programme} has no unit`)
  }
}
