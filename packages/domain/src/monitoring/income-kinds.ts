import { INCOME_KINDS } from '../household/income-kinds.ts'
import type { Said } from './facts.ts'

/** The part of net income that an entry belongs to; `migrantLiving` is taken off wages. */
export type IncomePart = 'wages' | 'business' | 'property' | 'transfers' | 'businessCost' | 'migrantLiving'

const COUNTS: Readonly<Record<string, IncomePart | 'notCounted'>> = INCOME_KINDS
const EXPENSE: Readonly<Record<string, IncomePart>> = { businessCost: 'businessCost', migrantLiving: 'migrantLiving' }

/** Where an entry counts. None for what is no net income: grants for a house or a pen, one-off relief, gifts of consolation, other expenses. */
export function partOf({ kind, body }: Said<'incomeEntry' | 'expenseEntry'>): IncomePart | undefined {
  if (kind === 'expenseEntry') return EXPENSE[body.kind]
  const part = COUNTS[body.kind]
  return part === 'notCounted' ? undefined : part
}
