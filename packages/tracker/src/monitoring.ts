import { divisionPrefix } from '@rural-tracker/domain'
import { type Clocks, bySubject, factOfRow, type KnownFact, type Row, type RowStore } from '@rural-tracker/projections'
import { type MonitoringRow, monitoringList, type Reason, type Succession } from '@rural-tracker/read-models'
import { chosen, conditionsOf, type ListQuestion, orderOf } from './list-question.ts'

/** One household on the list. `deadline` is the nearest day by which something is due, and what is due. */
export type ListRow = Readonly<{
  household: string
  village: string
  class: string
  scheme: string | null
  base: string
  status: MonitoringRow['status']
  level: string | null
  risks: readonly string[]
  reasons: readonly Reason[]
  since: string | null
  deadline: Readonly<{ stage: string; on: string }> | null
  helper: string | null
  listed: boolean
}>
export type MonitoringList = Readonly<{ total: number; rows: readonly ListRow[] }>

/** What a household was and is, where the two differ. */
export type ListChange = Readonly<{ household: string; village: string; was: Standing; is: Standing }>
type Standing = Readonly<{ class: string; status: string; level: string | null; rules: readonly string[] }>
export type ListComparison = Readonly<{ entered: readonly ListRow[]; left: readonly ListRow[]; changed: readonly ListChange[] }>

const [listTable, factTable, parameterTable] = monitoringList.tables

/** The stored list, as it is derived for today: one page of it, and how many there are. */
export async function storedList(rows: RowStore, question: ListQuestion): Promise<MonitoringList> {
  const { limit = Number.MAX_SAFE_INTEGER, offset = 0 } = question
  const where = conditionsOf(question)
  const found = await rows.rows(listTable, { where, order: orderOf(question), page: { limit, offset } })
  return { total: await rows.count(listTable, where), rows: found.map(monitoringRow).map(listRow) }
}

/** Every row asked for of the stored list, with villages as they have become. */
export async function mappedRows(rows: RowStore, present: Succession, question: ListQuestion): Promise<readonly MonitoringRow[]> {
  return chosen(placed((await rows.rows(listTable)).map(monitoringRow), present), question)
}

/** Every row asked for, derived from the facts alone for each of some pairs of clocks: the facts are read once. */
export async function derivedRows(
  rows: RowStore,
  clocks: readonly Clocks[],
  present: Succession,
  question: ListQuestion,
): Promise<readonly (readonly MonitoringRow[])[]> {
  const all = (await rows.rows(parameterTable)).map(factOfRow)
  const moments = clocks.map((one) => ({ parameters: monitoringList.parametersAt(all, one), derived: [] as MonitoringRow[] }))
  const order = [
    ['subject', 'asc'],
    ['position', 'asc'],
    ['n', 'asc'],
  ] as const
  for await (const group of bySubject(rows.scan(factTable, { order }))) {
    for (const facts of group) {
      if (!mayLiveThere(facts, question)) continue
      for (const { parameters, derived } of moments) derived.push(...monitoringList.deriveFrom(facts[0]?.subject ?? '', facts, parameters).rows)
    }
  }
  return moments.map(({ derived }) => chosen(placed(derived, present), question))
}

/** Whether it was ever said of the household that it lives in the division asked for. What a village has become may lie elsewhere. */
function mayLiveThere(facts: readonly KnownFact[], { division, divisionsAsOf }: ListQuestion): boolean {
  if (division === undefined || divisionsAsOf !== undefined) return true
  const prefix = divisionPrefix(division)
  return facts.some(({ kind, body }) => kind === 'residence' && (body as { village: string }).village.startsWith(prefix))
}

export function pageOf(rows: readonly MonitoringRow[], { limit = Number.MAX_SAFE_INTEGER, offset = 0 }: ListQuestion): MonitoringList {
  return { total: rows.length, rows: rows.slice(offset, offset + limit).map(listRow) }
}

/** Who came onto the list, who left it, and of whom something else is said, between two answers to one question. */
export function comparison(was: readonly MonitoringRow[], is: readonly MonitoringRow[]): ListComparison {
  const before = new Map(was.map((row) => [row.household, row]))
  const now = new Set(is.map(({ household }) => household))
  return {
    entered: is.filter(({ household }) => !before.has(household)).map(listRow),
    left: was.filter(({ household }) => !now.has(household)).map(listRow),
    changed: is.flatMap((row) => {
      const former = before.get(row.household)
      const change = former && { household: row.household, village: row.village, was: standing(former), is: standing(row) }
      return change && JSON.stringify(change.was) !== JSON.stringify(change.is) ? [change] : []
    }),
  }
}

/** A row as the outside sees it: what is there only for filters and sorting stays inside. */
export function listRow({ deadline, deadlineStage, listed, levelRank: _, risk: __, rule: ___, ...row }: MonitoringRow): ListRow {
  return { ...row, deadline: deadline === null ? null : { stage: deadlineStage ?? '', on: deadline }, listed: listed === 1 }
}

function standing({ class: word, status, level, reasons }: MonitoringRow): Standing {
  return { class: word, status, level, rules: reasons.map(({ rule }) => rule) }
}

function placed(rows: readonly MonitoringRow[], present: Succession): readonly MonitoringRow[] {
  return rows.map((row) => ({ ...row, village: present(row.village) }))
}

function monitoringRow({ subject: _, position: __, ...row }: Row): MonitoringRow {
  return row as unknown as MonitoringRow
}
