import { divisionPrefix } from '@rural-tracker/domain'
import { alertOfRow, alerts } from '@rural-tracker/read-models'
import type { RowsOfModels } from '../reactions/part.ts'

const listedIn = (division: string) => [['status', '=', 'listed'] as const, ['village', 'startsWith', divisionPrefix(division)] as const]

/** How many weak signs of a division are on the weekly list, held back above the budget. */
export function countListed(rows: RowsOfModels, division: string): Promise<number> {
  return rows.count(alerts.table, listedIn(division))
}

/** Whether there are any that were there before a day. */
export async function hasListedBefore(rows: RowsOfModels, division: string, day: string): Promise<boolean> {
  const listed = (await rows.rows(alerts.table, { where: listedIn(division) })).map(alertOfRow)
  return listed.some(({ listedOn }) => listedOn !== null && listedOn < day)
}
