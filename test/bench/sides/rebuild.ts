import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { Projector, type ReadModel, type RowStore } from '@rural-tracker/projections'
import { openSqliteRows, thisProcess } from '@rural-tracker/projections/sqlite'
import { monitoringList, villageProfile } from '@rural-tracker/read-models'
import { insertBare, readyRows } from '../log.ts'
import { TODAY } from './list.ts'
import type { Arguments, Side } from './side.ts'

export const rebuildProfile: Side = (how) => rebuilding(how, villageProfile, profileTotals)

/** The same definition, and only the rows lie elsewhere. */
export const rebuildProfileOnPostgres: Side = async (how) => {
  const { openPostgresRows } = await import('@rural-tracker/projections/postgres')
  return rebuilding(how, villageProfile, profileTotals, await openPostgresRows(`${how.address}?schema=s${crypto.randomUUID().slice(0, 8)}`))
}

async function profileTotals(rows: RowStore): Promise<unknown> {
  let [households, residents] = [0, 0]
  for (const row of await rows.rows(villageProfile.table)) {
    households += Number(row['households'])
    residents += Number(row['residents'])
  }
  return { households, residents }
}

export const rebuildList: Side = (how) =>
  rebuilding(how, monitoringList, async (rows) => ({
    facts: await rows.count(monitoringList.tables[1]),
    listed: await rows.count(monitoringList.tables[0]),
  }))

async function rebuilding(
  { dir, log }: Arguments,
  model: ReadModel,
  check: (rows: RowStore) => Promise<unknown>,
  rows = openSqliteRows(join(dir, 'read-models.db')),
): ReturnType<Side> {
  const events = openSqliteStore(log)
  const projector = new Projector({ events, rows, models: [model], owner: thisProcess(), today: () => TODAY })
  let read = 0
  return {
    work: async () => {
      ;({ events: read } = await projector.rebuild(model.name))
      return read
    },
    after: async () => {
      const found = await check(rows)
      await rows.close()
      await events.close()
      return found
    },
  }
}

/** The second half of the log arrives while the list of the first half stands: page by page, rows and checkpoint together. */
export const liveList: Side = async ({ dir, size }) => {
  const path = join(dir, 'live.db')
  const all = [...readyRows(size)]
  const half = all.length >> 1
  await insertBare(path, all.slice(0, half))
  const events = openSqliteStore(path)
  const rows = openSqliteRows(join(dir, 'read-models.db'))
  const projector = new Projector({ events, rows, models: [monitoringList], owner: thisProcess(), today: () => TODAY })
  await projector.catchUp()
  await insertBare(path, all.slice(half))
  return {
    work: async () => (await projector.catchUp(), all.length - half),
    after: async () => {
      const { difference } = await projector.rebuild(monitoringList.name)
      const differing = Object.values(difference ?? {}).reduce((sum, { missing, added }) => sum + missing + added, 0)
      await rows.close()
      await events.close()
      return { differing }
    },
  }
}

/** What the second half is to the machine: scan, parse, one insert a fact, and nothing derived. */
export const bareLive: Side = async (how) => {
  const log = join(how.dir, 'live.db')
  const all = [...readyRows(how.size)]
  await insertBare(log, all)
  const { work } = await bareFacts({ ...how, log }, all.length >> 1)
  return { work: async () => (await work(), all.length - (all.length >> 1)) }
}

/** Scan, JSON.parse, the smallest fold that gives the same totals: who lives in which village. Nothing is validated. */
export const bareProfile: Side = async (how) => {
  const villages = new Map<string, { households: number; residents: number }>()
  return {
    work: async () =>
      bareScan(how, villageProfile, (type, _data, metadata) => {
        const { division } = JSON.parse(metadata) as { division: string }
        let village = villages.get(division)
        if (!village) villages.set(division, (village = { households: 0, residents: 0 }))
        if (type === 'HouseholdRegistered') village.households++
        else if (type === 'MemberJoined') village.residents++
        else if (type === 'MemberLeft' || type === 'PersonDied') village.residents--
      }),
    after: async () => {
      const sum = (of: 'households' | 'residents') => [...villages.values()].reduce((total, village) => total + village[of], 0)
      return { households: sum('households'), residents: sum('residents') }
    },
  }
}

/** The same scan, and one prepared insert of a ready-made row for each fact. */
export const bareFacts = async (how: Arguments, after = 0): ReturnType<Side> => {
  const db = new DatabaseSync(join(how.dir, 'bare-facts.db'))
  db.exec('pragma journal_mode = wal; pragma synchronous = NORMAL')
  db.exec(
    'create table facts (subject text, position integer, n integer, kind text, "on" text, knownAt text, eventId text, replaces text, withdraws text, body text)',
  )
  const insert = db.prepare('insert into facts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const body = JSON.stringify({ from: '2019-10-01', to: '2020-09-30', net: 4_000_000, members: 3 })
  let facts = 0
  return {
    work: async () => {
      let open = 0
      const read = bareScan(
        how,
        monitoringList,
        (type, data, metadata, position) => {
          const { household, occurredOn } = data as { household: string; occurredOn: string }
          const { knownAt } = JSON.parse(metadata) as { knownAt: string }
          if (type.startsWith('MonitoringLine')) return
          if (open === 0) db.exec('begin')
          for (let n = 0; n < (type === 'HouseholdRegistered' ? 2 : 1); n++) {
            insert.run(household, position, n, 'income', occurredOn, knownAt, 'b0c4f7f2-6a0b-5c57-9a51-6f0f3f0b8a10', null, null, body)
            facts++
          }
          if (++open === PAGE) {
            db.exec('commit')
            open = 0
          }
        },
        after,
      )
      if (open > 0) db.exec('commit')
      return read
    },
    after: async () => {
      const { n } = db.prepare('select count(*) as n from facts').get() as { n: number }
      db.close()
      if (n !== facts) throw new Error('facts were lost')
      return { facts }
    },
  }
}

const PAGE = 4_096

/** The events the model reads, and no others, page by page through node:sqlite's fastest way. */
function bareScan(
  { log }: Arguments,
  model: ReadModel,
  fold: (type: string, data: unknown, metadata: string, position: number) => void,
  from = 0,
): number {
  const db = new DatabaseSync(log, { readOnly: true })
  const select = db.prepare(
    `select position, type, data, metadata from events where position > ? and type in (${model.types.map(() => '?').join(', ')}) order by position limit ${PAGE}`,
  )
  select.setReturnArrays(true)
  let [after, count] = [from, 0]
  for (;;) {
    const page = select.all(after, ...model.types) as unknown as [number, string, string, string][]
    for (const [position, type, data, metadata] of page) fold(type, JSON.parse(data), metadata, position)
    count += page.length
    if (page.length < PAGE) break
    after = page.at(-1)?.[0] ?? after
  }
  db.close()
  return count
}
