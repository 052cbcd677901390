import { between, later } from '@rural-tracker/sanjiang/making'
import { inHouse, knownAfter } from '../pen.ts'
import { TARGETS } from '../targets.ts'
import type { Teller } from './teller.ts'

/** Hospital bills: a few are over the warning line; one in twelve is settled anew. */
export function planBills(feed: Teller): void {
  feed.some(TARGETS.bills).forEach(({ household, person }, n) => {
    const on = feed.day()
    const over = n % 17 === 0
    const total = (over ? between(feed.random, 22_000, 60_000) : between(feed.random, 900, 9_000)) * 100
    const compliantSelfPaid = over ? Math.floor(total * 0.35) : Math.floor(total * 0.18)
    const bill = {
      person: person.id,
      care: n % 5 === 0 ? 'outpatient' : 'inpatient',
      total,
      reimbursed: Math.floor(total * 0.6),
      compliantSelfPaid,
    } as const
    const id = `b${n + 1}`
    const key = `bill.${id}`
    const known = knownAfter(feed.random, on)
    feed.pen.say(known, key, 'county:medical-insurance', {
      type: 'ReportMedicalBill',
      data: { ...inHouse(household), bill: id, ...bill, occurredOn: on },
    })
    feed.signs.push({ household, event: feed.pen.ofHousehold(household, key), known, risk: 'illness', department: 'medicalInsurance' })
    if (feed.random() >= 0.08) return
    const is = { ...bill, compliantSelfPaid: Math.floor(compliantSelfPaid * 0.8) }
    feed.pen.say(later(known, between(feed.random, 5, 40)), `billCorrection.${id}`, 'county:medical-insurance', {
      type: 'CorrectMedicalBill',
      data: { ...inHouse(household), bill: id, is, reason: 'recalculated' },
    })
  })
  feed.some(40).forEach(({ household }, n) => {
    const occurredOn = feed.day('2021-03-01')
    feed.tell(occurredOn, `payout.${n + 1}`, household, undefined, {
      type: 'ReportInsurancePayout',
      data: {
        ...inHouse(household),
        policy: `p${n + 1}`,
        kind: 'preventionInsurance',
        amount: between(feed.random, 800, 9_000) * 100,
        occurredOn,
      },
    })
  })
}
