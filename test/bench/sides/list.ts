import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { embeddedConfig, openTracker } from '@rural-tracker/tracker'
import type { Side } from './side.ts'

export const TODAY = '2020-12-31'
export const PAST = { asOf: '2019-06-30', knownAt: '2019-07-15T00:00:00.000Z' }

/** The list of today, as it is stored. */
export const storedList: Side = (how) => asking(how.log, {})
/** The list of a past day as known then, derived from the facts. */
export const pastList: Side = (how) => asking(how.log, PAST)

async function asking(dir: string, question: { asOf?: string; knownAt?: string }): ReturnType<Side> {
  const tracker = await openTracker({ ...embeddedConfig(dir), today: () => TODAY })
  await tracker.catchUp()
  const read = new DatabaseSync(join(dir, 'read-models.db'), { readOnly: true })
  // What has to be looked at: the whole list as it is stored, or every fact.
  const looked = read.prepare(`select count(*) as n from ${question.asOf === undefined ? 'monitoring_list' : 'monitoring_list_facts'}`).get() as {
    n: number
  }
  read.close()
  let total = 0
  return {
    work: async () => {
      ;({ total } = await tracker.list(question))
      return looked.n
    },
    after: async () => {
      await tracker.close()
      return { total }
    },
  }
}

/** The rows of the stored list read once and parsed, in no order. */
export const bareListScan: Side = async ({ log }) => {
  const db = new DatabaseSync(join(log, 'read-models.db'), { readOnly: true })
  return {
    work: async () => {
      const rows = db.prepare('select * from monitoring_list').all() as { reasons: string }[]
      for (const { reasons } of rows) JSON.parse(reasons)
      db.close()
      return rows.length
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
