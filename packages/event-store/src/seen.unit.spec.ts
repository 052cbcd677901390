import { Basis, defineAggregate, defineCommand, defineEvent } from '@rural-tracker/domain'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { CommandOutcome } from './command.ts'
import { eventIdOf } from './event-id.ts'
import { createCommandHandler } from './handle-command.ts'
import { createImporter } from './importer.ts'
import { openMemoryStore } from './memory.ts'
import type { EventStore, StoredEvent } from './port.ts'
import { previewCommands } from './preview.ts'
import { logEvents, newEvent, streamEvents } from './testing/index.ts'
import { dig, fill, pumpStream, raise, run, springStream, waterworks as aggregates, wellStream } from './testing/waterworks.ts'

let store: EventStore
beforeEach(() => {
  store = openMemoryStore()
})
const handle = (...given: Parameters<ReturnType<typeof createCommandHandler>['handle']>) =>
  createCommandHandler({ store, aggregates }).handle(...given)
const codes = (outcomes: readonly CommandOutcome[]) => outcomes.map((outcome) => (outcome.ok ? outcome.events.length : outcome.refused))
const basisOf = ({ data }: StoredEvent): Basis[] => z.array(Basis).parse((data as { basis: unknown }).basis)
const idOf = (stream: string, commandId: string) => eventIdOf(stream, commandId, 0)

/** The store, in which somebody else does something just before the first append to a stream. */
function before(stream: string, other: () => Promise<unknown>): EventStore {
  let done = false
  return {
    append: async (name, expected, events) => {
      if (name === stream && !done) {
        done = true
        await other()
      }
      return store.append(name, expected, events)
    },
    readStream: (...args) => store.readStream(...args),
    readAll: (...args) => store.readAll(...args),
    head: () => store.head(),
    logId: () => store.logId(),
    close: () => store.close(),
  }
}

describe('a command that looks at other streams', () => {
  it('is decided on them, found step by step, and says on which revision and events it rests', async () => {
    for (const command of [raise('c-1', 'S1', 3), raise('c-2', 'S1', 4), dig('c-3', 'W1', 'S1')]) await handle(command)
    expect(await handle(run('c-4', 'P1', 'W1'))).toMatchObject({ ok: true })
    expect((await streamEvents(store, pumpStream('P1')))[0]?.data).toEqual({
      pump: 'P1',
      well: 'W1',
      litres: 7,
      basis: [
        { stream: wellStream('W1'), revision: 0, events: [idOf(wellStream('W1'), 'c-3')] },
        { stream: springStream('S1'), revision: 1, events: [idOf(springStream('S1'), 'c-2')] },
      ],
    })
  })

  it('sees an empty stream where nothing stands', async () => {
    expect(await handle(run('c-1', 'P1', 'W1'))).toMatchObject({ refused: 'pump.no-well' })
    await handle(dig('c-2', 'W1', 'S1'))
    expect(await handle(run('c-3', 'P1', 'W1'))).toMatchObject({ refused: 'pump.dry' })
  })

  it('reads everything again after a conflict', async () => {
    for (const command of [raise('c-1', 'S1', 3), dig('c-2', 'W1', 'S1'), run('c-3', 'P1', 'W1')]) await handle(command)
    const others = async () => {
      await handle(run('else-1', 'P1', 'W1'))
      await handle(raise('else-2', 'S1', 5))
    }
    const racing = createCommandHandler({ store: before(pumpStream('P1'), others), aggregates })
    expect(await racing.handle(run('c-4', 'P1', 'W1'))).toMatchObject({ ok: true, events: [{ revision: 2n }] })
    const last = (await streamEvents(store, pumpStream('P1'))).at(-1) as StoredEvent
    expect(last.data).toMatchObject({ litres: 8 })
    expect(basisOf(last)[1]).toEqual({ stream: springStream('S1'), revision: 1, events: [idOf(springStream('S1'), 'else-2')] })
  })

  it('is refused after a conflict, when what it rests on is gone', async () => {
    for (const command of [raise('c-1', 'S1', 3), dig('c-2', 'W1', 'S1'), run('c-3', 'P1', 'W1')]) await handle(command)
    const others = async () => {
      await handle(run('else-1', 'P1', 'W1'))
      await handle(raise('else-2', 'S1', -3))
    }
    const racing = createCommandHandler({ store: before(pumpStream('P1'), others), aggregates })
    expect(await racing.handle(run('c-4', 'P1', 'W1'))).toMatchObject({ refused: 'pump.dry' })
  })

  it('given again is answered like the first time, whatever stands elsewhere by now', async () => {
    for (const command of [raise('c-1', 'S1', 3), dig('c-2', 'W1', 'S1')]) await handle(command)
    const first = await handle(run('c-3', 'P1', 'W1'))
    await store.append(springStream('S1'), 'any', [newEvent({ type: 'SpringPoisoned' })])
    expect(await handle(run('c-3', 'P1', 'W1'))).toEqual({ ...first, repeated: true })
    await expect(handle(run('c-4', 'P1', 'W1'))).rejects.toMatchObject({ code: 'stream.unreadable' })
  })
})

