import type { Period } from '../values/dates.ts'
import { firstDayOf, lastDayOf, monthNumber, monthOfNumber } from '../values/months.ts'
import type { IncomeParts, Said } from './facts.ts'
import { partOf } from './income-kinds.ts'
import { type Move, membersOn } from './membership.ts'

/** All that income is computed from. Every list is oldest first; facts of one day stand in the order in which they were known. */
export type Books = Readonly<{
  moves: readonly Move[]
  /** Windows reported as a whole, and windows whose entries are complete, together in their order. */
  windows: readonly Said<'income' | 'incomeCollected'>[]
  entries: readonly Said<'incomeEntry'>[]
  expenses: readonly Said<'expenseEntry'>[]
  bills: readonly Said<'bill'>[]
  schoolCosts: readonly Said<'schoolCost'>[]
  payouts: readonly Said<'payout'>[]
}>

/** What of one entry falls in the window, in fen; `counts` is false for money that is shown but is no net income. */
export type Share = Readonly<{ fact: Said<'incomeEntry' | 'expenseEntry'>; share: number; counts: boolean }>

/** Income of one window, in fen for the household. Without a member on the window's last day nothing can be said per head. */
export type Income = Readonly<{
  window: Period
  kind: 'reported' | 'computed'
  /** The report, or the collection that says that the entries are complete; none when a window is computed without one. */
  fact: Said<'income' | 'incomeCollected'> | undefined
  parts: IncomeParts
  net: number
  members: number
  perHead: number | undefined
  /** 合规自付: stands beside net income and is no part of it. */
  compliantSelfPaid: number
  insurancePayout: number
  afterExpense: number | undefined
  shares: readonly Share[]
  /** Bills and schooling costs in `compliantSelfPaid`, payouts in `insurancePayout`; a reported window has none of its own. */
  costs: readonly Said<'bill' | 'schoolCost'>[]
  payouts: readonly Said<'payout'>[]
}>

/** The latest income year that has ended on `day`. @example annualWindow('2023-10-01', 10) // 2022-10-01 .. 2023-09-30 */
export function annualWindow(day: string, startsInMonth: number): Period {
  const now = monthNumber(day)
  // The first month of the income year that is running on the day.
  const running = now - ((now - (startsInMonth - 1)) % 12)
  const ended = lastDayOf(day) === day && (now + 1 - (startsInMonth - 1)) % 12 === 0 ? running + 12 : running
  return wholeMonths(ended - 12, ended - 1)
}

/** The twelve whole months before the month of `day`. @example rollingWindow('2023-03-15') // 2022-03-01 .. 2023-02-28 */
export function rollingWindow(day: string): Period {
  const now = monthNumber(day)
  return wholeMonths(now - 12, now - 1)
}

/** What of an amount over whole months falls into the window: split by month, the remainder in the last one. */
export function shareIn(entry: Readonly<{ from: string; to: string; amount: number }>, window: Period): number {
  const first = monthNumber(entry.from)
  const months = monthNumber(entry.to) - first + 1
  const from = Math.max(0, monthNumber(window.from) - first)
  const to = Math.min(months, monthNumber(window.to) - first + 1)
  if (to <= from) return 0
  // What `splitFen` gives those months, without making the parts: every entry of every household comes by here.
  const each = Math.trunc(entry.amount / months)
  return each * (to - from) + (to === months ? entry.amount - each * months : 0)
}

export function netOf({ wages, business, property, transfers, businessCost }: IncomeParts): number {
  return wages + business + property + transfers - businessCost
}

/** The window is complete: it lies inside one whose entries were collected, up to `day`. */
export function covered(books: Books, window: Period, day: string): boolean {
  return books.windows.some(({ kind, on, body }) => kind === 'incomeCollected' && on <= day && body.from <= window.from && body.to >= window.to)
}

/**
 * Income of a window out of its entries, as far as they were true by `day` (2 of the field's guide: wages less what a migrant lives on, business,
 * property and transfers less business cost; per head by the members on the window's last day, rounded down).
 */
