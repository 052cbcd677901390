import { between, dayBetween, later, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { inHouse, type Pen } from './pen.ts'
import { incomeYearOf } from './steps.ts'
import type { Story } from './stories.ts'
import { TARGETS } from './targets.ts'
import { monitoredTimes } from './times.ts'
import type { Household } from './population.ts'

/** What became of a claim: settled at once, settled but told months later, or never made. */
export type Paid = 'prompt' | 'never' | Readonly<{ known: string }>

type Claim = Readonly<{ round: number; billOn: string; told: string; selfPaid: number; paid: Paid }>

/** 防贫保 pays more than half of what a household bore, a mutual insurance a third: both in the income year of the bill. */
export function planPayouts(pen: Pen, household: Household, { round, billOn, told, selfPaid, paid }: Claim): void {
  if (paid === 'never') return
  const end = `${incomeYearOf(billOn)}-09-26`
  const soon = later(billOn, 45)
  const occurredOn = soon < end ? soon : later(billOn, 5)
  const known = paid === 'prompt' ? later(occurredOn > told ? occurredOn : told, 3) : paid.known
  const policies = [
    ['preventionInsurance', 0.55],
    ['commercial', 0.33],
  ] as const
  for (const [kind, share] of policies) {
    if (known > TARGETS.to) return
    pen.say(known, `payout.${kind}.${household.id}.${round}`, 'county:medical-insurance', {
      type: 'ReportInsurancePayout',
      data: { ...inHouse(household), policy: `c${round}.${kind.slice(0, 4)}`, kind, amount: Math.floor(selfPaid * share), occurredOn },
    })
  }
}

/** Who is ill goes on paying: a small bill in every income year from the one before the clue to the end of the help. */
export function planTreatment(pen: Pen, stories: readonly Story[]): void {
  const random = seeded(63)
  for (const story of stories) {
    const { household, risk, recognition, withoutLabour } = story
    if (risk !== 'illness' || (withoutLabour && household.members.length === 1)) continue
    const last = monitoredTimes(story).at(-1)?.to ?? TARGETS.to
    for (let year = incomeYearOf(recognition.from) - 1; year <= incomeYearOf(last); year++) planBill(pen, random, story, year)
  }
}

function planBill(pen: Pen, random: Random, { household }: Story, year: number): void {
  const occurredOn = dayBetween(random, `${year - 1}-10-20`, `${year}-08-20`)
  const [head, second] = household.members
  const selfPaid = between(random, 240, 900) * 100
  if (occurredOn < '2019-02-01' || occurredOn > '2026-06-10') return
  pen.say(later(occurredOn, between(random, 3, 12)), `treatment.${household.id}.${year}`, 'county:medical-insurance', {
    type: 'ReportMedicalBill',
    data: {
      ...inHouse(household),
      bill: `t${year}`,
      person: (second ?? head)?.id ?? '',
      care: 'inpatient',
      total: selfPaid * 4,
      reimbursed: selfPaid * 2,
      compliantSelfPaid: selfPaid,
      occurredOn,
    },
  })
}
