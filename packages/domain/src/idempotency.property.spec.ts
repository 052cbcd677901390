import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Aggregate, isRefusal } from './aggregate.ts'
import { aggregates, type AnyCommand } from './catalogue.ts'
import { anyCommandOf, commandData } from './testing/commands/index.ts'
import { decideOn, type Folded, fold } from './testing/scenario.ts'

const actor = fc.constantFrom('user:a', 'user:b', 'user:c')

const step = (types: readonly string[]) => fc.tuple(anyCommandOf(types), actor)

/** The commands that may come first in a stream, such as a registration; before one of them everything else is refused. */
function openersOf(aggregate: Aggregate): string[] {
  const writes = (command: AnyCommand) => {
    const decision = decideOn(command, fold(aggregate, [], 'user:a'), 'user:a')
    return !isRefusal(decision) && decision.length > 0
  }
  const types = aggregate.commands.map(({ type }) => type)
  return types.filter((type) => fc.sample(anyCommandOf([type]), { numRuns: 20, seed: 1 }).some(writes))
}

test('every command has random data to be tested with', () => {
  const types = aggregates.flatMap((aggregate) => aggregate.commands.map(({ type }) => type))
  expect(Object.keys(commandData).toSorted()).toEqual(types.toSorted())
})

test.each(aggregates.map((aggregate) => [aggregate.category, aggregate] as const))('%s: the same command again changes nothing', (_, aggregate) => {
  const types = aggregate.commands.map(({ type }) => type)
  const wrote = new Map(types.map((type) => [type, 0]))
  const history = fc
    .tuple(step(openersOf(aggregate)), fc.array(step(types), { maxLength: 60, size: 'max' }))
    .map(([first, others]) => [first, ...others])

  fc.assert(
    fc.property(history, (steps) => {
      const streams = new Map<string, Folded>()
      for (const [command, who] of steps) {
        const definition = aggregate.commands.find(({ type }) => type === command.type)
        const stream = definition?.stream(definition.data.parse(command.data) as never) ?? ''
        expect(stream).toMatch(new RegExp(`^${aggregate.category}-\\d{12}-[^-]+$`))
        const before = streams.get(stream) ?? fold(aggregate, [], who)
        const decision = decideOn(command, before, who)
        if (isRefusal(decision)) {
          expect(decision.refused).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/)
          expect(`${decision.message.zh} ${decision.message.en}`).not.toMatch(/[HP]\d{5}/)
          expect(decision.message.zh).toMatch(/\p{Script=Han}/u)
          expect(decision.message.en).toMatch(/^[A-Z].+\.$/)
          continue
        }
        const after = fold(aggregate, decision, who, before)
        streams.set(stream, after)
        if (decision.length > 0) wrote.set(command.type, (wrote.get(command.type) ?? 0) + 1)
        expect(decideOn(command, after, who), `${command.type} again`).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
  expect(
    [...wrote].filter(([, times]) => times === 0).map(([type]) => type),
    'commands that never wrote an event',
  ).toEqual([])
})
