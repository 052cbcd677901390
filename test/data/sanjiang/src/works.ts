import type { Household } from './population.ts'
import { householdsWith } from './population.ts'
import { dayBetween, later, type Plan } from './plan.ts'
import { TOWNSHIP, VILLAGES } from './places.ts'
import { between, pick, type Random, seeded, shares } from './random.ts'

type Kind = 'road' | 'bridge' | 'drinkingWater' | 'baseStation' | 'fibre'
type Works = { kind: Kind; projects: number; investment: number; metres?: number; people?: number }

/** Fibre: the events say 1,556,700 yuan; the report's 155.67 元 stays a claim. */
const WORKS: readonly Works[] = [
  { kind: 'road', projects: 116, investment: 13_681_840_000, metres: 408_000 },
  { kind: 'bridge', projects: 17, investment: 3_368_000_000 },
  { kind: 'drinkingWater', projects: 29, investment: 1_552_000_000, people: 26_604 },
  { kind: 'baseStation', projects: 14, investment: 696_320_000, people: 15_000 },
  { kind: 'fibre', projects: 7, investment: 155_670_000, people: 4_236 },
]

/** Roads, bridges, water, networks: each from the project library to the handover. */
export function planWorks(plan: Plan): void {
  const random = seeded(408)
  for (const works of WORKS) {
    const money = shares(random, works.investment, works.projects, { least: 1_000_000, spread: 0.5, step: 100 })
    const metres = works.metres ? shares(random, works.metres, works.projects, { least: 300, spread: 0.6 }) : []
    const people = works.people ? shares(random, works.people, works.projects, { least: 50, spread: 0.5 }) : []
    for (let i = 0; i < works.projects; i++) {
      const quantities = [
        ...(metres[i] ? [{ measure: 'length' as const, amount: metres[i] ?? 0, unit: 'm' as const }] : []),
        ...(people[i] ? [{ measure: 'peopleServed' as const, amount: people[i] ?? 0, unit: 'person' as const }] : []),
        ...(works.kind === 'bridge' ? [{ measure: 'count' as const, amount: 1, unit: 'piece' as const }] : []),
      ]
      planProject(plan, random, `${works.kind}${i + 1}`, works.kind, VILLAGES[between(random, 0, 22)]?.code ?? '', money[i] ?? 0, quantities)
    }
  }
  planProject(plan, random, 'expressLink1', 'expressLink', TOWNSHIP, 4_812_000_000, [{ measure: 'length', amount: 9_400, unit: 'm' }])
}

type Quantities = { measure: 'length' | 'count' | 'peopleServed'; amount: number; unit: 'm' | 'piece' | 'person' }[]

function planProject(
  plan: Plan,
  random: Random,
  id: string,
  kind: Kind | 'expressLink',
  division: string,
  amount: number,
  quantities: Quantities,
): void {
  const proposed = dayBetween(random, '2016-01-10', '2019-03-30')
  const project = (days: number) => ({ division, project: id, occurredOn: later(proposed, days) })
  const office = 'town:projects'
  const known = (days: number) => later(proposed, days + between(random, 0, 6))
  plan.add(known(0), `project.${id}.proposed`, office, { type: 'ProposeProject', data: { ...project(0), kind } })
  for (const [i, level] of (['village', 'township', 'county'] as const).entries()) {
    plan.add(known(20 + i * 20), `project.${id}.reviewed.${level}`, `${level}:review`, {
      type: 'ReviewProject',
      data: { ...project(20 + i * 20), level },
    })
  }
  plan.add(known(80), `project.${id}.approved`, 'county:approver', { type: 'ApproveProject', data: project(80) })
  plan.add(known(110), `project.${id}.funds`, 'county:finance', { type: 'AllocateFunds', data: { ...project(110), amount } })
  plan.add(known(140), `project.${id}.contract`, office, { type: 'SignContract', data: { ...project(140), amount } })
  plan.add(known(160), `project.${id}.started`, office, { type: 'StartProject', data: project(160) })
  plan.add(known(260), `project.${id}.progress`, office, { type: 'ReportProgress', data: { ...project(260), percent: 60 } })
  plan.add(known(380), `project.${id}.completed`, office, { type: 'CompleteProject', data: { ...project(380), quantities } })
  plan.add(known(410), `project.${id}.accepted`, 'county:projects', { type: 'AcceptProject', data: project(410) })
  plan.add(known(450), `project.${id}.settled`, 'county:audit', { type: 'SettleProject', data: { ...project(450), amount } })
  plan.add(known(480), `project.${id}.reimbursed`, 'town:finance', { type: 'Reimburse', data: { ...project(480), amount } })
  plan.add(known(520), `project.${id}.handedOver`, office, {
    type: 'HandOverAsset',
    data: { ...project(520), owner: kind === 'expressLink' ? 'state' : 'villageCollective' },
  })
}

