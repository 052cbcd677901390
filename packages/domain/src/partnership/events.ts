import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { HouseholdId, LocalId, PersonId } from '../values/ids.ts'
import { PositiveFen } from '../values/money.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

const here = { division: DivisionCode, partnership: LocalId, occurredOn: IsoDate }

/** 四跟四走: an industry partner, by its public name, takes in poverty funds as households' equity. */
export const PartnershipAgreed = defineEvent('PartnershipAgreed', z.strictObject({ ...here, title: z.string().min(1).max(60) }))
export const EquityInvested = defineEvent('EquityInvested', z.strictObject({ ...here, amount: PositiveFen }))
/** 利益联结: a named household, and one event for each of its members. */
export const HouseholdLinked = defineEvent('HouseholdLinked', z.strictObject({ ...here, household: HouseholdId }))
export const PersonLinked = defineEvent('PersonLinked', z.strictObject({ ...here, household: HouseholdId, person: PersonId }))
export const DividendPaid = defineEvent('DividendPaid', z.strictObject({ ...here, amount: PositiveFen }))
/** 入股分红: what one household got of it. `DividendPaid` is the sum that the partner paid out. */
export const DividendDistributed = defineEvent('DividendDistributed', z.strictObject({ ...here, household: HouseholdId, amount: PositiveFen }))

export const partnershipEvents = [PartnershipAgreed, EquityInvested, HouseholdLinked, PersonLinked, DividendPaid, DividendDistributed] as const
export type PartnershipEvent = EventOf<(typeof partnershipEvents)[number]>
