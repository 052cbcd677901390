import { streamName } from '@rural-tracker/domain'
import { dayBetween, later, type Plan } from './plan.ts'
import type { Household } from './population.ts'
import { VILLAGES } from './places.ts'
import { between, pick, type Random, seeded } from './random.ts'

export type EventIdOf = (stream: string, commandId: string, index: number) => string

const START = '2016-01-01'
const YEARS = [2016, 2017, 2018, 2019, 2020] as const
/** Of the poor households, so many are under the line at the end, and so many have an open risk. */
const UNDER_LINE = 58
const OPEN_RISKS = 66

/** Who lives where, what they live on, who visits them, when they left poverty, and what threatens them. */
export function planHouseholds(plan: Plan, households: readonly Household[], idOf: (key: string) => string, eventId: EventIdOf): void {
  const random = seeded(431224)
  const poor = households.filter((one) => one.poor)
  const underLine = new Set(pick(random, poor, UNDER_LINE).map(({ id }) => id))
  for (const household of households) {
    register(plan, household)
    if (household.poor) livePoor(plan, random, household, underLine.has(household.id))
  }
  planOrdinary(
    plan,
    random,
    households.filter((one) => !one.poor),
  )
  planRisks(
    plan,
    random,
    poor.filter(({ id }) => !underLine.has(id)),
    idOf,
    eventId,
  )
  planDeaths(plan, random, poor)
  planJobs(plan, random, poor)
}

const inHouse = ({ village, id }: Household) => ({ registeredIn: village, household: id })
const cadre = ({ village }: Household) => `village:${village.slice(-3)}`

function register(plan: Plan, household: Household): void {
  const where = inHouse(household)
  plan.add(START, `household.${household.id}`, cadre(household), {
    type: 'RegisterHousehold',
    data: { ...where, kind: household.poor ? 'registeredPoor' : 'ordinary', occurredOn: START },
  })
  for (const { id, ...person } of household.members) {
    plan.add(START, `member.${id}`, cadre(household), {
      type: 'AddMember',
      data: { ...where, person: id, ...person, reason: 'registered', standingFacts: [], occurredOn: START },
    })
  }
}

function livePoor(plan: Plan, random: Random, household: Household, underLine: boolean): void {
  const where = inHouse(household)
  for (const year of YEARS) {
    const perHead =
      underLine && year === 2020 ? between(random, 3_600, 4_980) : between(random, 2_600 + (year - 2016) * 1_150, 4_200 + (year - 2016) * 1_900)
    planIncome(plan, random, household, year, year === 2020 && !underLine ? Math.max(perHead, 5_200) : perHead)
    for (const quarter of [0, 1, 2, 3]) {
      const occurredOn = dayBetween(
        random,
        `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-03`,
        `${year}-${String(quarter * 3 + 3).padStart(2, '0')}-26`,
      )
      plan.add(later(occurredOn, between(random, 0, 3)), `visit.${household.id}.${year}.${quarter}`, cadre(household), {
        type: 'VisitHousehold',
        data: { ...where, visitor: 'helper', occurredOn },
      })
    }
  }
  const exitedOn = `${household.exitYear}-12-${between(random, 10, 20)}`
  plan.add(later(exitedOn, 10), `exit.${household.id}`, 'county:poverty-office', { type: 'ExitPoverty', data: { ...where, occurredOn: exitedOn } })
  for (const { id } of household.members) {
    const occurredOn = `${household.exitYear}-03-01`
    plan.add(later(occurredOn, 20), `insurance.${id}`, 'county:medical-insurance', {
      type: 'ReportInsurance',
      data: { ...where, person: id, year: household.exitYear ?? 2020, basic: 'resident', seriousIllness: true, occurredOn },
    })
  }
  planHousing(plan, random, household)
  const checked = dayBetween(random, '2018-03-01', '2020-10-30')
  plan.add(later(checked, 4), `water.${household.id}`, cadre(household), {
    type: 'CheckWater',
    data: { ...where, quality: true, quantity: true, reliability: true, access: true, occurredOn: checked },
  })
}

function planIncome(plan: Plan, random: Random, household: Household, year: number, perHead: number): void {
  const members = household.members.length
  const net = perHead * members * 100
  const businessCost = Math.floor(net * 0.1)
  const gross = net + businessCost
  const wages = Math.floor(gross * (0.35 + random() * 0.3))
  const transfers = Math.floor((gross - wages) * 0.4)
  const property = Math.floor((gross - wages) * 0.05)
  const income = {
    window: { from: `${year - 1}-10-01`, to: `${year}-09-30` },
    members,
    parts: { wages, business: gross - wages - transfers - property, property, transfers, businessCost },
    compliantSelfPaid: between(random, 0, 3_000) * 100,
    insurancePayout: 0,
  }
  const known = dayBetween(random, `${year}-10-12`, `${year}-11-28`)
  const where = inHouse(household)
  const wrong = random() < 0.02
  const first = wrong ? { ...income, parts: { ...income.parts, wages: Math.floor(wages * 0.5) } } : income
  plan.add(known, `income.${household.id}.${year}`, cadre(household), { type: 'ReportIncome', data: { ...where, ...first } })
  if (wrong)
    plan.add(later(known, between(random, 5, 30)), `incomeCorrection.${household.id}.${year}`, 'town:statistics', {
      type: 'CorrectIncome',
      data: { ...where, is: income, reason: 'typing' },
    })
}

