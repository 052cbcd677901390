import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRefusal } from './aggregate.ts'
import { aggregates, type AnyCommand } from './catalogue.ts'
import { beside, life } from './testing/case-life.ts'
import { anyCommandOf, commandData } from './testing/commands/index.ts'
import { householdLife } from './testing/household-life.ts'
import { WebhookSubscribed } from './webhook/events.ts'
import { aggregateOf, decideOn, type Folded, fold } from './testing/scenario.ts'

const actor = fc.constantFrom('user:a', 'user:b', 'user:c')

/** Commands that come far only after many others are tried on any part of a whole way, beside the streams that they read. */
const WAYS: Readonly<Record<string, readonly AnyCommand[]>> = { household: householdLife, monitoringCase: life }
const SUBSCRIBED = {
  ...{ division: '431224105000', webhook: 'W1', occurredOn: '2019-01-01', url: 'https://county.example/hooks' },
  ...{ events: ['HouseholdVisited'], readModels: [], ratePerMinute: 60, generation: 1 },
}
const others = new Map(beside()).set(
  'webhook-431224105000-W1',
  fold(aggregateOf('webhook-'), [WebhookSubscribed(SUBSCRIBED)], 'user:elsewhere', undefined, 99),
)

test('every command has random data to be tested with', () => {
  const types = aggregates.flatMap((aggregate) => aggregate.commands.map(({ type }) => type))
  expect(Object.keys(commandData).toSorted()).toEqual(types.toSorted())
})

test.each(aggregates.map((aggregate) => [aggregate.category, aggregate] as const))('%s: the same command again changes nothing', (_, aggregate) => {
  const types = aggregate.commands.map(({ type }) => type)
  const wrote = new Map(types.map((type) => [type, 0]))
  const way = WAYS[aggregate.category] ?? []
  // Three people take turns: who recorded a step does not check it.
  const beginning = fc.nat({ max: way.length }).map((length) => way.slice(0, length).map((command, i) => [command, `user:${'abc'[i % 3]}`] as const))
  const random = fc.array(fc.tuple(anyCommandOf(types), actor), { minLength: 1, maxLength: 60, size: 'max' })
  const history = fc.tuple(beginning, random).map((parts) => parts.flat())

  fc.assert(
    fc.property(history, (steps) => {
      const streams = new Map<string, Folded>()
      for (const [command, who] of steps) {
        const definition = aggregate.commands.find(({ type }) => type === command.type)
        const stream = definition?.stream(definition.data.parse(command.data) as never) ?? ''
        expect(stream).toMatch(new RegExp(`^${aggregate.category}-\\d{12}-[^-]+$`))
        const before = streams.get(stream) ?? fold(aggregate, [], who)
        const decision = decideOn(command, before, who, others)
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
        expect(decideOn(command, after, who, others), `${command.type} again`).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
  expect(
    [...wrote].filter(([, times]) => times === 0).map(([type]) => type),
    'commands that never wrote an event',
  ).toEqual([])
})
