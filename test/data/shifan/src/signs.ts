import type { Household } from './population.ts'
import type { Risk } from './stories.ts'

export type Department =
  | 'medicalInsurance'
  | 'health'
  | 'education'
  | 'emergency'
  | 'disabledFederation'
  | 'humanResources'
  | 'civilAffairs'
  | 'bank'
  | 'agriculture'
  | 'transport'

/** Something that happened to a household and that a department may push: the event that shows it, and when it was known. */
export type Sign = Readonly<{ household: Household; event: string; known: string; risk: Risk | 'flood' | 'other'; department: Department }>
