import { between, dayBetween, later, pick, type Random, seeded } from '@rural-tracker/sanjiang/making'
import { cadre, inHouse, type Pen } from './pen.ts'
import type { Household } from './population.ts'

/** Risks that a cadre reported by themselves, before there was a form for clues; two are open at the end. */
const RISKS = 8
const DRY = '999001001215'

/** What is told so seldom that no department's feed is made of it. */
export function planSeldom(pen: Pen, households: readonly Household[]): void {
  const random = seeded(91)
  const registered = households.filter((one) => one.registered && one.members.length >= 2)
  const [weak, ...others] = pick(random, registered, RISKS + 1)
  others.forEach((household, n) => planRisk(pen, random, household, n))
  if (weak) planWeakSigns(pen, weak)
  planDryWells(pen, random, registered)
}

function planRisk(pen: Pen, random: Random, household: Household, n: number): void {
  const open = n >= RISKS - 2
  const occurredOn = open ? dayBetween(random, '2026-05-08', '2026-06-16') : dayBetween(random, '2021-06-01', '2025-11-01')
  const key = `risk.${household.id}`
  const risk = (['labourShortage', 'other', 'unstableJob'] as const)[n % 3] ?? 'other'
  pen.say(later(occurredOn, 2), key, cadre(household), { type: 'ReportRisk', data: { ...inHouse(household), risk, occurredOn } })
  if (open) return
  const cleared = later(occurredOn, between(random, 30, 160))
  pen.say(later(cleared, 3), `riskCleared.${household.id}`, cadre(household), {
    type: 'ClearRisk',
    data: { ...inHouse(household), clears: pen.ofHousehold(household, key), occurredOn: cleared },
  })
}

/** In one spring a member is certified disabled, the allowance ends and the outpatient bills grow: each says little. */
function planWeakSigns(pen: Pen, household: Household): void {
  const where = inHouse(household)
  const person = household.members[1]?.id ?? ''
  const say = (known: string, key: string, actor: string, command: Parameters<Pen['say']>[3]) => pen.say(known, `weak.${key}`, actor, command)
  const benefit = 'w1'
  say('2024-06-04', 'granted', 'county:civil-affairs', {
    type: 'GrantBenefit',
    data: { ...where, benefit, person, kind: 'livingAllowance', monthly: 42_000, occurredOn: '2024-06-01' },
  })
  say('2026-05-15', 'disabled', 'county:disabled-federation', {
    type: 'CertifyDisability',
    data: { ...where, person, kind: 'visual', level: 3, occurredOn: '2026-05-12' },
  })
  say('2026-05-24', 'ended', 'county:civil-affairs', {
    type: 'EndBenefit',
    data: { ...where, benefit, reason: 'reviewed', occurredOn: '2026-05-20' },
  })
  say('2026-06-09', 'bill', 'county:medical-insurance', {
    type: 'ReportMedicalBill',
    data: {
      ...where,
      bill: 'w1',
      person,
      care: 'outpatient',
      total: 160_000,
      reimbursed: 80_000,
      compliantSelfPaid: 64_000,
      occurredOn: '2026-06-04',
    },
  })
}

/** The drought of 2025 emptied wells; all but one give water again. */
function planDryWells(pen: Pen, random: Random, households: readonly Household[]): void {
  const dry = pick(
    random,
    households.filter(({ village }) => village === DRY),
    4,
  )
  dry.forEach((household, n) => {
    const check = (occurredOn: string, quantity: boolean) =>
      pen.say(later(occurredOn, 4), `water.${household.id}.${occurredOn}`, cadre(household), {
        type: 'CheckWater',
        data: { ...inHouse(household), quality: true, quantity, reliability: quantity, access: true, occurredOn },
      })
    check(dayBetween(random, '2025-07-28', '2025-08-16'), false)
    if (n > 0) check(dayBetween(random, '2025-10-09', '2025-12-20'), true)
  })
}
