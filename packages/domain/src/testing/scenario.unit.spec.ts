import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Aggregate, defineAggregate, defineCommand, refuse, streamName } from '../aggregate.ts'
import type { AnyCommand } from '../catalogue.ts'
import { defineEvent } from '../event.ts'
import { Basis } from '../values/basis.ts'

const stream = (category: string) => streamName(category, '431224105201', '1')
const WellDug = defineEvent('WellDug', z.strictObject({ depth: z.int() }))
const PumpRan = defineEvent('PumpRan', z.strictObject({ depth: z.int(), basis: z.array(Basis) }))
type Dug = { depth: number; ids: readonly string[] }

const digging = (category: string) =>
  defineAggregate({
    category,
    events: [WellDug],
    initial: { depth: 0, ids: [] } as Dug,
    evolve: ({ depth, ids }, { data }, { id }): Dug => ({ depth: depth + data.depth, ids: [...ids, id] }),
    commands: [],
  })
const pump = defineAggregate({
  category: 'pump',
  events: [PumpRan],
  initial: { ran: false },
  evolve: () => ({ ran: true }),
  commands: [
    defineCommand<{ ran: boolean }>()({
      type: 'RunPump',
      kind: 'order',
      data: z.strictObject({}),
      stream: () => stream('pump'),
      reads: () => [stream('well'), stream('pond')],
      decide: (_data, { ran }, _actor, seen) => {
        const [well, pond] = [seen(stream('well')), seen(stream('pond'))] as { state: Dug; revision: number }[]
        if (seen(stream('sea'))) throw new Error('a stream is seen that the command does not read')
        if (!well || well.revision < 0) return refuse('pump.no-well', '没有井。', 'There is no well.')
        const basis = [well, ...(pond && pond.revision >= 0 ? [pond] : [])]
        return ran
          ? []
          : [
              PumpRan({
                depth: basis.reduce((sum, { state }) => sum + state.depth, 0),
                basis: basis.map(({ state, revision }) => ({
                  stream: stream(state === well.state ? 'well' : 'pond'),
                  revision,
                  events: [...state.ids],
                })),
              }),
            ]
      },
    }),
  ],
})
const known: Record<string, unknown> = { PumpRan, WellDug }

vi.mock('../catalogue.ts', () => ({
  get aggregates(): Aggregate[] {
    return [pump, digging('well'), digging('pond'), digging('sea')] as unknown as Aggregate[]
  },
  get catalogue() {
    return new Map(Object.entries(known))
  },
}))
const { eventId, given } = await import('./scenario.ts')
const RunPump = { type: 'RunPump', data: {} } as unknown as AnyCommand

it('a command sees the streams it reads as they are said to stand, each event with an id of its own', () => {
  given()
    .seeing(stream('well'), WellDug({ depth: 3 }), WellDug({ depth: 4 }))
    .seeing(stream('pond'), WellDug({ depth: 1 }))
    .when(RunPump)
    .then(
      PumpRan({
        depth: 8,
        basis: [
          { stream: stream('well'), revision: 1, events: [eventId(0, 1), eventId(1, 1)] },
          { stream: stream('pond'), revision: 0, events: [eventId(0, 2)] },
        ],
      }),
    )
})

it('nothing stands in a stream of which nothing is said', () => {
  given().when(RunPump).thenRefused('pump.no-well')
})

it('a stream that the command does not read stays unseen, whatever is said of it', () => {
  given()
    .seeing(stream('sea'), WellDug({ depth: 9 }))
    .seeing(stream('well'), WellDug({ depth: 3 }))
    .when(RunPump)
    .then(PumpRan({ depth: 3, basis: [{ stream: stream('well'), revision: 0, events: [eventId(0, 2)] }] }))
})

it('a stream is described once, of a category that somebody knows', () => {
  expect(() => given().seeing(stream('well')).seeing(stream('well'))).toThrow('is seen already')
  expect(() => given().seeing(stream('moon'))).toThrow('no aggregate has the category of the stream moon')
})
