import { beforeEach, describe, expect, it } from 'vitest'
import { EventTooLarge } from '../errors.ts'
import type { EventStore, Expected, NewEvent } from '../port.ts'
import type { Opened } from './contract.ts'
import { freshCategory, idsOf, logEvents, newEvent, newEvents, streamEvents, streamOf } from './events.ts'

export function describeAppend(opened: Opened): void {
  let store: EventStore
  let stream: string
  beforeEach(() => {
    store = opened().store
    stream = streamOf(freshCategory())
  })
  const start = (events: readonly NewEvent[]) => store.append(stream, 'no_stream', events)
  const ids = async () => idsOf(await streamEvents(store, stream))

  describe('append', () => {
    it('begins a stream at revision 0', async () => {
      const events = newEvents(3)
      expect(await start(events)).toMatchObject({ ok: true, revision: 2n })
      expect((await streamEvents(store, stream)).map((e) => [e.id, e.revision])).toEqual(events.map((e, i) => [e.id, BigInt(i)]))
    })

    it('adds behind what is there', async () => {
      const [a, b, c] = newEvents(3) as [NewEvent, NewEvent, NewEvent]
      await start([a])
      expect(await store.append(stream, 0n, [b, c])).toMatchObject({ ok: true, revision: 2n })
      expect(await ids()).toEqual(idsOf([a, b, c]))
    })

    it('keeps every field, also Chinese in data and names', async () => {
      const name = streamOf(freshCategory(), '户一')
      const event = newEvent({
        data: { village: '三江村', nested: [1, null, true, { 户: '贰' }] },
        metadata: { correlationId: 'c-1', knownAt: '2020-01-01T00:00:00.000Z' },
      })
      await store.append(name, 'no_stream', [event])
      const [read] = await streamEvents(store, name)
      expect({ stream: read?.stream, id: read?.id, type: read?.type, data: read?.data, metadata: read?.metadata }).toEqual({ stream: name, ...event })
    })

    it('answers with the position the event has in the log, if it answers with one', async () => {
      const category = freshCategory()
      const result = await store.append(streamOf(category), 'no_stream', newEvents(2))
      const last = (await logEvents(store, { filter: { categories: [category] } })).at(-1)
      expect(result).toMatchObject({ ok: true })
      if (result.ok && result.position !== undefined) expect(result.position).toBe(last?.position)
    })

    it('writes nothing for no events', async () => {
      await start(newEvents(2))
      expect(await store.append(stream, 1n, [])).toMatchObject({ ok: true, revision: 1n })
      expect(await ids()).toHaveLength(2)
    })

    it('takes 1,000 events at once', async () => {
      const events = newEvents(1_000)
      expect(await start(events)).toMatchObject({ ok: true, revision: 999n })
      expect(await ids()).toEqual(idsOf(events))
    })

    it('takes an event of almost a megabyte and refuses a larger one, and all with it', async () => {
      await start([newEvent({ data: { text: '户'.repeat(330_000) } })])
      const tooLarge = newEvent({ data: { text: '户'.repeat(333_334) } })
      await expect(store.append(stream, 0n, [newEvent(), tooLarge])).rejects.toThrow(EventTooLarge)
      await expect(store.append(stream, 0n, [tooLarge])).rejects.toMatchObject({
        code: 'event.too-large',
        text: { zh: expect.any(String), en: expect.any(String) },
      })
      expect(await ids()).toHaveLength(1)
    })

    it('gives UTC instants that never go back', async () => {
      await start(newEvents(1))
      await store.append(stream, 0n, newEvents(1))
      const times = (await streamEvents(store, stream)).map((e) => e.recordedAt)
      expect(times).toEqual([...times].sort())
      for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    })
  })

  describe('expectations', () => {
    it.each<Expected>(['no_stream', 'any'])('%s holds where there is no stream', async (expected) => {
      expect(await store.append(stream, expected, newEvents(1))).toMatchObject({ ok: true, revision: 0n })
    })
    it.each<Expected>(['stream_exists', 0n, 5n])('%s does not hold where there is no stream', async (expected) => {
      expect(await store.append(stream, expected, newEvents(1))).toEqual({ ok: false, stream, expected, actual: 'no_stream' })
      expect(await ids()).toEqual([])
    })
    it.each<Expected>(['stream_exists', 'any', 1n])('%s holds for a stream at revision 1', async (expected) => {
      await start(newEvents(2))
      expect(await store.append(stream, expected, newEvents(1))).toMatchObject({ ok: true, revision: 2n })
    })
    it.each<Expected>(['no_stream', 0n, 2n])('%s does not hold for a stream at revision 1; the conflict says so', async (expected) => {
      await start(newEvents(2))
      expect(await store.append(stream, expected, newEvents(1))).toEqual({ ok: false, stream, expected, actual: 1n })
      expect(await ids()).toHaveLength(2)
    })
  })

  describe('repeats', () => {
    const [a, b, c, d] = newEvents(4) as [NewEvent, NewEvent, NewEvent, NewEvent]

    it('answers a repeat of the first append like the first time', async () => {
      const first = await start([a, b])
      expect(await start([a, b])).toEqual(first)
      expect(await ids()).toEqual(idsOf([a, b]))
    })
    it('answers a repeat behind a revision like the first time, also after later events', async () => {
      await start([a])
      const first = await store.append(stream, 0n, [b, c])
      await store.append(stream, 2n, [d])
      expect(await store.append(stream, 0n, [b, c])).toEqual(first)
      expect(await ids()).toEqual(idsOf([a, b, c, d]))
    })
    it('takes the beginning of what was written as a repeat', async () => {
      await start([a, b])
      expect(await start([a])).toMatchObject({ ok: true, revision: 0n })
      expect(await ids()).toHaveLength(2)
    })
    it.each([
      ['other ids', [c, d]],
      ['some of the ids', [a, d]],
      ['more than was written', [a, b, c]],
    ])('refuses %s', async (_, events) => {
      await start([a, b])
      expect(await start(events)).toEqual({ ok: false, stream, expected: 'no_stream', actual: 1n })
      expect(await ids()).toHaveLength(2)
    })
    it('writes the same ids again when the revision is the present one: finding a repeated command is its writer’s work', async () => {
      await start([a])
      expect(await store.append(stream, 0n, [a])).toMatchObject({ ok: true, revision: 1n })
    })
    it.each<Expected>(['any', 'stream_exists'])('recognises a recent repeat under %s', async (expected) => {
      await start([a])
      const first = await store.append(stream, expected, [b, c])
      expect(await store.append(stream, expected, [b, c])).toMatchObject({ ok: true, revision: first.ok ? first.revision : -1n })
      expect(await ids()).toEqual(idsOf([a, b, c]))
    })
  })

  it('lets exactly one of 50 writers win each revision', async () => {
    const write = async (event: NewEvent): Promise<void> => {
      for (;;) {
        const seen = await streamEvents(store, stream, { backwards: true, limit: 1 })
        const result = await store.append(stream, seen[0]?.revision ?? 'no_stream', [event])
        if (result.ok) return
      }
    }
    const events = newEvents(50)
    await Promise.all(events.map(write))
    const written = await streamEvents(store, stream)
    expect(idsOf(written).sort()).toEqual(idsOf(events).sort())
    expect(written.map((e) => e.revision)).toEqual(events.map((_, i) => BigInt(i)))
  })
}
