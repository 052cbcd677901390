import { INCOME_KINDS, type IncomeKind } from '../household/income-kinds.ts'
import type { Said } from './facts.ts'

/** The part of net income that an entry belongs to; `migrantLiving` is taken off wages. */
export type IncomePart = 'wages' | 'business' | 'property' | 'transfers' | 'businessCost' | 'migrantLiving'

const EXPENSES: Readonly<Record<string, IncomePart>> = { businessCost: 'businessCost', migrantLiving: 'migrantLiving' }

/** Where an entry counts. None for what is no net income: grants for a house or a pen, one-off relief, gifts of consolation, other expenses. */
export function partOf({ kind, body }: Said<'incomeEntry' | 'expenseEntry'>): IncomePart | undefined {
  if (kind === 'expenseEntry') return EXPENSES[body.kind]
  const part = INCOME_KINDS[body.kind as IncomeKind]
  return part === 'notCounted' ? undefined : part
}
