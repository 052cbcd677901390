import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { embeddedConfig, openTracker, type PolicyReplay } from '@rural-tracker/tracker'
import { lineOf } from '../log.ts'
import { TODAY } from './list.ts'
import { rebuildList } from './rebuild.ts'
import type { Side } from './side.ts'

/** Five years with a nation's line that is 10 % higher. */
const YEARS = { from: '2016-01-01', to: TODAY }
const NATION = '000000000000'
const PERCENT = 110
const HIGHER = { scale: [{ kind: 'monitoringLine', region: NATION, percent: PERCENT }] }

/** A line 10 % higher held against five years of every household, known on each day as it was known then. */
export const policyReplay: Side = async ({ log, size }) => {
  const tracker = await openTracker({ ...embeddedConfig(log), today: () => TODAY })
  await tracker.catchUp()
  let replay: PolicyReplay | undefined
  return {
    work: async () => {
      replay = await tracker.replayPolicy(HIGHER, YEARS)
      return size.events
    },
    after: async () => {
      await tracker.close()
      const { changed = [], alerts, households = 0 } = replay ?? {}
      const said = changed.map(
        ({ household, alerts: told }) => `${household} ${JSON.stringify(told.find(({ rule }) => rule === 'income-under-line'))}`,
      )
      return {
        ...digest(said),
        before: alerts?.before,
        after: alerts?.after,
        told: `${households.toLocaleString('en')} households, ${changed.length.toLocaleString('en')} with a difference, ${alerts?.before.toLocaleString('en')} → ${alerts?.after.toLocaleString('en')} alerts`,
      }
    },
  }
}

/**
 * The list built anew from the same log. Afterwards the replay is found a second way, which shares nothing with the first: the made-up log reports
 * income that is never corrected, its households never move, and its only parameter is the nation's line.
 */
export const rebuildBesideReplay: Side = async ({ dir, log, size }) => {
  const { work, after } = await rebuildList({ dir, log: join(log, 'events.db'), size })
  return {
    work: async () => {
      await work()
      return size.events
    },
    after: async () => {
      await after?.()
      return secondWay(join(log, 'events.db'))
    },
  }
}

type Report = Readonly<{ on: string; knownOn: string; to: string; perHead: number; position: number }>

function secondWay(path: string) {
  const told: string[] = []
  const sums = { before: 0, after: 0 }
  for (const [household, reports] of reportsIn(path)) {
    const [before, after] = [100, PERCENT].map((percent) => alertsOf(reports, percent)) as [Alerts, Alerts]
    sums.before += begun(before)
    sums.after += begun(after)
    if (JSON.stringify(before) !== JSON.stringify(after)) told.push(`${household} ${JSON.stringify({ rule: 'income-under-line', before, after })}`)
  }
  return { ...digest(told), ...sums }
}

type Alerts = { from: string | null; to: string | null }[]

/** Every day on which something happens, is told or ends, or the line is another one, is looked at. */
function alertsOf(reports: readonly Report[], percent: number): Alerts {
  const alerts: Alerts = []
  const years = [2016, 2017, 2018, 2019, 2020].map((year) => `${year}-01-01`)
  const days = [...new Set(['2015-12-31', ...years, ...reports.flatMap(({ on, knownOn, to }) => [on, knownOn, to])])]
    .filter((day) => day >= '2015-12-31' && day <= YEARS.to)
    .sort()
  const inOrder = [...reports].sort((a, b) => compare(a.to, b.to) || compare(a.on, b.on) || a.position - b.position)
  let open: Alerts[number] | undefined
  for (const day of days) {
    const last = inOrder.findLast(({ on, knownOn, to }) => on <= day && knownOn <= day && to <= day)
    const line = day < YEARS.from ? 0 : Math.floor((lineOf(Number(day.slice(0, 4))) * percent) / 100)
    const fires = last !== undefined && last.perHead < line
    if (fires) open ??= { from: day, to: null }
    else if (open) {
      alerts.push({ ...open, to: new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10) })
      open = undefined
    }
  }
  return open ? [...alerts, open] : alerts
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function begun(alerts: Alerts): number {
  return alerts.filter(({ from }) => from !== null).length
}

const PAGE = 4_096

function reportsIn(path: string): ReadonlyMap<string, readonly Report[]> {
  const reports = new Map<string, Report[]>()
  const db = new DatabaseSync(path, { readOnly: true })
  const select = db.prepare(`select position, type, data, metadata from events where position > ? order by position limit ${PAGE}`)
  select.setReturnArrays(true)
  for (let after = 0; ; ) {
    const page = select.all(after) as unknown as [number, string, string, string][]
    for (const [position, type, data, metadata] of page) {
      if (type !== 'IncomeReported') continue
      const { household, occurredOn, window, members, parts } = JSON.parse(data) as {
        occurredOn: string
        household: string
        window: { to: string }
        members: number
        parts: Record<'wages' | 'business' | 'property' | 'transfers' | 'businessCost', number>
      }
      const { wages, business, property, transfers, businessCost } = parts
      const perHead = Math.floor((wages + business + property + transfers - businessCost) / members)
      const { knownAt } = JSON.parse(metadata) as { knownAt: string }
      const own = reports.get(household)
      const report = { on: occurredOn, knownOn: knownAt.slice(0, 10), to: window.to, perHead, position }
      if (own) own.push(report)
      else reports.set(household, [report])
    }
    if (page.length < PAGE) break
    after = page.at(-1)?.[0] ?? after
  }
  db.close()
  return reports
}

function digest(told: readonly string[]) {
  const hash = createHash('sha256')
    .update([...told].sort().join('\n'))
    .digest('hex')
  return { households: told.length, differences: hash }
}
