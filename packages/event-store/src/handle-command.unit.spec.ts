import { defineAggregate, defineCommand, defineEvent, refuse, streamName } from '@rural-tracker/domain'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Command, CommandOutcome } from './command.ts'
import { createCommandHandler } from './handle-command.ts'
import { openMemoryStore } from './memory.ts'
import type { AppendResult, EventStore, Expected, NewEvent } from './port.ts'
import { newEvent, streamEvents } from './testing/index.ts'

const VILLAGE = '431224105201'
const Well = z.string().regex(/^W\d+$/)
const WellDug = defineEvent('WellDug', z.strictObject({ well: Well, depth: z.int() }))
const WellDeepened = defineEvent('WellDeepened', z.strictObject({ well: Well, to: z.int() }), {
  version: 2,
  upcast: { 1: ({ metres, ...data }) => ({ ...data, to: metres }) },
})
type WellState = { depth: number }
const well = defineAggregate({
  category: 'well',
  events: [WellDug, WellDeepened],
  initial: { depth: 0 } as WellState,
  evolve: (_state, event): WellState => (event.type === 'WellDug' ? { depth: event.data.depth } : { depth: event.data.to }),
  division: (state) => (state.depth > 100 ? '431224000000' : undefined),
  commands: [
    defineCommand<WellState>()({
      type: 'DigWell',
      kind: 'order',
      data: z.strictObject({ well: Well, depth: z.int(), deepenTo: z.int().optional() }),
      stream: (data) => streamName('well', VILLAGE, data.well),
      decide: ({ well: id, depth, deepenTo }, state) => {
        if (state.depth === depth) return []
        if (state.depth) return refuse('well.dug', '此井已开挖。', 'The well is already dug.')
        return [WellDug({ well: id, depth }), ...(deepenTo ? [WellDeepened({ well: id, to: deepenTo })] : [])]
      },
    }),
    defineCommand<WellState>()({
      type: 'DeepenWell',
      kind: 'report',
      data: z.strictObject({ well: Well, by: z.int() }),
      stream: (data) => streamName('well', VILLAGE, data.well),
      decide: ({ well: id, by }, state) => [WellDeepened({ well: id, to: by === 13 ? 0.5 : state.depth + by })],
    }),
  ],
})
const stream = streamName('well', VILLAGE, 'W1')
const NOW = '2024-05-01T08:00:00.000Z'

let store: EventStore
let handle: (command: Command) => Promise<CommandOutcome>
beforeEach(() => {
  store = openMemoryStore({ now: () => NOW })
  handle = createCommandHandler({ store, aggregates: [well], now: () => NOW }).handle
})

const dig = (given: Partial<Command> = {}): Command => ({
  type: 'DigWell',
  data: { well: 'W1', depth: 10 },
  commandId: 'c-1',
  actor: 'clerk:a',
  source: 'cli',
  ...given,
})
const deepen = (commandId: string, by = 5): Command => dig({ type: 'DeepenWell', data: { well: 'W1', by }, commandId })

/** A store in which somebody else writes just before each of the first appends. */
function withRaces(races: number, other: () => NewEvent[]): EventStore {
  let left = races
  return {
    ...bound(store),
    append: async (name, expected, events): Promise<AppendResult> => {
      if (left-- > 0) await store.append(name, 'any', other())
      return store.append(name, expected, events)
    },
  }
}
function bound(inner: EventStore): EventStore {
  return {
    append: (...args) => inner.append(...args),
    readStream: (...args) => inner.readStream(...args),
    readAll: (...args) => inner.readAll(...args),
    head: () => inner.head(),
    logId: () => inner.logId(),
    close: () => inner.close(),
  }
}
const dugByOther = () => [newEvent({ type: 'WellDug', data: { well: 'W1', depth: 7 } })]

