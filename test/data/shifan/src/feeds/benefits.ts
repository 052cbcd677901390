import { between, later } from '@rural-tracker/sanjiang/making'
import { inHouse } from '../pen.ts'
import { TARGETS } from '../targets.ts'
import type { Teller } from './teller.ts'

export function planBenefits(feed: Teller): void {
  feed.some(TARGETS.benefits).forEach(({ household, person }, n) => {
    const on = feed.day('2019-02-01', '2025-06-01')
    const benefit = `n${n + 1}`
    const kind = n % 3 === 0 ? 'livingAllowance' : n % 3 === 1 ? 'disabilityAllowance' : 'publicWelfarePost'
    feed.tell(
      on,
      `benefit.${benefit}`,
      household,
      undefined,
      {
        type: 'GrantBenefit',
        data: { ...inHouse(household), benefit, person: person.id, kind, monthly: between(feed.random, 300, 900) * 100, occurredOn: on },
      },
      true,
    )
    if (n >= TARGETS.benefitsEnded) return
    const ended = later(on, between(feed.random, 100, 330))
    const reason = n % 3 === 0 ? 'reviewed' : 'contractEnded'
    feed.tell(
      ended,
      `benefitEnded.${benefit}`,
      household,
      { risk: 'other', department: 'civilAffairs' },
      { type: 'EndBenefit', data: { ...inHouse(household), benefit, reason, occurredOn: ended } },
      true,
    )
  })
}