describe('an import with commands that look at other streams', () => {
  it('sees what was decided before in the same import, while its append is under way', async () => {
    const slow: EventStore = {
      ...before('none', async () => undefined),
      append: async (...args) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return store.append(...args)
      },
    }
    const outcomes: CommandOutcome[] = []
    const commands = [
      run('c-1', 'P1', 'W1'),
      dig('c-2', 'W1', 'S1'),
      run('c-3', 'P1', 'W1'),
      raise('c-4', 'S1', 3),
      run('c-5', 'P1', 'W1'),
      fill('c-6', 'W1', 'P1'),
      raise('c-7', 'S1', 2),
      run('c-8', 'P1', 'W1'),
      fill('c-9', 'W1', 'P1'),
      run('c-10', 'P1', 'W1'),
    ]
    await createImporter({ store: slow, aggregates }).import(commands, (outcome) => outcomes.push(outcome))
    expect(codes(outcomes)).toEqual(['pump.no-well', 1, 'pump.dry', 1, 1, 'well.pumped', 1, 1, 1, 'pump.no-well'])
    const pumped = await streamEvents(store, pumpStream('P1'))
    expect(pumped.map((event) => basisOf(event)[1])).toEqual([
      { stream: springStream('S1'), revision: 0, events: [idOf(springStream('S1'), 'c-4')] },
      { stream: springStream('S1'), revision: 1, events: [idOf(springStream('S1'), 'c-7')] },
    ])
  })

  it('does not wait for the streams that it looks at', async () => {
    let most = 0
    let underWay = 0
    const slow: EventStore = {
      ...before('none', async () => undefined),
      append: async (...args) => {
        most = Math.max(most, ++underWay)
        const result = await store.append(...args)
        await new Promise((resolve) => setTimeout(resolve, 5))
        underWay -= 1
        return result
      },
    }
    const commands = [raise('c-1', 'S1', 3), dig('c-2', 'W1', 'S1'), run('c-3', 'P1', 'W1'), run('c-4', 'P2', 'W1')]
    await createImporter({ store: slow, aggregates }).import(commands)
    expect(most).toBe(4)
  })

  it('leaves after a crash a prefix in which no decision stands before what it rests on, and goes on from there', async () => {
    const commands = [dig('dig-1', 'W1', 'S1'), dig('dig-2', 'W2', 'S1')]
    for (let n = 1; n <= 40; n++) commands.push(raise(`raise-${n}`, 'S1', 1), run(`run-${n}`, `P${n % 7}`, `W${1 + (n % 2)}`))
    for (const failAfter of [1, 2, 3, 10, 33]) {
      store = openMemoryStore()
      let calls = 0
      const failing: EventStore = {
        ...before('none', async () => undefined),
        append: async (...args) => {
          if (calls++ >= failAfter) throw new Error('the disk is full')
          const result = await store.append(...args)
          await new Promise((resolve) => setTimeout(resolve, calls % 3))
          return result
        },
      }
      await expect(createImporter({ store: failing, aggregates, inFlight: 8 }).import(commands)).rejects.toThrow('the disk is full')
      const stood = await logEvents(store, {})
      expect(stood.map((event) => event.metadata.commandId)).toEqual(commands.slice(0, stood.length).map((command) => command.commandId))
      expectBasesBefore(stood)
      await createImporter({ store, aggregates }).import(commands)
      const all = await logEvents(store, {})
      expect(all.map((event) => event.metadata.commandId)).toEqual(commands.map((command) => command.commandId))
      expectBasesBefore(all)
    }
  })

  it('decides anew on everything as it is, when somebody else wrote to its stream', async () => {
    for (const command of [raise('c-1', 'S1', 3), dig('c-2', 'W1', 'S1'), run('c-3', 'P1', 'W1')]) await handle(command)
    const others = async () => {
      await handle(run('else-1', 'P1', 'W1'))
      await handle(raise('else-2', 'S1', 5))
    }
    const outcomes: CommandOutcome[] = []
    const commands = [run('c-4', 'P1', 'W1'), run('c-5', 'P2', 'W1')]
    await createImporter({ store: before(pumpStream('P1'), others), aggregates }).import(commands, (outcome) => outcomes.push(outcome))
    expect(codes(outcomes)).toEqual([1, 1])
    const last = (await streamEvents(store, pumpStream('P1'))).at(-1) as StoredEvent
    expect([last.revision, last.data]).toMatchObject([2n, { litres: 8 }])
    expect(basisOf(last)[1]).toEqual({ stream: springStream('S1'), revision: 1, events: [idOf(springStream('S1'), 'else-2')] })
  })

  it('decides anew on the log as it stands, which by then may hold what came later in the import', async () => {
    for (const command of [raise('c-1', 'S1', 3), dig('c-2', 'W1', 'S1')]) await handle(command)
    const others = async () => {
      await handle(run('else-1', 'P1', 'W1'))
      await handle(run('else-2', 'P1', 'W1'))
    }
    const outcomes: CommandOutcome[] = []
    const commands = [run('c-3', 'P1', 'W1'), fill('c-4', 'W1', 'P2')]
    await createImporter({ store: before(pumpStream('P1'), others), aggregates }).import(commands, (outcome) => outcomes.push(outcome))
    expect(codes(outcomes)).toEqual(['pump.no-well', 1])
  })

  it('waits for a stream that is being decided anew, and only then looks at it', async () => {
    await handle(raise('c-1', 'S1', 3))
    const { slow, reads } = slowAgain(
      before(wellStream('W1'), () => handle(dig('else-1', 'W1', 'S2'))),
      wellStream('W1'),
    )
    async function* commands() {
      yield dig('c-2', 'W1', 'S1')
      while (reads() < 2) await new Promise(setImmediate)
      yield run('c-3', 'P1', 'W1')
    }
    const outcomes: CommandOutcome[] = []
    await createImporter({ store: slow, aggregates }).import(commands(), (outcome) => outcomes.push(outcome))
    expect(codes(outcomes)).toEqual(['well.dug', 'pump.dry'])
  })

  it('decides two streams anew one after the other: the second rests on what became of the first', async () => {
    await handle(dig('c-1', 'W1', 'S1'))
    let others: Promise<unknown> | undefined
    const racing: EventStore = {
      ...before('none', async () => undefined),
      append: async (...args) => {
        others ??= handle(raise('else-1', 'S1', 1)).then(() => handle(run('else-2', 'P1', 'W1')))
        await others
        return store.append(...args)
      },
    }
    const { slow } = slowAgain(racing, springStream('S1'))
    await createImporter({ store: slow, aggregates }).import([run('c-2', 'P1', 'W1'), raise('c-3', 'S1', 3), run('c-4', 'P1', 'W1')])
    const last = (await streamEvents(store, pumpStream('P1'))).at(-1) as StoredEvent
    expect([last.revision, last.data]).toMatchObject([1n, { litres: 4 }])
    expect(basisOf(last)[1]).toEqual({ stream: springStream('S1'), revision: 1, events: [idOf(springStream('S1'), 'c-3')] })
  })
})

