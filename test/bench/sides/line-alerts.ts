import { constants, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { monitoringList } from '@rural-tracker/read-models'
import { embeddedConfig, openTracker, type Tracker } from '@rural-tracker/tracker'
import { lineCorrected, lineOf, lineSet, NATION, YEARS } from '../log.ts'
import { TODAY } from './list.ts'
import type { Side } from './side.ts'

const CAUSE = 'rule.income-under-line'
const YEAR = Number(TODAY.slice(0, 4))
const LONGEST_MS = 600_000

/** The nation's line is corrected while somebody works: an alert is raised for those who are under it now, and for nobody twice. */
export const lineAlerts: Side = async ({ dir, log }) => {
  for (const file of ['events.db', 'read-models.db']) copyFileSync(join(log, file), join(dir, file), constants.COPYFILE_FICLONE)
  const tracker = await openTracker({ ...embeddedConfig(dir), today: () => TODAY })
  const rows = openSqliteRows(join(dir, 'read-models.db'))
  const under = async () => {
    await tracker.catchUp()
    const listed = await rows.rows(monitoringList.tables[0], { where: [['listed', '=', 1]] })
    return new Set(listed.filter(({ rule }) => String(rule).includes(CAUSE.slice('rule.'.length))).map(({ household }) => String(household)))
  }
  const households = await rows.count(monitoringList.tables[3])
  const { refusals } = await tracker.raiseAlerts()
  const [before, raisedBefore] = [await under(), await raised(tracker)]
  const stop = new AbortController()
  const working = tracker.work(stop.signal)
  return {
    work: async () => {
      const set = lineSet(NATION, YEAR, lineOf(YEAR), YEARS.indexOf(YEAR as (typeof YEARS)[number]))
      const { stream, events } = lineCorrected(set, Math.round(lineOf(YEAR) * 1.1))
      const { ok } = await tracker.events.append(stream, BigInt(YEARS.length - 1), events)
      if (!ok) throw new Error(`conflict on ${stream}`)
      const goal = (await under()).size
      for (const until = Date.now() + LONGEST_MS; (await raised(tracker)).length < goal && Date.now() < until; ) await pause(250)
      return households
    },
    after: async () => {
      stop.abort()
      await working
      const [now, all] = [await under(), await raised(tracker)]
      const again = await tracker.raiseAlerts()
      await rows.close()
      await tracker.close()
      const is = (some: readonly string[], those: ReadonlySet<string>) =>
        some.length === those.size && those.symmetricDifference(new Set(some)).size === 0
      return {
        told: `${(now.size - before.size).toLocaleString('en')} alerts more, ${now.size.toLocaleString('en')} of ${households.toLocaleString('en')} households are under the line`,
        wrong: [
          ...(refusals.length + again.refusals.length > 0 ? ['commands were refused'] : []),
          ...(is(raisedBefore, before) ? [] : [`${raisedBefore.length} alerts stood for ${before.size} households under the line`]),
          ...(is(all, now) ? [] : [`${all.length} alerts stand for ${now.size} households under the line`]),
          ...(again.commands === 0 ? [] : [`asked again, ${again.commands} commands more`]),
          ...(now.size > before.size ? [] : ['the correction puts nobody under the line']),
        ],
      }
    },
  }
}

async function raised({ events }: Tracker): Promise<readonly string[]> {
  const all: string[] = []
  for await (const page of events.readAll({ filter: { types: ['AlertRaised', 'AlertReopened'] } }))
    for (const { data } of page.events) {
      const { subject, cause } = data as { subject: string; cause: string }
      if (cause === CAUSE) all.push(subject)
    }
  return all
}
