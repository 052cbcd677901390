import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { EventId, HouseholdId, LocalId, PersonId } from '../values/ids.ts'
import { PositiveFen } from '../values/money.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** Programmes paid by list. `unit` is what one line pays for, and what is counted. */
export const PROGRAMMES = {
  industryAward: { unit: 'household', zh: '自主产业奖补' },
  houseRenovation: { unit: 'household', zh: '危房改造' },
  transportSubsidy: { unit: 'person', zh: '转移就业一次性交通补助' },
  publicWelfarePost: { unit: 'personYear', zh: '特岗（公益性岗位）' },
  educationAid: { unit: 'personTerm', zh: '教育扶贫补助' },
  livingAllowance: { unit: 'personYear', zh: '农村低保' },
} as const
export const Programme = z.enum(['industryAward', 'houseRenovation', 'transportSubsidy', 'publicWelfarePost', 'educationAid', 'livingAllowance'])
export type Programme = z.infer<typeof Programme>

/** The list of one programme, village and period is one stream, so a second list is the same stream. */
export const list = { programme: Programme, village: DivisionCode, period: LocalId }
const here = { ...list, occurredOn: IsoDate }
/** `unitOf` names the year or term a line pays for: `2018`, `2018.T1`. */
const line = {
  line: LocalId,
  household: HouseholdId,
  person: PersonId.optional(),
  beneficiaries: z.array(PersonId),
  unitOf: LocalId,
  amount: PositiveFen,
}
export const Line = z.strictObject(line)

export const PaymentListOpened = defineEvent('PaymentListOpened', z.strictObject({ ...here }))
export const PaymentLineAdded = defineEvent('PaymentLineAdded', z.strictObject({ ...here, ...line }))
export const PaymentListApproved = defineEvent('PaymentListApproved', z.strictObject({ ...here, lines: z.int().positive(), amount: PositiveFen }))
/** 公示: public notice in the village, first and last day. */
export const PaymentListNoticed = defineEvent('PaymentListNoticed', z.strictObject({ ...here, from: IsoDate, to: IsoDate }))
/** 拨付: money sent to the bank for lines of the approved list. */
export const PaymentReleased = defineEvent('PaymentReleased', z.strictObject({ ...here, amount: PositiveFen }))

/** What was wrong with a payment as far as its own list shows. What joins streams (a death) is found by a derived list. */
export const Breach = z.enum(['notApproved', 'notOnList', 'otherAmount', 'otherPayee', 'paidAgain', 'noticeMissing'])
const paid = { ...here, ...line, bankReference: LocalId }
/** `occurredOn` is the day the bank paid. */
export const PaymentPaid = defineEvent('PaymentPaid', z.strictObject({ ...paid, attempt: z.int().positive(), breaches: z.array(Breach) }))
/** A member of the household that was paid; one for each, for programmes whose unit is the household. */
export const BenefitReceived = defineEvent(
  'BenefitReceived',
  z.strictObject({ ...here, line: LocalId, household: HouseholdId, person: PersonId, bankReference: LocalId }),
)
/** The bank could not deliver; the money came back. */
export const PaymentReturned = defineEvent(
  'PaymentReturned',
  z.strictObject({ ...paid, returns: EventId, reason: z.enum(['accountClosed', 'nameMismatch', 'accountMismatch', 'other']) }),
)
/** A negative line that points at the payment and carries what it was; the payment itself stays. */
export const PaymentReversed = defineEvent(
  'PaymentReversed',
  z.strictObject({ ...paid, reverses: EventId, reason: z.enum(['paidInError', 'afterDeath', 'ineligible', 'duplicate']) }),
)

/** What money is asked back for (追回). */
export const RecoveryReason = z.enum(['afterDeath', 'ineligible', 'duplicate', 'paidInError'])
/** The payment that was wrong, whole or in part: its line, payee, bank reference and event. */
const recovered = {
  ...here,
  line: LocalId,
  household: HouseholdId,
  person: PersonId.optional(),
  bankReference: LocalId,
  payment: EventId,
  amount: PositiveFen,
}
/** 追回: the money is asked back. `amount` is what is asked, at most what was paid. */
export const RecoveryClaimed = defineEvent('RecoveryClaimed', z.strictObject({ ...recovered, reason: RecoveryReason }))
/** Money that came back by hand, in one or several parts; `receipt` names the part. Without `claims` nobody had asked for it. */
export const RecoveryReturned = defineEvent('RecoveryReturned', z.strictObject({ ...recovered, receipt: LocalId, claims: EventId.optional() }))
/** What will not come back, given up by a decision; `decision` is the number of its document. */
export const RecoveryWrittenOff = defineEvent('RecoveryWrittenOff', z.strictObject({ ...recovered, decision: LocalId, claims: EventId }))

export const paymentListEvents = [
  PaymentListOpened,
  PaymentLineAdded,
  PaymentListApproved,
  PaymentListNoticed,
  PaymentReleased,
  PaymentPaid,
  BenefitReceived,
  PaymentReturned,
  PaymentReversed,
  RecoveryClaimed,
  RecoveryReturned,
  RecoveryWrittenOff,
] as const
export type PaymentListEvent = EventOf<(typeof paymentListEvents)[number]>