describe('a command', () => {
  it('becomes events with all their metadata', async () => {
    const outcome = await handle(dig({ data: { well: 'W1', depth: 10, deepenTo: 120 }, correlationId: 'k-1', causationId: 'e-1' }))
    const events = await streamEvents(store, stream)
    expect(outcome).toEqual({
      ok: true,
      stream,
      events: events.map(({ id, type, revision }) => ({ id, type, revision })),
      position: 2n,
      repeated: false,
    })
    expect(events.map((e) => [e.type, e.data, e.metadata.v])).toEqual([
      ['WellDug', { well: 'W1', depth: 10 }, 1],
      ['WellDeepened', { well: 'W1', to: 120 }, 2],
    ])
    expect(events[0]?.metadata).toEqual({
      commandId: 'c-1',
      commandHash: expect.stringMatching(/^[\w-]{43}$/),
      actor: 'clerk:a',
      source: 'cli',
      division: '431224000000',
      v: 1,
      correlationId: 'k-1',
      causationId: 'e-1',
    })
  })

  it('falls back to the division of the stream', async () => {
    await handle(dig())
    expect((await streamEvents(store, stream))[0]?.metadata.division).toBe(VILLAGE)
  })

  it('gives event ids that only depend on stream, command and place', async () => {
    const outcome = await handle(dig())
    expect(outcome.ok && outcome.events[0]?.id).toBe('fb2ee826-b179-507d-bbaf-c117b68f72e6')
  })

  it('writes nothing when all of it is known already', async () => {
    await handle(dig())
    expect(await handle(dig({ commandId: 'c-2' }))).toEqual({ ok: true, stream, events: [], position: undefined, repeated: false })
  })

  it('is refused by the decision with its own code', async () => {
    await handle(dig())
    expect(await handle(dig({ commandId: 'c-2', data: { well: 'W1', depth: 11 } }))).toMatchObject({
      ok: false,
      refused: 'well.dug',
      message: { en: 'The well is already dug.' },
    })
    expect(await streamEvents(store, stream)).toHaveLength(1)
  })
})

describe('the same command again', () => {
  it('answers like the first time, whatever came since', async () => {
    const first = await handle(dig())
    await handle(deepen('c-2'))
    expect(await handle(dig())).toEqual({ ...first, repeated: true })
    expect(await streamEvents(store, stream)).toHaveLength(2)
  })
  it('does not mind the order of the fields', async () => {
    await handle(dig({ data: { well: 'W1', depth: 10 } }))
    expect(await handle(dig({ data: { depth: 10, well: 'W1' } }))).toMatchObject({ ok: true, repeated: true })
  })
  it('is refused with another body', async () => {
    await handle(dig())
    expect(await handle(dig({ data: { well: 'W1', depth: 11 } }))).toMatchObject({ ok: false, refused: 'command.other-body' })
    expect(await handle(deepen('c-1'))).toMatchObject({ ok: false, refused: 'command.other-body' })
  })
  it('has one effect when it is given twice at once', async () => {
    const outcomes = await Promise.all([handle(dig()), handle(dig())])
    expect(outcomes.map((o) => o.ok && o.repeated)).toEqual([false, true])
    expect(await streamEvents(store, stream)).toHaveLength(1)
  })
})

describe('a race', () => {
  it('is decided anew on what is there now', async () => {
    const racing = createCommandHandler({ store: withRaces(1, dugByOther), aggregates: [well] })
    expect(await racing.handle(deepen('c-1'))).toMatchObject({ ok: true, events: [{ revision: 1n }] })
    expect((await streamEvents(store, stream)).at(-1)?.data).toEqual({ well: 'W1', to: 12 })
  })
  it('may turn an order into a refusal', async () => {
    const racing = createCommandHandler({ store: withRaces(1, dugByOther), aggregates: [well] })
    expect(await racing.handle(dig())).toMatchObject({ ok: false, refused: 'well.dug' })
  })
  it('is given up after three tries, with nothing written', async () => {
    const racing = createCommandHandler({ store: withRaces(3, dugByOther), aggregates: [well] })
    expect(await racing.handle(deepen('c-1'))).toMatchObject({ ok: false, refused: 'command.conflict' })
    expect(await streamEvents(store, stream)).toHaveLength(3)
  })
  it('inside one process just takes turns', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => handle(deepen(`c-${i}`))))
    expect(outcomes.every((o) => o.ok)).toBe(true)
    expect((await streamEvents(store, stream)).at(-1)?.data).toEqual({ well: 'W1', to: 100 })
  })
})

