import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { Period } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { EventId, HouseholdId } from '../values/ids.ts'
import { NonNegativeFen } from '../values/money.ts'
import { CarriedFact } from './carried.ts'
import { CorrectionReason, health, here, insured, job, Month, RiskKind, schooling, someone } from './kinds.ts'
import { livingEvents } from './living.ts'
import { shockEvents } from './shocks.ts'
import { standingEvents } from './standing.ts'

export { CarriedFact } from './carried.ts'
export { type CountsAs, ExpenseKind, INCOME_KINDS, IncomeKind } from './income-kinds.ts'
export { CorrectionReason, DisasterKind, Month, Months, RiskKind, SchoolStage } from './kinds.ts'
export * from './living.ts'
export * from './shocks.ts'
export * from './standing.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** 户类型. A registered poor household keeps the word after it has exited poverty (脱贫户 is a registered household that exited). */
export const HouseholdKind = z.enum(['registeredPoor', 'ordinary'])

export const HouseholdRegistered = defineEvent('HouseholdRegistered', z.strictObject({ ...here, village: DivisionCode, kind: HouseholdKind }))

/** The household lives in another village from `occurredOn` on; its stream keeps the name it was born with. */
export const HouseholdMoved = defineEvent('HouseholdMoved', z.strictObject({ ...here, from: DivisionCode, to: DivisionCode }))

/** 与户主关系, coded. */
export const Relation = z.enum(['head', 'spouse', 'child', 'parent', 'grandchild', 'grandparent', 'other'])
/** 自然增加: why somebody belongs to the household from `occurredOn` on. */
export const JoinReason = z.enum(['registered', 'born', 'married', 'movedIn', 'split', 'merged', 'returned'])

export const MemberJoined = defineEvent(
  'MemberJoined',
  z.strictObject({
    ...someone,
    relation: Relation,
    sex: z.enum(['female', 'male']),
    /** Year and month, `YYYY-MM`: enough for school age and labour, and no identity. */
    bornIn: Month,
    reason: JoinReason,
    /** Facts of this person that still stand and were written in another household's stream, by event id. */
    standingFacts: z.array(EventId),
    /** Those of them that the fold of this household has to know, with their words. */
    carries: z.array(CarriedFact).max(40),
  }),
  { version: 2, upcast: { 1: (data) => ({ ...data, carries: [] }) } },
)
/** 自然减少, death apart. `to` is the household the person went to, where that is known. */
export const MemberLeft = defineEvent(
  'MemberLeft',
  z.strictObject({ ...someone, reason: z.enum(['married', 'movedOut', 'split', 'merged']), to: HouseholdId.optional() }),
  { version: 2, upcast: { 1: (data) => data } },
)
export const PersonDied = defineEvent('PersonDied', z.strictObject({ ...someone }))

/**
 * Parts of net income over one 12-month window, in fen for the whole household. Per head is computed, never typed:
 * (wages + business + property + transfers − business cost) ÷ members.
 */
export const IncomeParts = z.strictObject({
  wages: NonNegativeFen,
  business: NonNegativeFen,
  property: NonNegativeFen,
  transfers: NonNegativeFen,
  businessCost: NonNegativeFen,
})
const income = {
  window: Period,
  members: z.int().positive(),
  parts: IncomeParts,
  /** 合规自付支出 and 理赔收入 stand beside net income and are no part of it. */
  compliantSelfPaid: NonNegativeFen,
  insurancePayout: NonNegativeFen,
}
/** `occurredOn` is the last day of the window. */
export const IncomeReported = defineEvent('IncomeReported', z.strictObject({ ...here, ...income }))
const Income = z.strictObject(income)
/** `occurredOn` is the last day of the corrected window; `corrects` is the first report's event id, also for a second correction. */
export const IncomeCorrected = defineEvent(
  'IncomeCorrected',
  z.strictObject({ ...here, corrects: EventId, was: Income, is: Income, reason: CorrectionReason }),
)

