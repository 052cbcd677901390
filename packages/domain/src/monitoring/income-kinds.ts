import type { Said } from './facts.ts'

/** The part of net income that an entry belongs to; `migrantLiving` is taken off wages. */
export type IncomePart = 'wages' | 'business' | 'property' | 'transfers' | 'businessCost' | 'migrantLiving'

const INCOME: Readonly<Record<string, IncomePart>> = {
  localWage: 'wages',
  dayLabour: 'wages',
  migrantWage: 'wages',
  postWage: 'wages',
  cropSales: 'business',
  livestockSales: 'business',
  ownConsumption: 'business',
  otherBusiness: 'business',
  rent: 'property',
  dividend: 'property',
  landTransfer: 'property',
  livingAllowance: 'transfers',
  destituteSupport: 'transfers',
  pension: 'transfers',
  farmSubsidy: 'transfers',
  disabilityAllowance: 'transfers',
  alimony: 'transfers',
  regularGift: 'transfers',
}
const EXPENSE: Readonly<Record<string, IncomePart>> = { businessCost: 'businessCost', migrantLiving: 'migrantLiving' }

/** Where an entry counts. None for what is no net income: grants for a house or a pen, one-off relief, gifts of consolation, other expenses. */
export function partOf({ kind, body }: Said<'incomeEntry' | 'expenseEntry'>): IncomePart | undefined {
  return kind === 'incomeEntry' ? INCOME[body.kind] : EXPENSE[body.kind]
}