/** 四跟四走: five partners named in the report. */
export function planPartnerships(plan: Plan, households: readonly Household[]): void {
  const random = seeded(44)
  const titles = ['凯丰园林', '万木春油茶', '嘉菲仓储', '银针菌业', '梅兰村农产品产业扶贫项目']
  const linked = householdsWith(
    random,
    households.filter(({ poor }) => poor),
    671,
    2_173,
  )
  const equity = shares(random, 306_120_000, 5, { spread: 0.4, step: 100 })
  const dividends = shares(random, 25_700_000, 15, { spread: 0.4, step: 100 })
  for (const [i, title] of titles.entries()) {
    const id = `partner${i + 1}`
    const on = (occurredOn: string) => ({ division: TOWNSHIP, partnership: id, occurredOn })
    plan.add('2017-03-20', `partnership.${id}`, 'town:industry', { type: 'AgreePartnership', data: { ...on('2017-03-15'), title } })
    plan.add('2017-05-12', `partnership.${id}.equity`, 'town:finance', {
      type: 'InvestEquity',
      data: { ...on('2017-05-10'), amount: equity[i] ?? 0 },
    })
    for (const [j, household] of linked.entries()) {
      if (j % 5 !== i) continue
      plan.add('2017-06-05', `partnership.${id}.${household.id}`, 'town:industry', {
        type: 'LinkHousehold',
        data: { ...on('2017-06-01'), household: household.id, persons: household.members.map((member) => member.id) },
      })
    }
    for (const year of [2018, 2019, 2020]) {
      plan.add(`${year}-12-28`, `partnership.${id}.dividend.${year}`, 'town:finance', {
        type: 'PayDividend',
        data: { ...on(`${year}-12-20`), amount: dividends.pop() ?? 0 },
      })
    }
  }
}

/** 小额信贷: 726 loans of at most 50,000 yuan, and what they led to. */
export function planLoans(plan: Plan, households: readonly Household[]): void {
  const random = seeded(726)
  const borrowers = pick(
    random,
    households.filter(({ poor }) => poor),
    726,
  )
  const amounts = shares(random, 3_236_500_000, 726, { least: 1_000_000, most: 5_000_000, spread: 0.1, step: 100 })
  const mu = shares(random, 104, 40)
  const heads = shares(random, 4_219, 210, { spread: 0.6 })
  for (const [i, { id: household, village, members }] of borrowers.entries()) {
    const loan = `loan${i + 1}`
    const occurredOn = dayBetween(random, '2016-02-01', '2018-06-30')
    const dueOn = later(occurredOn, 730)
    const key = `loan.${loan}`
    const of = (on: string) => ({ village, loan, occurredOn: on })
    plan.add(later(occurredOn, 4), key, 'bank:rcb', { type: 'GrantLoan', data: { ...of(occurredOn), household, amount: amounts[i] ?? 0, dueOn } })
    plan.add(later(occurredOn, 370), `${key}.interest`, 'county:finance', {
      type: 'PayInterestSubsidy',
      data: { ...of(later(occurredOn, 365)), amount: Math.floor((amounts[i] ?? 0) * 0.0435) },
    })
    if (i % 40 === 7) plan.add(later(dueOn, 8), `${key}.overdue`, 'bank:rcb', { type: 'ReportLoanOverdue', data: of(later(dueOn, 1)) })
    else plan.add(later(dueOn, 3), `${key}.repaid`, 'bank:rcb', { type: 'RepayLoan', data: { ...of(dueOn), amount: amounts[i] ?? 0 } })
    const effect = (
      name: 'planting' | 'livestock' | 'processing' | 'startUp' | 'outputIncrease',
      quantity: number,
      unit: 'mu' | 'head' | 'industry' | 'person' | 'fen',
      person?: string,
    ) => {
      const on = later(occurredOn, 300)
      plan.add(later(on, 10), `${key}.${name}`, 'town:industry', {
        type: 'ReportLoanEffect',
        data: { ...of(on), effect: name, quantity, unit, ...(person ? { person } : {}) },
      })
    }
    if (mu[i]) effect('planting', mu[i] ?? 0, 'mu')
    if (i >= 40 && heads[i - 40]) effect('livestock', heads[i - 40] ?? 0, 'head')
    if (i === 250) effect('processing', 1, 'industry')
    if (i >= 447) effect('startUp', 1, 'person', members[0]?.id)
    if (i < 570) effect('outputIncrease', 300_000, 'fen')
  }
}