export function computedIncome(books: Books, window: Period, day: string, fact?: Said<'incomeCollected'>): Income {
  const shares: Share[] = []
  const sums = { wages: 0, business: 0, property: 0, transfers: 0, businessCost: 0, migrantLiving: 0 }
  for (const entry of [...books.entries, ...books.expenses]) {
    if (entry.on > day) continue
    const share = shareIn(entry.body, window)
    if (share === 0) continue
    const part = partOf(entry)
    if (part !== undefined) sums[part] += share
    shares.push({ fact: entry, share, counts: part !== undefined })
  }
  const { migrantLiving, ...gross } = sums
  const parts = { ...gross, wages: Math.max(0, gross.wages - migrantLiving) }
  const inside = ({ on }: { on: string }) => on >= window.from && on <= window.to && on <= day
  const bills = books.bills.filter(inside)
  const schoolCosts = lastTold(books.schoolCosts, day).filter(inside)
  const payouts = books.payouts.filter(inside)
  const compliantSelfPaid =
    bills.reduce((sum, { body }) => sum + body.compliantSelfPaid, 0) + schoolCosts.reduce((sum, { body }) => sum + schoolingCost(body), 0)
  const insurancePayout = payouts.reduce((sum, { body }) => sum + body.amount, 0)
  const members = membersOn(books.moves, window.to).length
  const rest = { fact, shares, costs: [...bills, ...schoolCosts], payouts }
  return { ...perHead({ window, kind: 'computed', parts, net: netOf(parts), members, compliantSelfPaid, insurancePayout }), ...rest }
}

/** What an income rests on: the report, or the collection and the entries that count. Costs and payouts are no part of net income. */
export function evidenceOf({ fact, shares }: Income): readonly Said[] {
  return [...shares.filter(({ counts }) => counts).map((share) => share.fact), ...(fact ? [fact] : [])]
}

/** Of the cost of one person's school year and stage that was told again, what was told last. */
export function lastTold<Cost extends Said<'schoolCost'>>(costs: readonly Cost[], day: string): readonly Cost[] {
  const told = costs.filter(({ on }) => on <= day).map((cost) => [`${cost.body.person}/${cost.body.schoolYear}/${cost.body.stage}`, cost] as const)
  return [...new Map(told).values()]
}

/** Schooling that the household itself pays, in fen. Aid beyond the cost is no income. */
export function schoolingCost({ tuition, board, books, aid }: Said<'schoolCost'>['body']): number {
  return Math.max(0, tuition + board + books - aid)
}

/**
 * The income that counts on `day`: of the windows that have ended by then the one that ended last, of two the one said last.
 * A window both reported and collected counts as collected. None: nothing was reported or collected yet.
 */
export function incomeOn(books: Books, day: string): Income | undefined {
  const ended = books.windows.filter(({ on, body }) => on <= day && body.to <= day)
  const collected = new Set(ended.filter(({ kind }) => kind === 'incomeCollected').map(({ body }) => windowKey(body)))
  let last: Said<'income' | 'incomeCollected'> | undefined
  for (const one of ended) {
    if (one.kind === 'income' && collected.has(windowKey(one.body))) continue
    if (last === undefined || one.body.to >= last.body.to) last = one
  }
  if (last === undefined) return undefined
  if (last.kind === 'income') return reportedIncome(last)
  return computedIncome(books, { from: last.body.from, to: last.body.to }, day, last)
}

function reportedIncome(fact: Said<'income'>): Income {
  const { from, to, net, members, parts, compliantSelfPaid, insurancePayout } = fact.body
  const figures = perHead({ window: { from, to }, kind: 'reported', parts, net, members, compliantSelfPaid, insurancePayout })
  return { ...figures, fact, shares: [], costs: [], payouts: [] }
}

type Figures = Pick<Income, 'window' | 'kind' | 'parts' | 'net' | 'members' | 'compliantSelfPaid' | 'insurancePayout'>

function perHead(figures: Figures): Figures & Pick<Income, 'perHead' | 'afterExpense'> {
  const { net, members, compliantSelfPaid, insurancePayout } = figures
  const each = (amount: number) => (members > 0 ? Math.floor(amount / members) : undefined)
  return { ...figures, perHead: each(net), afterExpense: each(net - compliantSelfPaid + insurancePayout) }
}

function wholeMonths(first: number, last: number): Period {
  return { from: firstDayOf(monthOfNumber(first)), to: lastDayOf(monthOfNumber(last)) }
}

function windowKey({ from, to }: { from: string; to: string }): string {
  return `${from}/${to}`
}
