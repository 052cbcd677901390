import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { HouseholdId, LocalId, PersonId } from '../values/ids.ts'
import { PositiveFen } from '../values/money.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

const here = { village: DivisionCode, loan: LocalId, household: HouseholdId, occurredOn: IsoDate }

/** 扶贫小额信贷: a loan is no subsidy. */
export const LoanGranted = defineEvent('LoanGranted', z.strictObject({ ...here, amount: PositiveFen, dueOn: IsoDate }))
/** 贴息: interest paid by the programme. */
export const InterestSubsidyPaid = defineEvent('InterestSubsidyPaid', z.strictObject({ ...here, amount: PositiveFen }))
export const LoanRenewed = defineEvent('LoanRenewed', z.strictObject({ ...here, dueOn: IsoDate }))
export const LoanRepaid = defineEvent('LoanRepaid', z.strictObject({ ...here, amount: PositiveFen }))
export const LoanFellOverdue = defineEvent('LoanFellOverdue', z.strictObject({ ...here }))
/** What the loan led to, in the unit of the effect; output in fen. */
export const LoanEffectReported = defineEvent(
  'LoanEffectReported',
  z.strictObject({
    ...here,
    effect: z.enum(['planting', 'livestock', 'processing', 'startUp', 'outputIncrease']),
    quantity: z.int().positive(),
    unit: z.enum(['mu', 'head', 'industry', 'person', 'fen']),
    person: PersonId.optional(),
  }),
)

export const loanEvents = [LoanGranted, InterestSubsidyPaid, LoanRenewed, LoanRepaid, LoanFellOverdue, LoanEffectReported] as const
export type LoanEvent = EventOf<(typeof loanEvents)[number]>
