import { createHash } from 'node:crypto'
import type { Row, RowStore, Table } from '@rural-tracker/projections'
import type { ChangedRow, RowWatch, WatchedRow } from '@rural-tracker/reactions'
import type { ReactionTools } from '../reactions/part.ts'
import { deliveryOf, effectOf, lettersOf } from './delivery.ts'
import { isWithin, keyOf, placeOf, tableOf, toldColumns } from './rows.ts'
import type { WebhookRow } from './webhooks.ts'

/** The longest key of a row that a delivery can name. */
const LONGEST_KEY = 200

/** Rows of the read models that somebody is subscribed to. */
export function rowWatch({ rowsAtHead }: Pick<ReactionTools, 'rowsAtHead'>, subscribed: () => Promise<readonly WebhookRow[]>): RowWatch {
  let subscribers: readonly WebhookRow[] = []
  return {
    topics: async () => {
      subscribers = await subscribed()
      return [...new Set(subscribers.flatMap(({ readModels }) => readModels))]
    },
    rows: async (topic) => {
      const table = tableOf(topic)
      const rows = await rowsAtHead()
      return table && rows && watched(rows, table)
    },
    effects: (changed) => {
      const state = lettersOf(`${changed.hash ?? 'gone'}\n${changed.at}`)
      const about = { kind: 'row', readModel: changed.topic, row: changed.row, state } as const
      return subscribers
        .filter((one) => one.readModels.includes(changed.topic) && mayBeTold(one, changed))
        .map((one) => effectOf(deliveryOf(one, about)))
    },
  }
}

/** Where the row lies, or lay: whoever saw it before hears that it is gone from there. */
function mayBeTold({ division }: WebhookRow, { place, before }: ChangedRow): boolean {
  return isWithin(place, division) || (before !== undefined && isWithin(before, division))
}

async function* watched(rows: Pick<RowStore, 'scan'>, table: Table): AsyncIterable<readonly WatchedRow[]> {
  const order = table.key.map((column) => [column, 'asc'] as const)
  for await (const some of rows.scan(table, { order }))
    yield some
      .map((row) => ({ row: keyOf(table, row), hash: hashOf(table, row), place: placeOf(row) }))
      .filter(({ row }) => row.length <= LONGEST_KEY)
}

function hashOf(table: Table, row: Row): string {
  return createHash('sha256')
    .update(JSON.stringify(toldColumns(table, row)))
    .digest('base64url')
}
