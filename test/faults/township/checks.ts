import type { StoredEvent } from '@rural-tracker/event-store'
import { Projector, type Row, type RowStore, type Table } from '@rural-tracker/projections'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { monitoringList, readModels } from '@rural-tracker/read-models'
import type { EventStore } from '@rural-tracker/event-store'

/** What is wrong, in words; nothing when all is well. */
export type Faults = readonly string[]

/** Every event of a log, in its order. */
export async function wholeLog(events: EventStore): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = []
  for await (const page of events.readAll()) all.push(...page.events)
  return all
}

/** What was answered stands once, nothing stands twice, and no stream has a gap. */
export function logFaults(log: readonly StoredEvent[], acknowledged: ReadonlySet<string>): Faults {
  const times = new Map<string, number>()
  const last = new Map<string, bigint>()
  const faults: string[] = []
  let before: bigint | undefined
  for (const { id, stream, revision, position } of log) {
    times.set(id, (times.get(id) ?? 0) + 1)
    if (revision !== (last.get(stream) ?? -1n) + 1n) faults.push(`a gap before revision ${revision} of ${stream}`)
    last.set(stream, revision)
    if (before !== undefined && position <= before) faults.push(`position ${position} comes after ${before}`)
    before = position
  }
  for (const [id, n] of times) if (n > 1) faults.push(`event ${id} stands ${n} times`)
  for (const id of acknowledged) if (!times.has(id)) faults.push(`event ${id} was acknowledged and is lost`)
  return faults
}

/** No command of the work had two effects: its events have one place in one stream. */
export function commandFaults(log: readonly StoredEvent[], worked: ReadonlySet<string>): Faults {
  const byCommand = Map.groupBy(
    log.filter(({ metadata }) => worked.has(metadata.commandId)),
    ({ metadata }) => metadata.commandId,
  )
  return [...byCommand].flatMap(([command, events]) => (events.length === 1 ? [] : [`${command} led to ${events.length} events`]))
}

/** Live tables beside those that are built from the log alone, in a database of another kind. */
export async function rebuiltFaults(events: EventStore, live: RowStore, today: () => string): Promise<Faults> {
  const rebuilt = openSqliteRows(':memory:')
  try {
    await new Projector({ events, rows: rebuilt, models: readModels, owner: 'faults', today }).catchUp()
    const faults: string[] = []
    for (const table of readModels.flatMap(({ tables }) => tables)) {
      const [was, is] = [await contents(live, table), await contents(rebuilt, table)]
      const missing = [...is].filter((row) => !was.has(row)).length
      const added = [...was].filter((row) => !is.has(row)).length
      if (missing + added > 0) faults.push(`${table.name}: ${missing} rows are missing and ${added} are too many beside a rebuild`)
    }
    return faults
  } finally {
    await rebuilt.close()
  }
}

async function contents(rows: RowStore, table: Table): Promise<ReadonlySet<string>> {
  return new Set((await rows.rows(table)).map((row: Row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))))
}

/** For every reason on the list of today an alert was raised, and none was raised twice. */
export async function alertFaults(log: readonly StoredEvent[], live: RowStore): Promise<Faults> {
  const raised = new Map<string, number>()
  for (const { type, data } of log) {
    if (type !== 'AlertRaised' && type !== 'AlertReopened') continue
    const { subject, cause, episode } = data as Readonly<{ subject: string; cause: string; episode: number }>
    const one = `${subject} ${cause}, episode ${episode}`
    raised.set(one, (raised.get(one) ?? 0) + 1)
  }
  const faults = [...raised].flatMap(([one, times]) => (times === 1 ? [] : [`the alert of ${one} was raised ${times} times`]))
  for (const row of await live.rows(monitoringList.tables[0])) {
    for (const { rule } of row.reasons as readonly { rule: string }[]) {
      const one = `${String(row.household)} rule.${rule}, episode 1`
      if (!raised.has(one)) faults.push(`no alert was raised of ${one}`)
    }
  }
  return faults
}
