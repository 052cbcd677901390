import { expect, it } from 'vitest'
import { openMemoryStore } from './memory.ts'
import { describeEventStore, newEvent, streamEvents } from './testing/index.ts'

describeEventStore('memory', async () => ({ store: openMemoryStore() }), { durable: false, multiProcess: false })

it('keeps what was said, not the object it was said with', async () => {
  const store = openMemoryStore()
  const data = { households: [1] }
  await store.append('village-431224105201-v', 'no_stream', [newEvent({ data })])
  data.households.push(2)
  expect((await streamEvents(store, 'village-431224105201-v'))[0]?.data).toEqual({ households: [1] })
})

it('gives recordedAt that does not follow the clock backwards', async () => {
  const times = ['2024-05-02T00:00:00.000Z', '2024-05-01T00:00:00.000Z']
  const store = openMemoryStore({ now: () => times.shift() ?? '' })
  await store.append('village-431224105201-v', 'no_stream', [newEvent()])
  await store.append('village-431224105201-v', 0n, [newEvent()])
  expect((await streamEvents(store, 'village-431224105201-v')).map((e) => e.recordedAt)).toEqual(Array(2).fill('2024-05-02T00:00:00.000Z'))
})

it('answers nothing more once it is closed', async () => {
  const store = openMemoryStore()
  await store.close()
  await expect(store.append('village-431224105201-v', 'any', [newEvent()])).rejects.toMatchObject({ code: 'store.closed' })
})