/** Dwelling grade: A, B safe; C to be repaired; D to be rebuilt. */
export const HouseGraded = defineEvent('HouseGraded', z.strictObject({ ...here, grade: z.enum(['A', 'B', 'C', 'D']) }))
/** The four indices of drinking water; one that fails makes it unsafe. */
export const WaterChecked = defineEvent(
  'WaterChecked',
  z.strictObject({ ...here, quality: z.boolean(), quantity: z.boolean(), reliability: z.boolean(), access: z.boolean() }),
)
export const SchoolStatusReported = defineEvent('SchoolStatusReported', z.strictObject({ ...someone, ...schooling }), {
  version: 2,
  upcast: { 1: (data) => data },
})
/** Basic medical insurance of one calendar year and the serious-illness cover on top of it. */
export const InsuranceReported = defineEvent('InsuranceReported', z.strictObject({ ...someone, ...insured }))
/** 健康状况, coded; no diagnosis, no text. */
export const HealthReported = defineEvent('HealthReported', z.strictObject({ ...someone, ...health }))
export const JobStarted = defineEvent('JobStarted', z.strictObject({ ...someone, ...job }))
export const JobLost = defineEvent('JobLost', z.strictObject({ ...someone }))
/** Self-employment begun with the township's help (创业). */
export const BusinessStarted = defineEvent('BusinessStarted', z.strictObject({ ...someone }))

/** 脱贫: the whole household, and one event for each of its members that day. */
export const HouseholdExitedPoverty = defineEvent('HouseholdExitedPoverty', z.strictObject({ ...here, members: z.int().nonnegative() }))
export const PersonExitedPoverty = defineEvent('PersonExitedPoverty', z.strictObject({ ...someone }))

export const HouseholdVisited = defineEvent(
  'HouseholdVisited',
  z.strictObject({ ...here, visitor: z.enum(['helper', 'villageCadre', 'workTeam', 'township']) }),
)

export const RiskReported = defineEvent('RiskReported', z.strictObject({ ...here, risk: RiskKind }))
/** The cause is gone from `occurredOn` on; `clears` is the event id of the report. */
export const RiskCleared = defineEvent('RiskCleared', z.strictObject({ ...here, clears: EventId, risk: RiskKind }))
/** The report was wrong and never true. */
export const RiskWithdrawn = defineEvent(
  'RiskWithdrawn',
  z.strictObject({ ...here, reverses: EventId, risk: RiskKind, reason: z.enum(['mistaken', 'wrongHousehold']) }),
)

/** 危房改造 or 易地搬迁: a household can have one of the two, which this stream holds. */
export const HousingProgramme = z.enum(['houseRenovation', 'relocation'])
export const RelocationMode = z.enum(['scattered', 'countyTown', 'centralised'])
export const HousingProgrammeApproved = defineEvent(
  'HousingProgrammeApproved',
  z.strictObject({ ...here, programme: HousingProgramme, mode: RelocationMode.optional() }),
)
/** Handed over or moved in; one `PersonRehoused` for each member that day. */
export const HouseholdRehoused = defineEvent(
  'HouseholdRehoused',
  z.strictObject({ ...here, programme: HousingProgramme, mode: RelocationMode.optional() }),
)
export const PersonRehoused = defineEvent(
  'PersonRehoused',
  z.strictObject({ ...someone, programme: HousingProgramme, mode: RelocationMode.optional() }),
)

export const householdEvents = [
  HouseholdRegistered,
  HouseholdMoved,
  MemberJoined,
  MemberLeft,
  PersonDied,
  IncomeReported,
  IncomeCorrected,
  HouseGraded,
  WaterChecked,
  SchoolStatusReported,
  InsuranceReported,
  HealthReported,
  JobStarted,
  JobLost,
  BusinessStarted,
  HouseholdExitedPoverty,
  PersonExitedPoverty,
  HouseholdVisited,
  RiskReported,
  RiskCleared,
  RiskWithdrawn,
  HousingProgrammeApproved,
  HouseholdRehoused,
  PersonRehoused,
  ...livingEvents,
  ...shockEvents,
  ...standingEvents,
] as const
export type HouseholdEvent = EventOf<(typeof householdEvents)[number]>
