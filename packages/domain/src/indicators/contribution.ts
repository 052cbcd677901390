import type { DomainEvent, EventDefinition, EventOf } from '../event.ts'
import {
  BusinessStarted,
  HouseholdExitedPoverty,
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
import { ReportWithdrawn } from '../household/standing.ts'
import { LoanEffectReported, LoanGranted } from '../loan/events.ts'
import { DividendPaid, EquityInvested, HouseholdLinked, PartnershipAgreed, PersonLinked } from '../partnership/events.ts'
import { BenefitReceived, PaymentPaid, PaymentReturned, PaymentReversed, PROGRAMMES, type Programme } from '../payment-list/events.ts'
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

/**
 * What one event adds to one series. `counted` is who or what is counted, once however often it comes; `amount` adds up, in the
 * series' unit; `weight` is 1, or −1 where an event takes back what another counted.
 */
export type Contribution = Readonly<{ series: string; counted: string; amount: number; weight: 1 | -1; on: string }>

const definitions = [
  HouseholdRegistered,
  MemberJoined,
  MemberLeft,
  PersonDied,
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

/** Not a figure: what is counted here is the event of a report that was never true, so that nothing of it counts anywhere. */
export const WITHDRAWN = 'withdrawn'

/** The events that figures are made of. */
export const contributingEvents: readonly EventDefinition[] = definitions

/** What an event adds to the figures; the village of the day comes with the event. */
export function contributionsOf(event: DomainEvent): readonly Contribution[] {
  return contributions(event as Counted).map((c) => ({ amount: 1, weight: 1, on: (event as Counted).data.occurredOn, ...c }))
}

type Partial = Omit<Contribution, 'amount' | 'weight' | 'on'> & { amount?: number; weight?: 1 | -1 }

function contributions(event: Counted): readonly Partial[] {
  const { type, data } = event
  switch (type) {
    case 'HouseholdRegistered':
      return [{ series: 'households.registered', counted: data.household }]
    case 'MemberJoined':
      return [{ series: 'residents', counted: data.person }]
    case 'MemberLeft':
    case 'PersonDied':
      return [{ series: 'residents', counted: data.person, amount: -1, weight: -1 }]
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
    case 'PaymentReturned':
    case 'PaymentReversed':
      return [
        { series: `payments.${data.programme}`, counted: payee(data), amount: -data.amount, weight: -1 },
        ...data.beneficiaries.map((person) => ({ series: `payments.${data.programme}.persons`, counted: person, amount: -1, weight: -1 as const })),
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

function series(names: readonly string[], counted: string): Partial[] {
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
