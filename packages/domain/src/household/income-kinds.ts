import { z } from 'zod'

/** A part of net income, or `notCounted`: one-off and earmarked support is shown with 0 (domain page 2, S24, S26). */
export type CountsAs = 'wages' | 'business' | 'property' | 'transfers' | 'notCounted'

/** Which part of 人均纯收入 each kind of income goes to. */
export const INCOME_KINDS = {
  localWage: 'wages',
  dayLabour: 'wages',
  migrantWage: 'wages',
  /** 公益性岗位. */
  postWage: 'wages',
  cropSales: 'business',
  livestockSales: 'business',
  /** Own output that was eaten, valued at its price. */
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
  relocationGrant: 'notCounted',
  renovationGrant: 'notCounted',
  penGrant: 'notCounted',
  industryAwardOnce: 'notCounted',
  transportSubsidy: 'notCounted',
  educationAid: 'notCounted',
  consolation: 'notCounted',
  temporaryRelief: 'notCounted',
  oneOffRelief: 'notCounted',
} as const satisfies Record<string, CountsAs>

export const IncomeKind = z.enum(Object.keys(INCOME_KINDS) as (keyof typeof INCOME_KINDS)[])
export type IncomeKind = z.infer<typeof IncomeKind>

/** `businessCost` is taken off the whole, `migrantLiving` off wages and never below 0 (S26); the others are no part of net income. */
export const ExpenseKind = z.enum(['businessCost', 'migrantLiving', 'housing', 'other'])
export type ExpenseKind = z.infer<typeof ExpenseKind>
