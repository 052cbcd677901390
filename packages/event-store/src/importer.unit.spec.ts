import { aggregates } from '@rural-tracker/domain'
import { beforeEach, describe, expect, it } from 'vitest'
import { v5 } from 'uuid'
import type { Command, CommandOutcome } from './command.ts'
import { EVENT_NAMESPACE, eventIdOf } from './event-id.ts'
import { createCommandHandler } from './handle-command.ts'
import { createImporter } from './importer.ts'
import { openMemoryStore } from './memory.ts'
import type { EventStore } from './port.ts'
import { previewCommands } from './preview.ts'
import { logEvents, newEvent } from './testing/index.ts'

const VILLAGE = '431224105201'
const home = (n: number) => `H${10_000 + n}`
const envelope = (commandId: string) => ({ commandId, actor: 'clerk:a', source: 'import:test' })
const register = (n: number): Command => ({
  type: 'RegisterHousehold',
  data: { registeredIn: VILLAGE, household: home(n), occurredOn: '2020-01-01', kind: 'registeredPoor' },
  ...envelope(`register-${n}`),
})
const visit = (n: number, occurredOn: string): Command => ({
  type: 'VisitHousehold',
  data: { registeredIn: VILLAGE, household: home(n), occurredOn, visitor: 'helper' },
  ...envelope(`visit-${n}-${occurredOn}`),
})

/** Registered one after the other, then visited, some homes twice in a row. */
function* village(homes: number): Generator<Command> {
  for (let n = 0; n < homes; n++) {
    yield register(n)
    if (n % 3 === 0) yield visit(n, '2020-02-01')
  }
  for (let n = 0; n < homes; n++) {
    yield visit(n, '2021-02-01')
    if (n % 2) yield visit(n, '2021-03-01')
  }
}

/** Watches how many appends are under way, and on which streams; answers after a while, the later call sometimes first. */
function watched(store: EventStore) {
  const seen = { most: 0, twoOnOne: false, calls: [] as string[], failAfter: Number.POSITIVE_INFINITY }
  const underWay = new Set<string>()
  const slow: EventStore = {
    append: async (stream, expected, events) => {
      if (underWay.has(stream)) seen.twoOnOne = true
      underWay.add(stream)
      seen.most = Math.max(seen.most, underWay.size)
      if (seen.calls.length >= seen.failAfter) throw new Error('the disk is full')
      seen.calls.push(stream)
      const result = await store.append(stream, expected, events)
      await new Promise((resolve) => setTimeout(resolve, seen.calls.length % 3))
      underWay.delete(stream)
      return result
    },
    readStream: (...args) => store.readStream(...args),
    readAll: (...args) => store.readAll(...args),
    head: () => store.head(),
    logId: () => store.logId(),
    close: () => store.close(),
  }
  return { slow, seen }
}

let store: EventStore
beforeEach(() => {
  store = openMemoryStore()
})
const commandsOf = async (log: EventStore) => (await logEvents(log, {})).map((e) => e.metadata.commandId)

