import { z } from 'zod'
import { defineEvent } from '../event.ts'
import { IsoDate, Period } from '../values/dates.ts'
import { EventId, LocalId, PersonId } from '../values/ids.ts'
import { NonNegativeFen, PositiveFen } from '../values/money.ts'
import { ExpenseKind, IncomeKind } from './income-kinds.ts'
import { CorrectionReason, disability, here, labour, Months, SchoolStage, someone } from './kinds.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** 劳动能力: ordinary 普通, skilled 技能, weak 弱或半, lost 丧失, none 无. The first three are able to work. */
export const LabourReported = defineEvent('LabourReported', z.strictObject({ ...someone, ...labour }))

const entry = {
  kind: IncomeKind,
  months: Months,
  amount: PositiveFen,
  person: PersonId.optional(),
  source: z.enum(['told', 'payslip', 'bank', 'department', 'imputed']),
}
/** One income of some whole months, as collected. `occurredOn` is the last day of the last month; `entry` is the township's number for it. */
export const IncomeRecorded = defineEvent('IncomeRecorded', z.strictObject({ ...here, entry: LocalId, ...entry }))
export const IncomeEntry = z.strictObject(entry)
/** `corrects` is the first report's event id, also for a second correction; `occurredOn` is the last day of the months that are right. */
export const IncomeEntryCorrected = defineEvent(
  'IncomeEntryCorrected',
  z.strictObject({ ...here, corrects: EventId, entry: LocalId, was: IncomeEntry, is: IncomeEntry, reason: CorrectionReason }),
)
/** The entries of this window of twelve whole months are complete: only then is income computed from them. `occurredOn` is its last day. */
export const IncomeCollected = defineEvent(
  'IncomeCollected',
  z.strictObject({ ...here, window: Period, collector: z.enum(['helper', 'villageCadre', 'workTeam', 'township']), collectedOn: IsoDate }),
)

const bill = {
  person: PersonId,
  care: z.enum(['inpatient', 'outpatient', 'chronicOutpatient']),
  total: NonNegativeFen,
  reimbursed: NonNegativeFen,
  /** 合规自付: what the person paid of what the insurance allows. */
  compliantSelfPaid: NonNegativeFen,
}
/** One settlement with a hospital; `occurredOn` is its day. No diagnosis, no name of a hospital. */
export const MedicalBillReported = defineEvent('MedicalBillReported', z.strictObject({ ...here, bill: LocalId, ...bill }))
export const MedicalBill = z.strictObject(bill)
/** `corrects` is the first report's event id; the day of settlement stays. */
export const MedicalBillCorrected = defineEvent(
  'MedicalBillCorrected',
  z.strictObject({ ...here, corrects: EventId, bill: LocalId, was: MedicalBill, is: MedicalBill, reason: CorrectionReason }),
)

/** What a school year costs, and the aid against it. `schoolYear` is the year of its September. */
export const SchoolingCostReported = defineEvent(
  'SchoolingCostReported',
  z.strictObject({
    ...someone,
    schoolYear: z.int().min(2000).max(2100),
    stage: SchoolStage,
    publicSchool: z.boolean(),
    tuition: NonNegativeFen,
    board: NonNegativeFen,
    books: NonNegativeFen,
    aid: NonNegativeFen,
  }),
)

/** An expense of some whole months; `occurredOn` is the last day of the last month. */
export const ExpenseRecorded = defineEvent(
  'ExpenseRecorded',
  z.strictObject({ ...here, entry: LocalId, kind: ExpenseKind, months: Months, amount: PositiveFen }),
)
/** 理赔收入: stands beside net income and is no part of it. */
export const InsurancePaidOut = defineEvent(
  'InsurancePaidOut',
  z.strictObject({
    ...here,
    policy: LocalId,
    kind: z.enum(['preventionInsurance', 'commercial', 'agricultural', 'accident']),
    amount: PositiveFen,
  }),
)

export const DisabilityCertified = defineEvent('DisabilityCertified', z.strictObject({ ...someone, ...disability }))

export const livingEvents = [
  LabourReported,
  IncomeRecorded,
  IncomeEntryCorrected,
  IncomeCollected,
  MedicalBillReported,
  MedicalBillCorrected,
  SchoolingCostReported,
  ExpenseRecorded,
  InsurancePaidOut,
  DisabilityCertified,
] as const