describe('a command that expects a revision', () => {
  it('is carried out on that revision', async () => {
    expect(await racing().handle(dig(), { expected: 'no_stream' })).toMatchObject({ ok: true, events: [{ revision: 0n }] })
    expect(await racing().handle(deepen('c-2'), { expected: 0n })).toMatchObject({ ok: true, events: [{ revision: 1n }] })
    expect(await racing().handle(deepen('c-3'), { expected: 'stream_exists' })).toMatchObject({ ok: true, events: [{ revision: 2n }] })
  })
  it.each<[string, Expected]>([
    ['an earlier one', 0n],
    ['a later one', 2n],
    ['none at all', 'no_stream'],
  ])('hears the present one when it expected %s, and nothing is written', async (_, expected) => {
    await handle(dig())
    await handle(deepen('c-2'))
    expect(await racing().handle(deepen('c-3'), { expected })).toMatchObject({ ok: false, refused: 'command.unexpected-revision', revision: 1n })
    expect(await streamEvents(store, stream)).toHaveLength(2)
  })
  it('hears that there is no stream', async () => {
    const outcome = await racing().handle(dig(), { expected: 3n })
    expect(outcome).toMatchObject({ ok: false, refused: 'command.unexpected-revision', revision: 'no_stream' })
    expect(await racing().handle(dig(), { expected: 'stream_exists' })).toEqual(outcome)
  })
  it('is answered like the first time when it is repeated, although the revision has moved on by itself', async () => {
    const first = await racing().handle(dig(), { expected: 'no_stream' })
    expect(await racing().handle(dig(), { expected: 'no_stream' })).toEqual({ ...first, repeated: true })
  })
  it('does not follow a race that another process wins', async () => {
    await handle(dig())
    const outcome = await racing(1).handle(deepen('c-2'), { expected: 0n })
    expect(outcome).toMatchObject({ ok: false, refused: 'command.unexpected-revision', revision: 1n })
    expect(await streamEvents(store, stream)).toHaveLength(2)
  })

  const racing = (races = 0) => createCommandHandler({ store: withRaces(races, dugByOther), aggregates: [well] })
})

describe('a malformed command', () => {
  const secret = '王小明'
  it.each<[string, unknown, RegExp]>([
    ['a missing field', { data: { well: 'W1' } }, /depth: invalid_type/],
    ['a field too many', { data: { well: 'W1', depth: 1, height: secret } }, /unrecognized_keys height/],
    ['a wrong value', { data: { well: secret, depth: 1 } }, /well: invalid_format/],
    ['no data', { data: undefined }, /data: invalid_type/],
    ['no id', { commandId: undefined }, /commandId: invalid_type/],
    ['an id that is a sentence', { commandId: `${secret} 的申请` }, /commandId: invalid_format/],
    ['an actor that is a name', { actor: secret }, /actor: invalid_format/],
    ['a source that is none', { source: '' }, /source: invalid_format/],
    ['an instant that is none', { source: 'import:x', knownAt: 'yesterday' }, /knownAt: invalid_format/],
    ['a misspelt envelope', { knowAt: NOW }, /command: unrecognized_keys/],
  ])('with %s is refused, naming fields and never values', async (_, wrong, fault) => {
    const outcome = await handle({ ...dig(), ...(wrong as Partial<Command>) })
    expect(outcome).toMatchObject({
      ok: false,
      refused: 'command.malformed',
      message: { en: expect.stringMatching(fault), zh: expect.stringMatching(fault) },
    })
    expect(JSON.stringify(outcome)).not.toContain(secret)
    expect(await store.head()).toBeUndefined()
  })
  it('that is no command at all is refused', async () => {
    for (const nothing of [null, 'DigWell', [], 7])
      expect(await handle(nothing as unknown as Command)).toMatchObject({ refused: 'command.malformed' })
  })
  it('of an unknown type is refused', async () => {
    expect(await handle(dig({ type: 'FillWell' }))).toMatchObject({ ok: false, refused: 'command.unknown-type' })
  })
})

