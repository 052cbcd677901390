import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { embeddedConfig, openTracker } from '@rural-tracker/tracker'
import type { Side } from './side.ts'

export const TODAY = '2020-12-31'
const PAST = { asOf: '2019-06-30', knownAt: '2019-07-15T00:00:00.000Z' }

/** The list of today, as it is stored. */
export const storedList: Side = (how) => asking(how.log, {})
/** The list of a past day as known then, derived from the facts. */
export const pastList: Side = (how) => asking(how.log, PAST)

async function asking(dir: string, question: { asOf?: string; knownAt?: string }): ReturnType<Side> {
  const tracker = await openTracker({ ...embeddedConfig(dir), today: () => TODAY })
  await tracker.catchUp()
  let total = 0
  return {
    work: async () => {
      ;({ total } = await tracker.list(question))
      return total
    },
    after: async () => {
      await tracker.close()
      return { total }
    },
  }
}

/** Every fact read once and its body parsed, in no order and with no question asked. */
export const bareFactScan: Side = async ({ log }) => {
  const db = new DatabaseSync(join(log, 'read-models.db'), { readOnly: true })
  return {
    work: async () => {
      const select = db.prepare('select subject, "on", knownAt, body from monitoring_list_facts')
      select.setReturnArrays(true)
      let count = 0
      for (const row of select.iterate() as unknown as Iterable<string[]>) {
        JSON.parse(row[3] ?? '')
        count++
      }
      db.close()
      return count
    },
  }
}
