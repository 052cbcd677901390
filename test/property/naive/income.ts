import { addMonths, lastOfMonth, monthsOf } from './calendar.ts'
import { type Home, membersOf, threshold } from './home.ts'
import { inOrder, type Told } from './told.ts'

/** Where each kind of income counts, from the table of the field (domain page 2). Whatever is not here is one-off or earmarked support. */
const COUNTS: Readonly<Record<string, 'wages' | 'business' | 'property' | 'transfers'>> = {
  ...Object.fromEntries(['localWage', 'dayLabour', 'migrantWage', 'postWage'].map((kind) => [kind, 'wages'])),
  ...Object.fromEntries(['cropSales', 'livestockSales', 'ownConsumption', 'otherBusiness'].map((kind) => [kind, 'business'])),
  ...Object.fromEntries(['rent', 'dividend', 'landTransfer'].map((kind) => [kind, 'property'])),
  ...Object.fromEntries(
    ['livingAllowance', 'destituteSupport', 'pension', 'farmSubsidy', 'disabilityAllowance', 'alimony', 'regularGift'].map((kind) => [
      kind,
      'transfers',
    ]),
  ),
}
export const isWage = (kind: string) => COUNTS[kind] === 'wages'

export type Income = Readonly<{
  to: string
  perHead: number | undefined
  afterExpense: number | undefined
  selfPaid: number
  fact: Told<'IncomeReported' | 'IncomeCollected'>
  entries: readonly Told[]
  /** What was paid and speaks for a household in need; a payout speaks against it. */
  costs: readonly Told[]
}>

/** An amount of several months in whole fen: each the same, the last one with what is left over. */
export function shareIn(entry: { months: { from: string; to: string }; amount: number }, from: string, to: string): number {
  const months = monthsOf(entry.months.from, entry.months.to)
  const each = Math.floor(entry.amount / months.length)
  const last = entry.amount - each * (months.length - 1)
  return months.reduce((sum, month, i) => (month < from || month > to ? sum : sum + (i === months.length - 1 ? last : each)), 0)
}

/** What one school year costs counts once, as it was last told. */
export function schoolCosts(home: Home): readonly Told<'SchoolingCostReported'>[] {
  const last = new Map(home.of('SchoolingCostReported').map((told) => [`${told.data.person} ${told.data.schoolYear} ${told.data.stage}`, told]))
  return [...last.values()]
}
export const costOf = ({ data: { tuition, board, books, aid } }: Told<'SchoolingCostReported'>) => tuition + board + books - aid

const sum = <Item>(items: readonly Item[], of: (item: Item) => number) => items.reduce((all, item) => all + of(item), 0)

function perHeads(net: number, members: number, selfPaid: number, payout: number) {
  if (members === 0) return { perHead: undefined, afterExpense: undefined }
  return { perHead: Math.floor(net / members), afterExpense: Math.floor((net - selfPaid + payout) / members) }
}

/** Income of a window, added up from entries. */
function computed(home: Home, fact: Told<'IncomeCollected'>, from: string, to: string): Income {
  const within = ({ on }: Told) => from <= on && on <= to
  const share = ({ data }: Told<'IncomeRecorded' | 'ExpenseRecorded'>) => shareIn(data, from.slice(0, 7), to.slice(0, 7))
  const entries = home.of('IncomeRecorded')
  const expenses = home.of('ExpenseRecorded')
  const part = (of: string) => sum(entries, (told) => (COUNTS[told.data.kind] === of ? share(told) : 0))
  const spent = (kind: string) => sum(expenses, (told) => (told.data.kind === kind ? share(told) : 0))
  const wages = Math.max(0, part('wages') - spent('migrantLiving'))
  const net = wages + part('business') + part('property') + part('transfers') - spent('businessCost')
  const bills = home.of('MedicalBillReported').filter(within)
  const schooling = schoolCosts(home).filter(within)
  const payouts = home.of('InsurancePaidOut').filter(within)
  const selfPaid = sum(bills, ({ data }) => data.compliantSelfPaid) + sum(schooling, (told) => Math.max(0, costOf(told)))
  const payout = sum(payouts, ({ data }) => data.amount)
  const members = membersOf(home.at(to)).length
  const counting = entries.filter(({ data }) => COUNTS[data.kind])
  const taken = expenses.filter(({ data }) => ['businessCost', 'migrantLiving'].includes(data.kind))
  const shared = [...counting, ...taken].filter((told) => share(told) !== 0)
  return { to, ...perHeads(net, members, selfPaid, payout), selfPaid, fact, entries: shared, costs: [...bills, ...schooling] }
}

function reported(fact: Told<'IncomeReported'>): Income {
  const { window, members, parts, compliantSelfPaid: selfPaid, insurancePayout } = fact.data
  const net = parts.wages + parts.business + parts.property + parts.transfers - parts.businessCost
  return { to: window.to, ...perHeads(net, members, selfPaid, insurancePayout), selfPaid, fact, entries: [], costs: [] }
}

/** The income of the window that ended last; of one window both reported and collected, what was collected. */
export function incomeOf(home: Home): Income | undefined {
  const ended = home.of('IncomeReported', 'IncomeCollected').filter(({ data }) => data.window.to <= home.day)
  const collected = (told: Told<'IncomeReported' | 'IncomeCollected'>) =>
    ended.some(({ type, data }) => type === 'IncomeCollected' && data.window.from === told.data.window.from && data.window.to === told.data.window.to)
  const counting = ended.filter((told) => told.type === 'IncomeCollected' || !collected(told))
  const last = [...counting]
    .sort((a, b) => (a.data.window.to === b.data.window.to ? inOrder(a, b) : a.data.window.to < b.data.window.to ? -1 : 1))
    .at(-1)
  if (!last) return undefined
  return last.type === 'IncomeReported' ? reported(last) : computed(home, last, last.data.window.from, last.data.window.to)
}

/** The twelve whole months before a day, when all entries of them were collected. */
export function incomeBefore(home: Home, applied: string): Income | undefined {
  const month = applied.slice(0, 7)
  const from = `${addMonths(month, -12)}-01`
  const to = new Date(Date.parse(`${month}-01`) - 86_400_000).toISOString().slice(0, 10)
  const covers = home.of('IncomeCollected').find(({ data: { window } }) => window.from <= from && to <= window.to)
  return covers && computed(home, covers, from, to)
}

/** What somebody earned in the months before a day: what was collected, or else the wage of the last job. */
export function wageBefore(home: Home, person: string, day: string): { wage: number; entries: readonly Told[] } {
  const window = threshold(home, 'wageWindow') ?? 0
  const to = addMonths(day.slice(0, 7), -1)
  const from = addMonths(to, 1 - window)
  const entries = home.of('IncomeRecorded').filter(({ data }) => data.person === person && isWage(data.kind) && shareIn(data, from, to) > 0)
  if (entries.length > 0) return { wage: sum(entries, ({ data }) => shareIn(data, from, to)), entries }
  const job = home.of('JobStarted').findLast(({ data, on }) => data.person === person && on < day)
  if (!job) return { wage: 0, entries: [] }
  const lost = home.of('JobLost').find((told) => told.data.person === person && inOrder(told, job) > 0)
  const whole = monthsOf(from, to).filter((month) => job.on <= `${month}-01` && (!lost || lost.on >= lastOfMonth(month)))
  return { wage: job.data.monthlyWage * whole.length, entries: [job] }
}
