import type { Seen } from '../aggregate.ts'
import type { HouseholdState } from '../household/state.ts'
import type { IncomeFact, Said } from '../monitoring/facts.ts'
import { type Books, computedIncome, covered, type Income, incomeOn, rollingWindow } from '../monitoring/income.ts'
import { type Labour, labourOf } from '../monitoring/labour.ts'
import { type Member, membersOn, type Move } from '../monitoring/membership.ts'
import { parameterIn, type ParameterKind, type SeenParameter } from '../parameter/index.ts'
import type { IsoDate } from '../values/dates.ts'
import type { CaseSnapshot } from './events.ts'
import type { Unchecked } from './kinds.ts'
import { householdBasis, parameterBasis, type SeenHousehold } from './seen.ts'

/** What the arithmetic of income and labour needs to be told of the place. */
export const SNAPSHOT_KINDS = ['monitoringLine', 'threshold.workAge'] as const

type On = Readonly<{ on: string }>
/** Oldest first; what was said later of one day stays behind what was said before. */
const inTime = <Fact extends On>(facts: readonly Fact[]) => facts.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))

const MOVES = { joined: 'memberJoined', left: 'memberLeft', died: 'died' } as const

/** Who came and went, as the rules read it. */
function movesOf({ membership, bornIn }: HouseholdState): readonly Move[] {
  const moves = membership.map(({ id, on, person, is }) => {
    const body = { person, bornIn: bornIn[person] ?? '', relation: '', reason: '' }
    return { kind: MOVES[is], on, eventId: id, body } as Move
  })
  return inTime(moves)
}

export function membersOf(state: HouseholdState, day: IsoDate): readonly Member[] {
  return membersOn(movesOf(state), day)
}

/** Who of the household can work on a day. `workAge` is the threshold of the place, if it is set. */
export function labourOn(state: HouseholdState, day: IsoDate, workAge: number | undefined): Labour {
  const reports = state.labour.map(({ id, on, person, labour }): Said<'labour'> => ({ kind: 'labour', on, eventId: id, body: { person, labour } }))
  return labourOf(membersOf(state, day), inTime(reports), day, workAge)
}

/** Everything that income is computed from, as the rules read it. */
function booksOf(state: HouseholdState): Books {
  const said = <Kind extends Said['kind'], Body>(kind: Kind, facts: readonly (Readonly<{ id: string; on: string }> & Body)[]) =>
    inTime(facts).map(({ id, on, ...body }) => ({ kind, on, eventId: id, body }))
  const entries = (list: HouseholdState['entries'] | HouseholdState['expenses']) => list.map(({ months, ...entry }) => ({ ...entry, ...months }))
  const incomes = Object.values(state.incomes).map(({ id, is }) => ({ id, ...reportedIncome(is) }))
  const collections = state.collections.map(({ id, on, window }) => ({ id, on, ...window }))
  // Of a school year told again in other words the last ones count.
  const schoolCosts = new Map(state.schoolingCosts.map((cost) => [`${cost.person}/${cost.schoolYear}/${cost.stage}`, cost]))
  return {
    moves: movesOf(state),
    windows: inTime([...said('income', incomes), ...said('incomeCollected', collections)]) as Books['windows'],
    entries: said('incomeEntry', entries(state.entries)) as Books['entries'],
    expenses: said('expenseEntry', entries(state.expenses)) as Books['expenses'],
    bills: said('bill', state.bills),
    schoolCosts: said('schoolCost', [...schoolCosts.values()]),
    payouts: said('payout', state.payouts),
  }
}

function reportedIncome(words: string): IncomeFact & On {
  const { window, members, parts, compliantSelfPaid, insurancePayout } = JSON.parse(words) as IncomeFact & { window: { from: string; to: string } }
  const net = parts.wages + parts.business + parts.property + parts.transfers - parts.businessCost
  return { on: window.to, ...window, net, members, parts, compliantSelfPaid, insurancePayout }
}

/**
 * The income that a decision of the day goes by. For a recognition these are the twelve months before the application, when all entries
 * of them are there; else, and for an elimination, the window that ended last.
 */
function incomeFor(state: HouseholdState, day: IsoDate, appliedOn: IsoDate | undefined): Income | undefined {
  const books = booksOf(state)
  const rolling = appliedOn && rollingWindow(appliedOn)
  return rolling && covered(books, rolling, day) ? computedIncome(books, rolling, day) : incomeOn(books, day)
}

type Asked = Readonly<{ seen: Seen; household: SeenHousehold | undefined; place: string; day: IsoDate; appliedOn?: IsoDate | undefined }>

/**
 * What the household was on the day of a decision, out of what the command has read.
 *
 * @param place the village whose parameters are in force
 * @param appliedOn the first clue, for a recognition
 * @param more other parameters that the decision rested on, and what else could not be checked
 */
export function snapshotOf(
  { seen, household, place, day, appliedOn }: Asked,
  more: Readonly<{ parameters: readonly (SeenParameter<ParameterKind> | undefined)[]; unchecked: readonly Unchecked[] }>,
): CaseSnapshot {
  const line = parameterIn(seen, 'monitoringLine', place, day)
  const workAge = parameterIn(seen, 'threshold.workAge', place, day)
  const labour = household && labourOn(household.state, day, workAge?.value.value)
  const income = household && incomeFor(household.state, day, appliedOn)
  const known = income && knownIncome(income)
  const unchecked: Unchecked[] = [...more.unchecked]
  if (!line) unchecked.push('line')
  if (!known) unchecked.push('income')
  if (!labour || labour.unknown > 0) unchecked.push('labour')
  const evidence = [
    ...(income?.fact ? [income.fact.eventId] : []),
    ...(labour?.reports ?? []).map(({ eventId }) => eventId),
    ...(income?.shares ?? []).map(({ fact }) => fact.eventId),
    ...[...(income?.costs ?? []), ...(income?.payouts ?? [])].map(({ eventId }) => eventId),
  ]
  return {
    members: labour?.members ?? 0,
    able: labour?.able ?? 0,
    labourUnknown: labour?.unknown ?? 0,
    income: known ?? null,
    line: line ? { region: line.region, from: line.from, amount: line.value.amount, event: line.event } : null,
    unchecked,
    basis: [...(household ? [householdBasis(household, evidence)] : []), ...parameterBasis(line, workAge, ...more.parameters)],
  }
}

/** Income of which something can be said per head. */
function knownIncome(income: Income): NonNullable<CaseSnapshot['income']> | undefined {
  const { window, kind, parts, net, members, perHead, compliantSelfPaid, insurancePayout, afterExpense } = income
  if (perHead === undefined || afterExpense === undefined) return undefined
  return { window, kind, parts, net, members, perHead, compliantSelfPaid, insurancePayout, afterExpense }
}

/** 整户无劳动力: there are members, and of each it is known that they cannot work. */
export function isWithoutLabour({ members, able, labourUnknown }: Pick<CaseSnapshot, 'members' | 'able' | 'labourUnknown'>): boolean {
  return members > 0 && able === 0 && labourUnknown === 0
}
