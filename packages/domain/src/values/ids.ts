import { z } from 'zod'

/** A household number (户编号): `H` and at least five digits or letters. Never a name, never an ID number. */
export const HouseholdId = z.string().regex(/^H[0-9A-Z]{5,20}$/)
/** A person's id for life: `P` and at least five digits or letters. Names and ID numbers live in the persons register only. */
export const PersonId = z.string().regex(/^P[0-9A-Z]{5,20}$/)
/** An id inside one aggregate, such as a list line, a loan, a project: letters, digits, `.` and `_`, no hyphen. */
export const LocalId = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._]{0,59}$/)
/** The id of an event of this log. */
export const EventId = z.uuid()

/** A person's right to act, as the domain sees it: an account, never a name. */
export const ActorId = z.string().regex(/^[a-z][a-z0-9:._-]{0,79}$/)

/** The id of a monitoring rule: `drop-out`. */
export const RuleId = z.string().regex(/^[a-z][a-z-]{2,40}$/)
