import { between, dayBetween, later, pick, type Random, seeded } from '@rural-tracker/sanjiang/making'
import type { Pen } from '../pen.ts'
import type { Household } from '../population.ts'
import { TARGETS } from '../targets.ts'

/** 小额贷款 and shares in a partnership. */
export function planLoans(pen: Pen, registered: readonly Household[]): void {
  const random: Random = seeded(42)
  pick(random, registered, TARGETS.loans).forEach((household, n) => {
    const on = dayBetween(random, '2019-02-01', '2024-06-01')
    const loan = { village: household.village, loan: `s${n + 1}` }
    const key = (what: string) => `loan.${what}.${n + 1}`
    const amount = between(random, 10, 50) * 100_000
    const dueOn = later(on, 365)
    const bank = 'bank:rcb'
    pen.say(later(on, 4), key('granted'), bank, { type: 'GrantLoan', data: { ...loan, household: household.id, amount, dueOn, occurredOn: on } })
    if (n % 4 === 0)
      pen.say(later(on, 190), key('subsidy'), 'town:finance', {
        type: 'PayInterestSubsidy',
        data: { ...loan, amount: Math.floor(amount * 0.04), occurredOn: later(on, 185) },
      })
    const renewed = n >= TARGETS.loansOverdue && n < TARGETS.loansOverdue + 12
    if (renewed)
      pen.say(later(dueOn, 1), key('renewed'), bank, { type: 'RenewLoan', data: { ...loan, dueOn: later(dueOn, 365), occurredOn: later(dueOn, -3) } })
    if (n < TARGETS.loansOverdue) {
      pen.say(later(dueOn, 6), key('overdue'), bank, { type: 'ReportLoanOverdue', data: { ...loan, occurredOn: later(dueOn, 1) } })
      if (n % 3 === 0) return
    }
    const repaid = later(dueOn, renewed ? 300 : n < TARGETS.loansOverdue ? 150 : -5)
    pen.say(later(repaid, 3), key('repaid'), bank, { type: 'RepayLoan', data: { ...loan, amount, occurredOn: repaid } })
  })
  planShares(pen, random, registered)
}

/** Sixty households with a share; eight of them got their last dividend in 2024. */
function planShares(pen: Pen, random: Random, registered: readonly Household[]): void {
  const partnership = { division: '999001001000', partnership: 'orchard' }
  pen.say('2019-06-03', 'partnership', 'town:office', {
    type: 'AgreePartnership',
    data: { ...partnership, title: '示范果园', occurredOn: '2019-06-01' },
  })
  pen.say('2019-06-20', 'equity', 'town:finance', { type: 'InvestEquity', data: { ...partnership, amount: 60_000_000, occurredOn: '2019-06-18' } })
  const linked = pick(random, registered, 60)
  for (const household of linked) {
    pen.say('2019-07-05', `linked.${household.id}`, 'town:office', {
      type: 'LinkHousehold',
      data: { ...partnership, household: household.id, persons: household.members.map(({ id }) => id), occurredOn: '2019-07-01' },
    })
  }
  for (let year = 2020; year <= 2026; year++) {
    const getting = linked.slice(year > 2024 ? 8 : 0)
    const on = `${year}-01-15`
    pen.say(later(on, 3), `dividend.${year}`, 'town:office', {
      type: 'PayDividend',
      data: { ...partnership, amount: getting.length * 50_000, occurredOn: on },
    })
    for (const household of getting) {
      pen.say(later(on, 5), `dividend.${year}.${household.id}`, 'town:office', {
        type: 'DistributeDividend',
        data: { ...partnership, household: household.id, amount: 50_000, occurredOn: on },
      })
    }
  }
}
