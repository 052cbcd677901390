import { z } from 'zod'
import { defineEvent } from '../event.ts'
import { Basis } from '../values/basis.ts'
import { EventId, HouseholdId, PersonId } from '../values/ids.ts'
import { here } from './kinds.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/**
 * 分户: these persons are a household of their own from `occurredOn` on, and each leaves this one in an event beside this. `monitored` says
 * whether this household was a monitored one when it split, as its case stood at `basis`: recognition stays with it and does not split.
 */
export const HouseholdSplit = defineEvent(
  'HouseholdSplit',
  z.strictObject({ ...here, into: HouseholdId, persons: z.array(PersonId).min(1), monitored: z.boolean(), basis: z.array(Basis) }),
)

/** 销户: the household is no more from `occurredOn` on; `into` is the household it became part of. */
export const HouseholdClosed = defineEvent(
  'HouseholdClosed',
  z.strictObject({ ...here, reason: z.enum(['diedOut', 'merged', 'movedAway', 'falseData']), into: HouseholdId.optional() }),
)
/** `mistaken`: it was never closed, and the day is that of the closing. `returned`: it is there again from `occurredOn` on. */
export const ClosingWithdrawn = defineEvent(
  'ClosingWithdrawn',
  z.strictObject({ ...here, reverses: EventId, reason: z.enum(['mistaken', 'returned']) }),
)

/** What can be taken back by `ReportWithdrawn`. Who was said to have left by mistake joins again (`returned`) on that same day. */
export const WithdrawableReport = z.enum([
  'PersonDied',
  'HouseGraded',
  'WaterChecked',
  'SchoolStatusReported',
  'InsuranceReported',
  'HealthReported',
  'JobStarted',
  'JobLost',
  'BusinessStarted',
  'HouseholdVisited',
  'LabourReported',
  'IncomeRecorded',
  'IncomeCollected',
  'MedicalBillReported',
  'SchoolingCostReported',
  'ExpenseRecorded',
  'InsurancePaidOut',
  'DisabilityCertified',
  'DisasterLossReported',
  'AccidentReported',
  'BusinessFailed',
  'ShockRecovered',
  'BenefitGranted',
  'BenefitEnded',
])
export type WithdrawableReport = z.infer<typeof WithdrawableReport>
/** The report `reverses` was wrong and never true; `of` is its type and `occurredOn` its day. */
export const ReportWithdrawn = defineEvent(
  'ReportWithdrawn',
  z.strictObject({
    ...here,
    reverses: EventId,
    of: WithdrawableReport,
    person: PersonId.optional(),
    reason: z.enum(['mistaken', 'wrongHousehold', 'duplicate']),
  }),
)

export const standingEvents = [HouseholdSplit, HouseholdClosed, ClosingWithdrawn, ReportWithdrawn] as const
