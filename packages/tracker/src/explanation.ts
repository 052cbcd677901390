import {
  annualWindow,
  computedIncome,
  covered,
  type Finding,
  findingOf,
  type Income,
  judge,
  type Judgement,
  monitoringRules,
  quotable,
  rollingWindow,
  type View,
} from '@rural-tracker/domain'
import type { Clocks, RowStore } from '@rural-tracker/projections'
import { type MonitoringStatus, monitoringRowOf } from '@rural-tracker/read-models'
import { type CaseExplanation, caseExplanation } from './case-explanation.ts'
import { TrackerError } from './config.ts'
import { householdView } from './household-view.ts'
import { type ListRow, listRow } from './monitoring.ts'
import { type WatchOfVillage, watchesOf } from './village-watch.ts'

/** Why a household is, or is not, on the list: its row, its case, its income and line, and every rule, fired or not. */
export type Explanation = Readonly<{
  household: string
  listed: boolean
  /** As on the list, shown there or not; null when nothing puts it there. */
  row: ListRow | null
  case: Readonly<{ status: MonitoringStatus | null }> & CaseExplanation
  income: Readonly<{ inForce: ExplainedIncome | null; annual: ExplainedIncome | null; rolling: ExplainedIncome | null }>
  line: ExplainedLine | null
  rules: readonly Finding[]
  /** The watches that fire in its village and count a sign of this household. */
  village: Readonly<{ watch: readonly WatchOfVillage[] }> | null
}>

/** Amounts in fen, for the household and per head. `counts`: by the figure that is in force, or only if everything was collected (`covered`). */
export type ExplainedIncome = Readonly<{
  window: Readonly<{ from: string; to: string }>
  kind: 'reported' | 'computed'
  covered: boolean
  parts: Income['parts']
  entries: readonly Readonly<{ event: string; kind: string; share: number; counts: boolean }>[]
  net: number
  members: number
  perHead: number | null
  compliantSelfPaid: number
  insurancePayout: number
  afterExpense: number | null
}>
export type ExplainedLine = Readonly<{
  amount: number
  region: string
  from: string
  to: string | null
  basis: string
  assumption: boolean
  event: string
}>

/**
 * Tells a household's place on the list at length, for any pair of clocks.
 *
 * @param only one rule of the registry, by id.
 * @throws TrackerError when nothing is known of the household, or there is no such rule.
 */
export async function explain(rows: RowStore, household: string, clocks: Clocks, only?: string): Promise<Explanation> {
  const view = await householdView(rows, household, clocks)
  if (only !== undefined && !monitoringRules.some(({ id }) => id === only)) {
    throw new TrackerError('rule.unknown', `没有规则 ${quotable(only)}，请核对规则编号。`, `There is no rule ${quotable(only)}; check its id.`)
  }
  return { ...explained(household, view, judge(view), only), village: await watchesOf(rows, household, view, clocks) }
}

function explained(household: string, view: View, judgement: Judgement, only: string | undefined): Omit<Explanation, 'village'> {
  const row = monitoringRowOf(household, view, judgement)
  return {
    household,
    listed: row?.listed === 1,
    row: row ? listRow(row) : null,
    case: { status: row?.status ?? null, ...caseExplanation(view, judgement) },
    income: incomeOf(view),
    line: lineOf(view),
    rules: judgement.judged.filter(({ rule }) => only === undefined || rule.id === only).map(findingOf),
  }
}

/** The income that counts on the day, and beside it what the entries add up to for the income year and for the last twelve months. */
function incomeOf(view: View): Explanation['income'] {
  const inForce = view.income()
  const starts = view.parameter('threshold.incomeYearStarts', view.day)?.body.value
  return {
    inForce: inForce === undefined ? null : incomeTold(inForce, true),
    annual: starts === undefined ? null : fromEntries(view, annualWindow(view.day, starts)),
    rolling: fromEntries(view, rollingWindow(view.day)),
  }
}

function fromEntries(view: View, window: Readonly<{ from: string; to: string }>): ExplainedIncome | null {
  const income = computedIncome(view.books(), window, view.day)
  return income.shares.length === 0 ? null : incomeTold(income, covered(view.books(), window, view.day))
}

function incomeTold({ fact: _, costs: __, payouts: ___, shares, ...income }: Income, isCovered: boolean): ExplainedIncome {
  const { window, kind, parts, net, members, perHead, compliantSelfPaid, insurancePayout, afterExpense } = income
  return {
    window,
    kind,
    covered: isCovered,
    parts,
    entries: shares.map((share) => ({ event: share.fact.eventId, kind: share.fact.body.kind, share: share.share, counts: share.counts })),
    net,
    members,
    perHead: perHead ?? null,
    compliantSelfPaid,
    insurancePayout,
    afterExpense: afterExpense ?? null,
  }
}

function lineOf(view: View): ExplainedLine | null {
  const line = view.parameter('monitoringLine', view.day)
  if (line === undefined) return null
  const { amount, to, basis, assumption } = line.body
  return { amount, region: line.subject, from: line.on, to, basis, assumption: assumption ?? false, event: line.eventId }
}
