// Emmett on PostgreSQL with the same events: node rebuild.js FILE.ndjson ADDRESS BATCH PAUSE-MS. Prints one JSON document like the other sides.
import { readFileSync } from 'node:fs'
import { dumbo, rawSql, SQL } from '@event-driven-io/dumbo'
import { getPostgreSQLEventStore, postgreSQLRawSQLProjection, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql'

const [file, address, batchSize, pause] = process.argv.slice(2)
const database = `emmett_${crypto.randomUUID().slice(0, 8)}`
const server = dumbo({ connectionString: address })
await server.execute.command(rawSql(`create database ${database}`))
await server.close()
const connectionString = address.replace(/[^/]*$/, database)
const decisions = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
const pool = dumbo({ connectionString })
await pool.execute.command(SQL`create table village (village text primary key, households integer not null, residents integer not null)`)
const store = getPostgreSQLEventStore(connectionString)

let count = 0
const appending = performance.now()
for (const { stream, first, events } of decisions) {
  await store.appendToStream(stream, events, { expectedStreamVersion: BigInt(first) })
  count += events.length
}
const appendSeconds = (performance.now() - appending) / 1_000

// Only the events that change a village reach the projection, which is to the peer's advantage.
const villageProfile = postgreSQLRawSQLProjection({
  name: 'village-profile',
  canHandle: ['HouseholdRegistered', 'MemberJoined'],
  evolve: ({ type, metadata }) => {
    const [households, residents] = type === 'HouseholdRegistered' ? [1, 0] : [0, 1]
    return SQL`insert into village (village, households, residents) values (${metadata.division}, ${households}, ${residents}) on conflict (village) do update set households = village.households + excluded.households, residents = village.residents + excluded.residents`
  },
})
const consumer = rebuildPostgreSQLProjections({
  connectionString,
  projections: [villageProfile],
  pulling: { batchSize: Number(batchSize), pullingFrequencyInMs: Number(pause) },
})
const started = performance.now()
await consumer.start()
const seconds = (performance.now() - started) / 1_000
const { rows } = await pool.execute.query(SQL`select sum(households)::int as households, sum(residents)::int as residents from village`)
console.log(JSON.stringify({ seconds, appendSeconds, count, check: rows[0], peakMb: process.resourceUsage().maxRSS / 1_024 }))
process.exit(0)
