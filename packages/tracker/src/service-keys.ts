import type { RowStore } from '@rural-tracker/projections'
import { type ServiceKey, serviceKeys } from '@rural-tracker/read-models'

/** One key as it is known, never with what opens it. */
export type ServiceKeyRow = ServiceKey & Readonly<{ key: string }>
export type ServiceKeyPage = Readonly<{ total: number; keys: readonly ServiceKeyRow[] }>

/** One page of the keys, by division. */
export async function serviceKeysOf(rows: RowStore, page: Readonly<{ limit: number; offset?: number }>): Promise<ServiceKeyPage> {
  const found = await rows.rows(serviceKeys.table, { order: [['key', 'asc']], page })
  const keys = found.map(({ key, row }) => ({ ...(row as ServiceKey), key: String(key).split('.')[1] ?? '' }))
  return { total: await rows.count(serviceKeys.table), keys }
}
