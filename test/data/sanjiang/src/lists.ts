import { splitFen } from '@rural-tracker/domain'
import { later, type Plan } from './plan.ts'
import { type Household, householdsWith } from './population.ts'
import { pick, type Random, seeded, shares } from './random.ts'

type Programme = 'industryAward' | 'houseRenovation' | 'transportSubsidy' | 'publicWelfarePost' | 'educationAid' | 'livingAllowance'
type Line = { village: string; household: string; person?: string; beneficiaries: string[]; unitOf: string; amount: number }
/** One list to come: its lines, and the day the bank pays. */
type List = Readonly<{ programme: Programme; period: string; paidOn: string; lines: readonly Line[] }>

const YEARS = [2016, 2017, 2018, 2019, 2020] as const

/** Every payment list of five years; what is paid adds up to the report, to the fen. */
export function planLists(plan: Plan, households: readonly Household[]): void {
  const random = seeded(819)
  const poor = households.filter((one) => one.poor)
  const people = poor.flatMap((household) => household.members.map((member) => ({ household, member })))
  for (const list of [
    ...byHousehold(random, 'industryAward', householdsWith(random, poor, 2_040, 7_778), 819_153_600),
    ...byHousehold(
      random,
      'houseRenovation',
      poor.filter(({ housing }) => housing === 'renovation'),
      1_061_992_000,
    ),
    ...transport(random, people),
    ...posts(random, people),
    ...education(random, people),
    ...allowance(random, people),
  ]) {
    planList(plan, random, list)
  }
}

type Someone = { household: Household; member: Household['members'][number] }

function byHousehold(random: Random, programme: Programme, households: readonly Household[], total: number): List[] {
  const amounts = shares(random, total, households.length, { least: 100_000, step: 100 })
  return YEARS.map((year, y) => ({
    programme,
    period: String(year),
    paidOn: `${year}-11-18`,
    lines: households.flatMap((household, i) =>
      i % 5 === y
        ? [
            {
              village: household.village,
              household: household.id,
              beneficiaries: household.members.map(({ id }) => id),
              unitOf: String(year),
              amount: amounts[i] ?? 0,
            },
          ]
        : [],
    ),
  }))
}

const line = ({ household, member }: Someone, unitOf: string, amount: number): Line => ({
  village: household.village,
  household: household.id,
  person: member.id,
  beneficiaries: [],
  unitOf,
  amount,
})
const isAdult = ({ member }: Someone) => member.relation === 'head' || member.relation === 'spouse'
const isYoung = ({ member }: Someone) => member.relation === 'child' || member.relation === 'grandchild'

function transport(random: Random, people: readonly Someone[]): List[] {
  const workers = pick(random, people.filter(isAdult), 2_791)
  const amounts = shares(random, 103_740_000, workers.length, { least: 20_000, step: 100 })
  return YEARS.map((year, y) => ({
    programme: 'transportSubsidy',
    period: String(year),
    paidOn: `${year}-12-06`,
    lines: workers.flatMap((one, i) => (i % 5 === y ? [line(one, String(year), amounts[i] ?? 0)] : [])),
  }))
}

/** 461 person-years of 10,000 yuan, paid by the month. */
function posts(random: Random, people: readonly Someone[]): List[] {
  const perMonth = splitFen(1_000_000, 12)
  return YEARS.flatMap((year, y) => {
    const keepers = pick(random, people.filter(isAdult), y === 4 ? 93 : 92)
    return perMonth.map((amount, m) => ({
      programme: 'publicWelfarePost' as const,
      ...month(year, m),
      lines: keepers.map((one) => line(one, String(year), amount)),
    }))
  })
}

function education(random: Random, people: readonly Someone[]): List[] {
  const terms = YEARS.flatMap((year) => [
    { period: `${year}.T1`, paidOn: `${year}-04-20` },
    { period: `${year}.T2`, paidOn: `${year}-10-22` },
  ])
  const counts = terms.map((_, i) => (i < 2 ? 1_388 : 1_387))
  const amounts = shares(random, 940_380_000, 13_872, { least: 30_000, step: 100 })
  return terms.map((term, i) => ({
    programme: 'educationAid',
    ...term,
    lines: pick(random, people.filter(isYoung), counts[i] ?? 0).map((one) => line(one, term.period, amounts.pop() ?? 0)),
  }))
}