describe('knownAt', () => {
  it('is kept for imports, as UTC with milliseconds', async () => {
    await handle(dig({ source: 'import:old-book', knownAt: '2020-01-01T08:00:00+08:00' }))
    expect((await streamEvents(store, stream))[0]?.metadata.knownAt).toBe('2020-01-01T00:00:00.000Z')
  })
  it.each([
    ['from anybody else', { source: 'api', knownAt: '2020-01-01T00:00:00.000Z' }],
    ['later than now', { source: 'import:old-book', knownAt: '2024-05-01T08:00:00.001Z' }],
  ])('is refused %s', async (_, given) => {
    expect(await handle(dig(given))).toMatchObject({ ok: false, refused: 'command.known-at' })
  })
})

describe('a stream that cannot be understood', () => {
  it.each([
    ['an unknown type', newEvent({ type: 'WellPoisoned', data: { well: 'W1' } }), /unknown type/],
    ['a newer version', newEvent({ type: 'WellDug', data: { well: 'W1', depth: 1 }, metadata: { v: 2 } }), /version 2, known 1/],
    ['data that does not fit', newEvent({ type: 'WellDug', data: { well: 'W1' } }), /depth: invalid_type/],
  ])('for %s stops the command with a clear error', async (_, event, reason) => {
    await store.append(stream, 'no_stream', [event])
    await expect(handle(dig())).rejects.toMatchObject({ code: 'stream.unreadable', message: expect.stringMatching(reason) })
  })
  it('is understood in its older shapes', async () => {
    await store.append(stream, 'no_stream', [newEvent({ type: 'WellDeepened', data: { well: 'W1', metres: 30 }, metadata: { v: 1 } })])
    await handle(deepen('c-1'))
    expect((await streamEvents(store, stream)).at(-1)?.data).toEqual({ well: 'W1', to: 35 })
  })
})

describe('a wrong program', () => {
  it('cannot write an event that does not fit its own schema', async () => {
    await expect(handle(deepen('c-1', 13))).rejects.toThrow('the decided event WellDeepened does not fit its schema: to: invalid_type')
    expect(await store.head()).toBeUndefined()
  })
  it('cannot start with two owners of one command', () => {
    expect(() => createCommandHandler({ store, aggregates: [well, well] })).toThrow('two aggregates know the command DigWell')
  })
})

describe('a command that somebody may object to', () => {
  const objection = { ok: false, refused: 'not.here', message: { zh: '不可', en: 'No.' } } as const

  it('is decided on the very state that was admitted, and asked about again when that has changed', async () => {
    const asked: (number | undefined)[] = []
    const racing = createCommandHandler({ store: withRaces(1, dugByOther), aggregates: [well] })
    const outcome = await racing.handle(deepen('c-1'), {
      admit: async (on) => {
        asked.push(on(stream))
        return undefined
      },
    })
    expect([asked, outcome.ok]).toEqual([[-1, 0], true])
    expect(asked.at(-1)).toBe(Number((await streamEvents(store, stream)).at(-1)?.revision) - 1)
  })
  it('is answered by the objection to what came in between, and nothing is written', async () => {
    const racing = createCommandHandler({ store: withRaces(1, dugByOther), aggregates: [well] })
    const admit = async (on: (name: string) => number | undefined) => (on(stream) === -1 ? undefined : objection)
    expect(await racing.handle(deepen('c-1'), { admit })).toEqual(objection)
    expect(await streamEvents(store, stream)).toHaveLength(1)
  })
  it('is answered by the objection also where the stream cannot be read, or another revision was expected', async () => {
    await handle(dig())
    const { handle: other } = createCommandHandler({ store, aggregates: [well] })
    expect(await other(deepen('c-2'), { expected: 7n, admit: async () => objection })).toEqual(objection)
    await store.append(stream, 'any', [newEvent({ type: 'WellPoisoned', data: { well: 'W1' } })])
    expect(await other(deepen('c-3'), { admit: async (on) => (on(stream) === undefined ? objection : undefined) })).toEqual(objection)
    await expect(other(deepen('c-3'), { admit: async () => undefined })).rejects.toMatchObject({ code: 'stream.unreadable' })
  })
})
