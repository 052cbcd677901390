import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { embeddedConfig, type ListRow, openTracker } from '@rural-tracker/tracker'
import { lineOf } from '../log.ts'
import { PAST, TODAY } from './list.ts'
import type { Side } from './side.ts'

/** The whole list of a past day, as it was known at a past instant, from the facts of every event of the log. */
export const listAsOf: Side = async ({ log, size }) => {
  const tracker = await openTracker({ ...embeddedConfig(log), today: () => TODAY })
  await tracker.catchUp()
  let rows: readonly ListRow[] = []
  return {
    work: async () => {
      ;({ rows } = await tracker.list(PAST))
      return size.events
    },
    after: async () => {
      await tracker.close()
      const said = rows.map(({ household, since, reasons }) =>
        told(
          household,
          since ?? '',
          reasons.map(({ rule }) => rule),
        ),
      )
      return { ...digest(said), told: `${rows.length.toLocaleString('en')} households on it` }
    },
  }
}

/**
 * The same events read once from the store and parsed. Afterwards the list is found a second way, which shares nothing with the first:
 * the made-up log reports income and one kind of risk, and its only parameter is the nation's line.
 */
export const bareEventScan: Side = async ({ log, size }) => {
  const path = join(log, 'events.db')
  return {
    work: async () => {
      let count = 0
      for (const { data, metadata } of scan(path)) if (data !== undefined && metadata !== undefined) count++
      if (count < size.events) throw new Error('the log is shorter than it was made')
      return count
    },
    after: async () => digest(secondWay(path)),
  }
}

type Scanned = Readonly<{ id: string; type: string; data: Record<string, unknown>; metadata: { knownAt: string } }>

const PAGE = 4_096

function* scan(path: string): Generator<Scanned> {
  const db = new DatabaseSync(path, { readOnly: true })
  const select = db.prepare(`select position, id, type, data, metadata from events where position > ? order by position limit ${PAGE}`)
  select.setReturnArrays(true)
  for (let after = 0; ; ) {
    const page = select.all(after) as unknown as [number, string, string, string, string][]
    for (const [, id, type, data, metadata] of page) yield { id, type, data: JSON.parse(data), metadata: JSON.parse(metadata) }
    if (page.length < PAGE) break
    after = page.at(-1)?.[0] ?? after
  }
  db.close()
}

type Report = Readonly<{ on: string; to: string; perHead: number }>
type Known = { last: Report | undefined; open: Map<string, string>; cleared: Set<string> }

function secondWay(path: string): readonly string[] {
  const known = new Map<string, Known>()
  for (const { id, type, data, metadata } of scan(path)) {
    const { household, occurredOn: on } = data as { household?: string; occurredOn: string }
    if (household === undefined || metadata.knownAt > PAST.knownAt || on > PAST.asOf) continue
    let own = known.get(household)
    if (!own) known.set(household, (own = { last: undefined, open: new Map(), cleared: new Set() }))
    if (type === 'RiskReported') own.open.set(id, on)
    else if (type === 'RiskCleared') own.cleared.add(data['clears'] as string)
    else if (type === 'IncomeReported') own.last = later(own.last, reportOf(on, data as Reported))
  }
  const line = lineOf(Number(PAST.asOf.slice(0, 4)))
  return [...known].flatMap(([household, { last, open, cleared }]) => {
    const risks = [...open].filter(([id]) => !cleared.has(id)).map(([, on]) => on)
    const under = last !== undefined && last.perHead < line ? [last.on] : []
    const rules = [...(under.length > 0 ? ['income-under-line'] : []), ...(risks.length > 0 ? ['open-risk'] : [])]
    return rules.length === 0 ? [] : [told(household, [...under, ...risks].sort()[0] ?? '', rules)]
  })
}

type Reported = Readonly<{ window: { to: string }; members: number; parts: Readonly<Record<string, number>> }>

function reportOf(on: string, { window: { to }, members, parts }: Reported): Report {
  const { wages = 0, business = 0, property = 0, transfers = 0, businessCost = 0 } = parts
  return { on, to, perHead: Math.floor((wages + business + property + transfers - businessCost) / members) }
}

/** Of the windows that have ended the last one, of one window what was said of the later day, of one day what stands later in the log. */
function later(last: Report | undefined, next: Report): Report | undefined {
  if (next.to > PAST.asOf) return last
  if (last === undefined || next.to !== last.to) return last === undefined || next.to > last.to ? next : last
  return next.on >= last.on ? next : last
}

function told(household: string, since: string, rules: readonly string[]): string {
  return `${household} ${since} ${[...rules].sort().join()}`
}

function digest(rows: readonly string[]): Readonly<{ listed: number; rows: string }> {
  return {
    listed: rows.length,
    rows: createHash('sha256')
      .update([...rows].sort().join('\n'))
      .digest('hex'),
  }
}
