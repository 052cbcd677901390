import { divisionPrefix, type Finding, findingOf, judge, monitoringRules, type ParameterLookUp, quotable } from '@rural-tracker/domain'
import { bySubject, type Clocks, factOfRow, type Row, type RowStore } from '@rural-tracker/projections'
import { type MonitoringRow, monitoringList, monitoringView, type Succession } from '@rural-tracker/read-models'
import { TrackerError } from './config.ts'

/** `divisionsAsOf` shows a household of a merged village in the village that it has become by that day. */
export type ListQuestion = Readonly<{ division?: string; divisionsAsOf?: string; limit?: number; offset?: number }>
export type MonitoringList = Readonly<{ total: number; rows: readonly MonitoringRow[] }>

export type Explanation = Readonly<{
  household: string
  listed: boolean
  rules: readonly Finding[]
}>

const [listTable, factTable, parameterTable] = monitoringList.tables

/** The stored list, as it is derived for today. */
export async function storedList(rows: RowStore, { division, limit, offset = 0 }: ListQuestion): Promise<MonitoringList> {
  const where = division === undefined ? [] : [['village', 'startsWith', divisionPrefix(division)] as const]
  const found = await rows.rows(listTable, {
    where,
    order: [
      ['village', 'asc'],
      ['household', 'asc'],
    ],
    ...(limit === undefined ? {} : { page: { limit, offset } }),
  })
  return { total: await rows.count(listTable, where), rows: found.map(monitoringRow) }
}

/** The stored list with villages as they have become. */
export async function mappedList(rows: RowStore, present: Succession, question: ListQuestion): Promise<MonitoringList> {
  return pageOf((await rows.rows(listTable)).map(monitoringRow), present, question)
}

/** The list for any pair of clocks, from the facts alone. */
export async function derivedList(rows: RowStore, clocks: Clocks, present: Succession, question: ListQuestion): Promise<MonitoringList> {
  const parameters = monitoringList.parametersAt((await rows.rows(parameterTable)).map(factOfRow), clocks)
  const listed: MonitoringRow[] = []
  for await (const group of bySubject(
    rows.scan(factTable, {
      order: [
        ['subject', 'asc'],
        ['position', 'asc'],
        ['n', 'asc'],
      ],
    }),
  )) {
    for (const facts of group) listed.push(...monitoringList.deriveFrom(facts[0]?.subject ?? '', facts, parameters).rows)
  }
  return pageOf(listed, present, question)
}

function pageOf(all: readonly MonitoringRow[], present: Succession, { division, limit, offset = 0 }: ListQuestion): MonitoringList {
  const prefix = divisionPrefix(division ?? '000000000000')
  const listed = all
    .map((row) => ({ ...row, village: present(row.village) }))
    .filter((row) => row.village.startsWith(prefix))
    .sort((a, b) => compare(a.village, b.village) || compare(a.household, b.household))
  return { total: listed.length, rows: limit === undefined ? listed : listed.slice(offset, offset + limit) }
}

function monitoringRow({ subject: _, position: __, ...row }: Row): MonitoringRow {
  return row as unknown as MonitoringRow
}

/**
 * Why a household is, or is not, on the list: every rule, fired or not.
 *
 * @throws TrackerError when nothing is known of the household.
 */
export async function explain(rows: RowStore, household: string, clocks: Clocks, only?: string): Promise<Explanation> {
  const facts = (await rows.rows(factTable, { where: [['subject', '=', household]] })).map(factOfRow)
  const parameters = monitoringList.parametersAt((await rows.rows(parameterTable)).map(factOfRow), clocks)
  const stood = monitoringList.standAt(facts, parameters)
  if (stood.facts.length === 0) {
    throw new TrackerError(
      'household.unknown',
      `在所问的日期和时点没有户 ${quotable(household)} 的记录，请核对户编号。`,
      `Nothing was known of household ${quotable(household)} on that day; check its number.`,
    )
  }
  if (only !== undefined && !monitoringRules.some(({ id }) => id === only)) {
    const asked = quotable(only)
    throw new TrackerError('rule.unknown', `没有规则 ${asked}，请核对规则编号。`, `There is no rule ${asked}; check its id.`)
  }
  const parameter = ((kind, on) => stood.parameters.inForce(kind, on)) as ParameterLookUp
  const view = monitoringView(stood.facts, parameter, clocks.asOf)
  const findings = judge(view)
    .judged.filter(({ rule }) => only === undefined || rule.id === only)
    .map(findingOf)
  return { household, listed: findings.some(({ fired }) => fired), rules: findings }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
