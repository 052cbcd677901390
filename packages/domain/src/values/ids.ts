import { z } from 'zod'
import { holdsLongRun, holdsManyDigits, PERSONAL_NUMBER } from './personal-number.ts'

// An id is refused when it could be the number of a person. The limits are part of no stored shape: every event written so far keeps them.
const personalNumber = { params: { fault: PERSONAL_NUMBER } }
const withFewDigits = (text: string) => !holdsManyDigits(text)
const withoutLongRun = (text: string) => !holdsLongRun(text)

/** A household number (户编号): `H` and at least five digits or letters, at most ten of them digits. Never a name, phone, account or ID number. */
export const HouseholdId = z
  .string()
  .regex(/^H[0-9A-Z]{5,20}$/)
  .refine(withFewDigits, personalNumber)
/**
 * A person's id for life: `P` and at least five digits or letters, at most ten of them digits. Names and ID numbers live in the persons
 * register only.
 */
export const PersonId = z
  .string()
  .regex(/^P[0-9A-Z]{5,20}$/)
  .refine(withFewDigits, personalNumber)
/**
 * An id inside one aggregate, such as a list line, a loan, a project: letters, digits, `.` and `_`, no hyphen, and no more than eight digits
 * in a row. A bank's own long reference is written in groups, `20201231.00004711`: in one row nobody can tell it from an account.
 */
export const LocalId = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z._]{0,59}$/)
  .refine(withoutLongRun, personalNumber)
/** The id of an event of this log. */
export const EventId = z.uuid()

/** A person's right to act, as the domain sees it: an account, never a name or a phone. */
export const ActorId = z
  .string()
  .regex(/^[a-z][a-z0-9:._-]{0,79}$/)
  .refine(withoutLongRun, personalNumber)

/** The id of a monitoring rule: `drop-out`. */
export const RuleId = z.string().regex(/^[a-z][a-z-]{2,40}$/)
