import { EventStoreDBClient } from '@eventstore/db-client'
import type { EventStore, Position } from '@rural-tracker/event-store'
import { openEventStoreDb } from '@rural-tracker/event-store/eventstoredb'
import { freshCategory, newEvents, streamOf } from '@rural-tracker/event-store/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventsUrl } from './address.ts'

const EVENTS = Number(process.env['SPEED_EVENTS'] ?? 40_000)
const AN_APPEND = 500
const PAGE = 4_096
const ROUNDS = 7

let store: EventStore
let client: EventStoreDBClient
let start: Position | undefined
beforeAll(async () => {
  store = await openEventStoreDb(eventsUrl())
  client = EventStoreDBClient.connectionString(eventsUrl())
  start = await store.head()
  const category = freshCategory()
  const data = { household: 'H00001', occurredOn: '2024-05-01', visitor: 'helper', note: 'x'.repeat(100) }
  for (let i = 0; i < EVENTS; i += AN_APPEND) await store.append(streamOf(category), 'no_stream', newEvents(AN_APPEND, { data }))
})
afterAll(async () => {
  await store.close()
  await client.dispose()
})

/** Pages of the bare client, as one would write them: each begins with the event that ended the one before. */
async function bare(): Promise<number> {
  let from = start
  let count = 0
  for (let read = PAGE; read === PAGE; ) {
    read = 0
    const fromPosition = from === undefined ? ('start' as const) : { commit: from, prepare: from }
    for await (const { event } of client.readAll({ fromPosition, maxCount: PAGE })) {
      read += 1
      if (event && event.position.commit !== from && !event.type.startsWith('$')) count += 1
      if (event) from = event.position.commit as Position
    }
  }
  return count
}

async function throughTheStore(): Promise<number> {
  let count = 0
  for await (const page of store.readAll({ ...(start === undefined ? {} : { after: start }), pageSize: PAGE })) count += page.events.length
  return count
}

async function rate(read: () => Promise<number>): Promise<number> {
  const before = performance.now()
  const count = await read()
  expect(count).toBe(EVENTS)
  return (count / (performance.now() - before)) * 1_000
}

it(`reads at 0.85 of the bare client’s speed or better, pages of ${PAGE}, ${ROUNDS} rounds in turn`, async () => {
  const rates: { bare: number; store: number }[] = []
  await bare()
  await throughTheStore()
  for (let round = 0; round < ROUNDS; round++) {
    const first = round % 2 === 0
    const one = await rate(first ? bare : throughTheStore)
    const other = await rate(first ? throughTheStore : bare)
    rates.push(first ? { bare: one, store: other } : { bare: other, store: one })
  }
  const median = (of: 'bare' | 'store') => rates.map((round) => round[of]).sort((a, b) => a - b)[ROUNDS >> 1] as number
  const ratio = median('store') / median('bare')
  console.log(`bare ${Math.round(median('bare'))}/s, store ${Math.round(median('store'))}/s, ratio ${ratio.toFixed(2)}`)
  expect(ratio).toBeGreaterThanOrEqual(0.85)
})
