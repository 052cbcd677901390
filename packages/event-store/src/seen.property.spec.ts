import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command, CommandOutcome } from './command.ts'
import { createCommandHandler } from './handle-command.ts'
import { createImporter } from './importer.ts'
import { openMemoryStore } from './memory.ts'
import type { EventStore } from './port.ts'
import { previewCommands } from './preview.ts'
import { logEvents } from './testing/index.ts'
import { dig, fill, raise, run, waterworks as aggregates } from './testing/waterworks.ts'

const at = <const P extends string>(prefix: P) => fc.constantFrom(`${prefix}1`, `${prefix}2`)
const step = fc.oneof(
  fc.tuple(at('S'), fc.integer({ min: -2, max: 3 })).map(
    ([spring, by]) =>
      (id: string) =>
        raise(id, spring, by),
  ),
  fc.tuple(at('W'), at('S')).map(
    ([well, spring]) =>
      (id: string) =>
        dig(id, well, spring),
  ),
  fc.tuple(at('W'), at('P')).map(
    ([well, pump]) =>
      (id: string) =>
        fill(id, well, pump),
  ),
  fc.tuple(at('P'), at('W')).map(
    ([pump, well]) =>
      (id: string) =>
        run(id, pump, well),
  ),
)
/** Ids are mostly new; now and then a command comes again, or another one under its id. */
const history = fc
  .array(fc.tuple(step, fc.option(fc.nat(30), { freq: 8 })), { minLength: 1, maxLength: 60, size: 'max' })
  .map((steps) => steps.map(([make, again], n): Command => make(`c-${again ?? n}`)))
const delays = fc.infiniteStream(fc.nat(3))

/** Answers each append after a while, not always in the order of the calls, but writes in that order. */
function slow(store: EventStore, ticks: fc.Stream<number>): EventStore {
  return {
    append: async (...args) => {
      const result = await store.append(...args)
      for (let left = ticks.next().value ?? 0; left > 0; left--) await new Promise(setImmediate)
      return result
    },
    readStream: (...args) => store.readStream(...args),
    readAll: (...args) => store.readAll(...args),
    head: () => store.head(),
    logId: () => store.logId(),
    close: () => store.close(),
  }
}

const said = async (store: EventStore) => (await logEvents(store, {})).map(({ id, stream, revision, data }) => ({ id, stream, revision, data }))
const answers = (outcomes: readonly CommandOutcome[]) => outcomes.map((o) => (o.ok ? { events: o.events, repeated: o.repeated } : o.refused))

test('an import decides like one command after the other, also where commands look at other streams; so does a preview', async () => {
  const reached = new Set<string>()
  await fc.assert(
    fc.asyncProperty(history, delays, fc.constantFrom(1, 2, 5, 512), fc.boolean(), async (commands, ticks, inFlight, async) => {
      const one = openMemoryStore()
      const { handle } = createCommandHandler({ store: one, aggregates })
      const singly: CommandOutcome[] = []
      for (const command of commands) singly.push(await handle(command))

      const preview = await previewCommands({ store: openMemoryStore(), aggregates }, commands)
      const many = openMemoryStore()
      const imported: CommandOutcome[] = []
      const given = async ? slowly(commands, ticks) : commands
      await createImporter({ store: slow(many, ticks), aggregates, inFlight }).import(given, (outcome) => imported.push(outcome))

      expect(answers(imported)).toEqual(answers(singly))
      expect(await said(many)).toEqual(await said(one))
      expect(preview.refusals.map(({ index, refused }) => [index, refused])).toEqual(
        singly.flatMap((outcome, index) => (outcome.ok ? [] : [[index, outcome.refused]])),
      )
      for (const outcome of singly) reached.add(outcome.ok ? (outcome.events[0]?.type ?? 'nothing') : outcome.refused)
    }),
    { numRuns: 200 },
  )
  expect([...reached].toSorted()).toEqual([
    'PumpRan',
    'SpringRose',
    'WellDug',
    'WellFilled',
    'command.other-body',
    'nothing',
    'pump.dry',
    'pump.no-well',
    'well.dug',
    'well.pumped',
  ])
})

async function* slowly(commands: readonly Command[], ticks: fc.Stream<number>): AsyncGenerator<Command> {
  for (const command of commands) {
    for (let left = ticks.next().value ?? 0; left > 0; left--) await new Promise(setImmediate)
    yield command
  }
}
