import { villageProfile } from '@rural-tracker/read-models'
import type { RowsOfModels } from '../reactions/part.ts'

/** The title of a village as people say it, or its code. */
export async function villageTitle(rows: RowsOfModels, village: string): Promise<string> {
  const [row] = await rows.rows(villageProfile.table, { where: [['key', '=', village]] })
  return typeof row?.['title'] === 'string' ? row['title'] : village
}
