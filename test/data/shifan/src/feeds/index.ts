import type { Pen } from '../pen.ts'
import type { Household } from '../population.ts'
import type { Sign } from '../signs.ts'
import { planBenefits } from './benefits.ts'
import { planBills } from './bills.ts'
import { planHealth } from './health.ts'
import { planJobs } from './jobs.ts'
import { planSchools } from './schools.ts'
import { planShocks } from './shocks.ts'
import { Teller } from './teller.ts'

export { planLoans } from './loans.ts'

/** What departments tell of households that have no case of their own, and what of it may become a clue. */
export function planFeeds(pen: Pen, households: readonly Household[]): readonly Sign[] {
  const feed = new Teller(pen, households)
  for (const plan of [planBills, planSchools, planHealth, planJobs, planShocks, planBenefits]) plan(feed)
  return feed.signs
}