describe('an import', () => {
  it('writes what the command handler would have written, in the same order', async () => {
    const commands = [...village(60)]
    const one = openMemoryStore()
    const { handle } = createCommandHandler({ store: one, aggregates })
    for (const command of commands) await handle(command)
    const summary = await createImporter({ store, aggregates, inFlight: 16 }).import(commands)
    const plain = async (log: EventStore) => (await logEvents(log, {})).map((e) => [e.id, e.stream, e.revision, e.type, e.data, e.metadata])
    expect(await plain(store)).toEqual(await plain(one))
    expect(summary).toEqual({ commands: commands.length, events: commands.length, repeated: 0, refused: 0 })
  })

  it('keeps many appends in flight, never two on one stream, and tells outcomes in order', async () => {
    const { slow, seen } = watched(store)
    const told: number[] = []
    const outcomes: CommandOutcome[] = []
    const commands = [...village(100)]
    await createImporter({ store: slow, aggregates, inFlight: 20 }).import(commands, (outcome, index) => {
      told.push(index)
      outcomes.push(outcome)
    })
    expect(seen).toMatchObject({ most: 20, twoOnOne: false })
    expect(told).toEqual(commands.map((_, i) => i))
    expect(outcomes.every((o) => o.ok && o.events.length === 1 && o.position !== undefined)).toBe(true)
  })

  it('waits for a stream whose append is under way, so that the order stays that of the commands', async () => {
    const { slow, seen } = watched(store)
    const commands = [register(1), register(2)]
    for (let month = 10; month <= 12; month++) commands.push(visit(1, `2020-${month}-01`), visit(2, `2020-${month}-01`))
    await createImporter({ store: slow, aggregates, inFlight: 20 }).import(commands)
    expect(seen).toMatchObject({ most: 2, twoOnOne: false })
    expect(await commandsOf(store)).toEqual(commands.map((c) => c.commandId))
  })

  it('given a store that may commit in another order, then it waits for each append, so that the order stays that of the commands', async () => {
    const { slow, seen } = watched(store)
    const commands = [...village(20)]
    await createImporter({ store: { ...slow, commitsInAnyOrder: true }, aggregates }).import(commands)
    expect(seen.most).toBe(1)
    expect(await commandsOf(store)).toEqual(commands.map((c) => c.commandId))
  })

  it('goes on after a crash: what stood is repeated, the rest is written', async () => {
    const commands = [...village(50)]
    const { slow, seen } = watched(store)
    seen.failAfter = 40
    await expect(createImporter({ store: slow, aggregates, inFlight: 8 }).import(commands)).rejects.toThrow('the disk is full')
    const stood = await commandsOf(store)
    expect(stood).toEqual(commands.slice(0, stood.length).map((c) => c.commandId))
    expect(stood.length).toBeGreaterThan(30)
    const summary = await createImporter({ store, aggregates }).import(commands)
    expect(summary).toEqual({ commands: commands.length, events: commands.length - stood.length, repeated: stood.length, refused: 0 })
    expect(await commandsOf(store)).toEqual(commands.map((c) => c.commandId))
  })

  it('tells every outcome it knows when the store fails, in order, also of commands behind the failed one', async () => {
    const failing: EventStore = {
      ...watched(store).slow,
      append: async (stream, ...rest) => {
        if (!stream.endsWith(home(2))) return store.append(stream, ...rest)
        while ((await commandsOf(store)).length < 4) await new Promise((resolve) => setImmediate(resolve))
        throw new Error('the disk is full')
      },
    }
    const told: number[] = []
    const commands = [0, 1, 2, 3, 4].map(register)
    const importing = createImporter({ store: failing, aggregates }).import(commands, (outcome, index) => outcome.ok && told.push(index))
    await expect(importing).rejects.toThrow('the disk is full')
    expect(told).toEqual([0, 1, 3, 4])
    expect((await commandsOf(store)).sort()).toEqual(told.map((n) => `register-${n}`))
  })

  it('refuses what cannot be, and writes the rest', async () => {
    const outcomes: CommandOutcome[] = []
    const commands = [
      visit(1, '2020-01-01'),
      register(1),
      { ...register(2), type: 'Nothing' },
      { ...visit(1, '2020-02-01'), commandId: 'register-1' },
      visit(1, '2020-02-01'),
    ]
    const summary = await createImporter({ store, aggregates }).import(commands, (outcome) => outcomes.push(outcome))
    expect(outcomes.map((o) => (o.ok ? 'done' : o.refused))).toEqual([
      'household.unknown',
      'done',
      'command.unknown-type',
      'command.other-body',
      'done',
    ])
    expect(summary).toEqual({ commands: 5, events: 2, repeated: 0, refused: 3 })
  })

  it('decides again what somebody else made different', async () => {
    const { handle } = createCommandHandler({ store, aggregates })
    await handle(register(1))
    let raced = false
    const racing: EventStore = {
      ...watched(store).slow,
      append: async (stream, expected, events) => {
        if (!raced) {
          raced = true
          await handle({ ...visit(1, '2020-02-01'), commandId: 'somebody-else' })
        }
        return store.append(stream, expected, events)
      },
    }
    const outcomes: CommandOutcome[] = []
    await createImporter({ store: racing, aggregates }).import([visit(1, '2020-02-01'), visit(1, '2020-03-01')], (outcome) => outcomes.push(outcome))
    expect(outcomes.map((o) => o.ok && o.events.map((e) => e.revision))).toEqual([[], [2n]])
  })

  it('does not keep the last command waiting for the next one', async () => {
    let told = 0
    async function* slowly(): AsyncGenerator<Command> {
      yield register(1)
      while (told === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      yield register(2)
    }
    const summary = await createImporter({ store, aggregates }).import(slowly(), () => (told += 1))
    expect(summary).toMatchObject({ commands: 2, events: 2 })
  })
})

describe('a preview', () => {
  it('sees the effects of earlier lines, gives all errors by index and writes nothing', async () => {
    const commands = [register(1), visit(1, '2020-02-01'), visit(2, '2020-02-01'), { ...register(3), source: '' }, register(1)]
    const preview = await previewCommands({ store, aggregates }, commands)
    expect(preview).toMatchObject({
      commands: 5,
      events: 2,
      repeated: 1,
      refusals: [
        { index: 2, refused: 'household.unknown' },
        { index: 3, refused: 'command.malformed' },
      ],
    })
    expect(await store.head()).toBeUndefined()
  })

  it('says which commands stand in the log, and does not take one of the same list for one', async () => {
    await createImporter({ store, aggregates }).import([register(1), register(3)])
    const preview = await previewCommands({ store, aggregates }, [register(1), register(2), register(3), register(2)])
    expect(preview).toMatchObject({ repeated: 3, standing: [0, 2], events: 1, refusals: [] })
  })

  it('names each command on a stream that cannot be read, and goes on with the others', async () => {
    const { data } = register(1)
    await createImporter({ store, aggregates }).import([register(1)])
    const [{ stream } = { stream: '' }] = await logEvents(store, {})
    await store.append(stream, 0n, [newEvent({ type: 'FromTheFuture', data: data as never })])
    const { refusals, events } = await previewCommands({ store, aggregates }, [visit(1, '2020-02-01'), register(2), visit(1, '2020-03-01')])
    expect(refusals.map(({ index, refused }) => [index, refused])).toEqual([
      [0, 'stream.unreadable'],
      [2, 'stream.unreadable'],
    ])
    expect(events).toBe(1)
  })
})

it('makes event ids that are UUIDs v5', () => {
  for (const [stream, command] of [
    ['household-431224105201-H1', 'c'],
    ['village-4-三江', '命令'],
  ] as const) {
    expect(eventIdOf(stream, command, 3)).toBe(v5(`${stream}\n${command}\n3`, EVENT_NAMESPACE))
  }
})
