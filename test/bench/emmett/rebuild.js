// Emmett on SQLite with the same events: node rebuild.js FILE.ndjson DATABASE BATCH PAUSE-MS. Prints one JSON document like the other sides.
import { readFileSync } from 'node:fs'
import { createEventStoreSchema, getSQLiteEventStore, sqliteConnection } from '@event-driven-io/emmett-sqlite'

const [file, fileName, batchSize, pause] = process.argv.slice(2)
const decisions = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
const connection = sqliteConnection({ fileName })
await createEventStoreSchema(connection)
await connection.command('create table village (village text primary key, households integer not null, residents integer not null)')
const store = getSQLiteEventStore({ fileName })

let count = 0
const appending = performance.now()
for (const { stream, first, events } of decisions) {
  await store.appendToStream(stream, events, { expectedStreamVersion: BigInt(first) })
  count += events.length
}
const appendSeconds = (performance.now() - appending) / 1_000

const consumer = store.consumer({ pulling: { batchSize: Number(batchSize), pullingFrequencyInMs: Number(pause) } })
let seen = 0
const finished = Promise.withResolvers()
consumer.processor({
  processorId: 'village-profile',
  startFrom: 'BEGINNING',
  stopAfter: () => seen === count && (finished.resolve(), true),
  eachMessage: async ({ type, metadata }, context) => {
    seen++
    const [households, residents] = type === 'HouseholdRegistered' ? [1, 0] : type === 'MemberJoined' ? [0, 1] : [0, 0]
    await context.connection.command(
      'insert into village (village, households, residents) values (?, ?, ?) on conflict (village) do update set households = households + excluded.households, residents = residents + excluded.residents',
      [metadata.division, households, residents],
    )
  },
})
const started = performance.now()
const running = consumer.start()
await finished.promise
const seconds = (performance.now() - started) / 1_000
await Promise.race([running, consumer.stop()])
const check = await connection.querySingle('select sum(households) as households, sum(residents) as residents from village')
console.log(JSON.stringify({ seconds, appendSeconds, count, check, peakMb: process.resourceUsage().maxRSS / 1_024 }))
process.exit(0)