function planHousing(plan: Plan, random: Random, household: Household): void {
  if (!household.housing) return
  const where = inHouse(household)
  const programme =
    household.housing === 'renovation' ? ({ programme: 'houseRenovation' } as const) : ({ programme: 'relocation', mode: household.housing } as const)
  const year = between(random, 2016, household.exitYear ?? 2020)
  const approvedOn = `${year}-0${between(random, 2, 4)}-1${between(random, 0, 9)}`
  const doneOn = `${year}-10-${between(random, 10, 28)}`
  plan.add(later(approvedOn, -8), `house.${household.id}`, cadre(household), {
    type: 'GradeHouse',
    data: { ...where, grade: random() < 0.4 ? 'D' : 'C', occurredOn: later(approvedOn, -20) },
  })
  plan.add(approvedOn, `housing.${household.id}`, 'county:housing', {
    type: 'ApproveHousing',
    data: { ...where, ...programme, occurredOn: approvedOn },
  })
  plan.add(later(doneOn, 6), `rehoused.${household.id}`, cadre(household), { type: 'Rehouse', data: { ...where, ...programme, occurredOn: doneOn } })
}

/** Births, deaths and moves of ordinary households, and the income of some of them in the last year. */
function planOrdinary(plan: Plan, random: Random, ordinary: readonly Household[]): void {
  let born = 60_000
  for (const household of pick(random, ordinary, 900)) {
    const where = inHouse(household)
    const kind = random()
    const occurredOn = dayBetween(random, '2016-02-01', '2020-12-01')
    const known = later(occurredOn, between(random, 1, 40))
    const last = household.members.at(-1)
    if (kind < 0.45) {
      const person = `P${String(++born).padStart(6, '0')}`
      plan.add(known, `birth.${person}`, cadre(household), {
        type: 'AddMember',
        data: {
          ...where,
          person,
          relation: 'grandchild',
          sex: random() < 0.5 ? 'female' : 'male',
          bornIn: occurredOn.slice(0, 7),
          reason: 'born',
          standingFacts: [],
          occurredOn,
        },
      })
    } else if (kind < 0.6 && last && household.members.length > 1) {
      plan.add(known, `death.${last.id}`, cadre(household), { type: 'ReportDeath', data: { ...where, person: last.id, occurredOn } })
    } else if (kind < 0.7 && last && household.members.length > 1) {
      plan.add(known, `left.${last.id}`, cadre(household), {
        type: 'RemoveMember',
        data: { ...where, person: last.id, reason: 'married', occurredOn },
      })
    } else if (kind < 0.73) {
      const to = VILLAGES[between(random, 0, 22)]?.code ?? ''
      if (to !== household.village)
        plan.add(known, `move.${household.id}`, cadre(household), { type: 'MoveHousehold', data: { ...where, to, occurredOn } })
    } else planIncome(plan, random, household, 2020, between(random, 6_200, 21_000))
  }
}

const RISKS = [
  'illness',
  'illness',
  'schooling',
  'disability',
  'accident',
  'unstableJob',
  'unstableJob',
  'businessFailure',
  'flood',
  'labourShortage',
] as const

/** Risks: most are cleared, some were a mistake, some are open at the end. */
function planRisks(plan: Plan, random: Random, households: readonly Household[], idOf: (key: string) => string, eventId: EventIdOf): void {
  for (const [i, household] of pick(random, households, OPEN_RISKS + 190).entries()) {
    const where = inHouse(household)
    const open = i < OPEN_RISKS
    const occurredOn = dayBetween(random, open ? '2020-03-01' : '2018-01-10', open ? '2020-12-20' : '2020-06-30')
    const known = later(occurredOn, between(random, 0, open ? 10 : 45))
    const key = `risk.${household.id}`
    const id = () => eventId(streamName('household', household.village, household.id), idOf(key), 0)
    plan.add(known, key, cadre(household), { type: 'ReportRisk', data: { ...where, risk: RISKS[i % RISKS.length] ?? 'other', occurredOn } })
    if (open) continue
    if (i % 8 === 0)
      plan.add(later(known, between(random, 3, 20)), `riskWithdrawn.${household.id}`, 'town:approver', {
        type: 'WithdrawRisk',
        data: { ...where, reverses: id(), reason: 'mistaken' },
      })
    else {
      const clearedOn = later(known, between(random, 60, 180))
      plan.add(later(clearedOn, between(random, 0, 20)), `riskCleared.${household.id}`, cadre(household), {
        type: 'ClearRisk',
        data: { ...where, clears: id(), occurredOn: clearedOn },
      })
    }
  }
}

/** Deaths after the exit, some of them reported late: what was paid meanwhile becomes a finding. */
function planDeaths(plan: Plan, random: Random, poor: readonly Household[]): void {
  for (const household of pick(
    random,
    poor.filter(({ exitYear = 2020, members }) => exitYear <= 2018 && members.length > 1),
    60,
  )) {
    const person = household.members.at(-1)?.id ?? ''
    const occurredOn = dayBetween(random, '2019-03-01', '2020-09-30')
    plan.add(later(occurredOn, random() < 0.5 ? between(random, 2, 15) : between(random, 60, 85)), `death.${person}`, cadre(household), {
      type: 'ReportDeath',
      data: { ...inHouse(household), person, occurredOn },
    })
  }
}

/** 创业就业 1000 余人. */
function planJobs(plan: Plan, random: Random, poor: readonly Household[]): void {
  for (const [i, household] of pick(random, poor, 1_086).entries()) {
    const person = household.members[0]?.id ?? ''
    const occurredOn = dayBetween(random, '2016-03-01', '2020-11-30')
    const known = later(occurredOn, between(random, 1, 20))
    const data = { ...inHouse(household), person, occurredOn }
    if (i % 4 === 0) plan.add(known, `business.${person}`, cadre(household), { type: 'StartBusiness', data })
    else
      plan.add(known, `job.${person}`, cadre(household), {
        type: 'StartJob',
        data: { ...data, place: i % 3 === 0 ? 'county' : 'outside', monthlyWage: between(random, 1_800, 4_600) * 100 },
      })
  }
}
