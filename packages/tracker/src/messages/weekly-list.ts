import { divisionPrefix } from '@rural-tracker/domain'
import { alertOfRow, alerts } from '@rural-tracker/read-models'
import type { RowsOfModels } from '../reactions/part.ts'

const listedIn = (division: string) => [['status', '=', 'listed'] as const, ['village', 'startsWith', divisionPrefix(division)] as const]

/** How many weak signs of some divisions are on the weekly list, held back above the budget. */
export async function countListed(rows: RowsOfModels, divisions: readonly string[]): Promise<number> {
  const counts = await Promise.all(divisions.map((division) => rows.count(alerts.table, listedIn(division))))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Whether there are any that were there before a day. */
export async function hasListedBefore(rows: RowsOfModels, divisions: readonly string[], day: string): Promise<boolean> {
  const listed = (await Promise.all(divisions.map((division) => rows.rows(alerts.table, { where: listedIn(division) })))).flat().map(alertOfRow)
  return listed.some(({ listedOn }) => listedOn !== null && listedOn < day)
}
