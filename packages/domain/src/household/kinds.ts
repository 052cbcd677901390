import { z } from 'zod'
import { IsoDate } from '../values/dates.ts'
import { HouseholdId, PersonId } from '../values/ids.ts'
import { NonNegativeFen } from '../values/money.ts'

// Coded words and pieces of shapes that several household events share. They are part of the storage format like the events themselves.

export const here = { household: HouseholdId, occurredOn: IsoDate }
export const someone = { ...here, person: PersonId }

/** Year and month, `YYYY-MM`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
/** Whole months, both ends included. */
export const Months = z.strictObject({ from: Month, to: Month })
export type Months = z.infer<typeof Months>

export const SchoolStage = z.enum(['preschool', 'primary', 'junior', 'senior', 'vocational', 'college'])

/** 返贫致贫风险, the code table of a county system in use. */
export const RiskKind = z.enum([
  'illness',
  'schooling',
  'flood',
  'geological',
  'drought',
  'pest',
  'weather',
  'earthquake',
  'otherDisaster',
  'disability',
  'labourShortage',
  'accident',
  'businessFailure',
  'unstableJob',
  'unsafeHouse',
  'unsafeWater',
  'other',
])
/** The risks that are a natural disaster (自然灾害), by what it was. */
export const DisasterKind = RiskKind.extract(['flood', 'geological', 'drought', 'pest', 'weather', 'earthquake', 'otherDisaster'])

/** Why what was said in good faith is said again: a slip, something held back, or worked out anew. */
export const CorrectionReason = z.enum(['typing', 'concealed', 'recalculated'])

// What is said of one person, whether in the household's own stream or taken along from another.
export const labour = { labour: z.enum(['ordinary', 'skilled', 'weak', 'lost', 'none']) }
export const health = { health: z.enum(['healthy', 'chronic', 'seriousIllness', 'disabled']) }
/** Kind and level of the certificate (残疾证), level 1 the gravest; no diagnosis. `until` is the last day it holds. */
export const disability = {
  kind: z.enum(['visual', 'hearing', 'speech', 'physical', 'intellectual', 'mental', 'multiple']),
  level: z.int().min(1).max(4),
  until: IsoDate.optional(),
}
export const schooling = {
  stage: SchoolStage,
  status: z.enum(['enrolled', 'droppedOut', 'suspended', 'finished']),
  /** Why somebody is not at school: a child who cannot for health is no drop-out (S45). */
  reason: z.enum(['health', 'other']).optional(),
}
export const insured = {
  year: z.int().min(2000).max(2100),
  basic: z.enum(['resident', 'employee', 'both', 'none']),
  seriousIllness: z.boolean(),
}
export const job = { place: z.enum(['township', 'county', 'province', 'outside']), monthlyWage: NonNegativeFen }