const TARIFF = { 2016: 15_000, 2017: 16_500, 2018: 18_000, 2019: 20_000, 2020: 22_000 } as const

/** 8,945 person-years of 低保, paid by the month: 1,789 people a year. */
function allowance(random: Random, people: readonly Someone[]): List[] {
  const total = 1_966_390_000
  const listed = YEARS.reduce((sum, year) => sum + TARIFF[year] * 1_789 * 12, 0)
  const more = shares(random, total - listed, 8_945 * 12, { least: 0, spread: 0 })
  return YEARS.flatMap((year) => {
    const receivers = pick(random, people, 1_789)
    return Array.from({ length: 12 }, (_, m) => ({
      programme: 'livingAllowance' as const,
      ...month(year, m),
      lines: receivers.map((one) => line(one, String(year), TARIFF[year] + (more.pop() ?? 0))),
    }))
  })
}

function month(year: number, m: number): { period: string; paidOn: string } {
  const mm = String(m + 1).padStart(2, '0')
  return { period: `${year}.${mm}`, paidOn: `${year}-${mm}-25` }
}

function planList(plan: Plan, random: Random, { programme, period, paidOn, lines }: List): void {
  const byVillage = Map.groupBy(lines, ({ village }) => village)
  for (const [village, own] of byVillage) {
    const list = { programme, village, period }
    const key = `${programme}.${village.slice(-3)}.${period}`
    const clerk = `village:${village.slice(-3)}`
    const on = (days: number) => ({ ...list, occurredOn: later(paidOn, days) })
    const numbered = own.map(({ village: _, ...one }, i) => ({ line: `L${i + 1}`, ...one }))
    const payments = numbered.map(({ line: number, household, person, amount }) => ({
      line: number,
      household,
      ...(person ? { person } : {}),
      amount,
      bankReference: `B.${key}.${number}`,
    }))
    plan.add(later(paidOn, -20), `list.${key}.open`, clerk, { type: 'OpenPaymentList', data: on(-20) })
    plan.add(later(paidOn, -19), `list.${key}.lines`, clerk, { type: 'AddLines', data: { ...on(-19), lines: numbered } })
    plan.add(later(paidOn, -18), `list.${key}.notice`, clerk, {
      type: 'PublishNotice',
      data: { ...on(-18), from: later(paidOn, -17), to: later(paidOn, -8) },
    })
    plan.add(later(paidOn, -6), `list.${key}.approve`, 'town:approver', { type: 'ApprovePaymentList', data: on(-6) })
    plan.add(later(paidOn, -3), `list.${key}.release`, 'town:finance', {
      type: 'ReleasePayment',
      data: { ...on(-3), amount: own.reduce((sum, { amount }) => sum + amount, 0) },
    })
    plan.add(later(paidOn, 2), `list.${key}.paid`, 'bank:rcb', { type: 'RecordPayments', data: { ...on(0), payments } })
    // One payment in a few hundred comes back and is paid again; once in a while the bank pays twice and the second is reversed.
    // Not at the very end: what is repaid or reversed lands in the five years too.
    const chance = paidOn < '2020-11-20' ? random() : 1
    const one = payments[Math.floor(random() * payments.length)]
    if (!one) continue
    const again = { ...one, bankReference: `${one.bankReference}.2` }
    if (chance < 0.05) {
      plan.add(later(paidOn, 4), `list.${key}.returned`, 'bank:rcb', {
        type: 'RecordReturn',
        data: { ...on(3), bankReference: one.bankReference, reason: 'nameMismatch' },
      })
      plan.add(later(paidOn, 12), `list.${key}.repaid`, 'bank:rcb', { type: 'RecordPayments', data: { ...on(11), payments: [again] } })
    } else if (chance < 0.065) {
      plan.add(later(paidOn, 3), `list.${key}.twice`, 'bank:rcb', { type: 'RecordPayments', data: { ...on(1), payments: [again] } })
      plan.add(later(paidOn, 30), `list.${key}.reversed`, 'town:finance', {
        type: 'ReversePayment',
        data: { ...on(28), bankReference: again.bankReference, reason: 'duplicate' },
      })
    }
  }
}