/** A store in which reading this stream a second time takes long. */
function slowAgain(inner: EventStore, of: string) {
  let times = 0
  const slow: EventStore = {
    ...inner,
    async *readStream(stream, how) {
      if (stream === of && ++times === 2) await new Promise((resolve) => setTimeout(resolve, 10))
      yield* inner.readStream(stream, how)
    },
  }
  return { slow, reads: () => times }
}

describe('a preview of commands that look at other streams', () => {
  it('sees in a line what an earlier line would write to another stream, and writes nothing', async () => {
    const commands = [run('c-1', 'P1', 'W1'), dig('c-2', 'W1', 'S1'), raise('c-3', 'S1', 3), run('c-4', 'P1', 'W1'), fill('c-5', 'W1', 'P1')]
    expect(await previewCommands({ store, aggregates }, commands)).toMatchObject({
      events: 3,
      refusals: [
        { index: 0, refused: 'pump.no-well' },
        { index: 4, refused: 'well.pumped' },
      ],
    })
    expect(await store.head()).toBeUndefined()
  })
})

describe('a wrong program', () => {
  it('cannot look at a stream whose category nobody knows', async () => {
    await expect(handleWith(() => ['moon-431224105201-1'])).rejects.toThrow('no aggregate has the category of the stream moon-431224105201-1')
  })
  it('cannot start with two aggregates of one category', () => {
    const [spring] = aggregates
    expect(() => createCommandHandler({ store, aggregates: [...aggregates, { ...spring, commands: [] }] as never })).toThrow(
      'two aggregates have the category spring',
    )
  })

  function handleWith(reads: () => readonly string[]) {
    const lamp = defineAggregate({
      category: 'lamp',
      events: [defineEvent('LampLit', z.strictObject({}))],
      initial: {},
      evolve: (state) => state,
      commands: [
        defineCommand<object>()({
          type: 'LightLamp',
          kind: 'order',
          data: z.strictObject({}),
          stream: () => 'lamp-431224105201-1',
          reads,
          decide: () => [],
        }),
      ],
    })
    return createCommandHandler({ store, aggregates: [lamp] }).handle({
      type: 'LightLamp',
      data: {},
      commandId: 'c-1',
      actor: 'clerk:a',
      source: 'cli',
    })
  }
})

/** Every basis names a revision and events that stand at an earlier position. */
function expectBasesBefore(events: readonly StoredEvent[]): void {
  const ids = new Map<string, string[]>()
  for (const event of events) {
    if (event.type === 'PumpRan') {
      for (const { stream, revision, events: rests } of basisOf(event)) {
        expect(ids.get(stream)?.length).toBe(revision + 1)
        expect(ids.get(stream)).toEqual(expect.arrayContaining(rests))
      }
    }
    ids.set(event.stream, [...(ids.get(event.stream) ?? []), event.id])
  }
}
