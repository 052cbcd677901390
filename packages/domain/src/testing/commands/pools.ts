import fc from 'fast-check'
import type { AnyCommand } from '../../catalogue.ts'
import { eventId } from '../scenario.ts'

/** An arbitrary for the data of each of these commands. */
export type DataOfEach<Type extends AnyCommand['type']> = {
  readonly [Each in Type]: fc.Arbitrary<Extract<AnyCommand, { type: Each }>['data']>
}

// Small pools, so that random commands meet in the same streams and under the same keys.
export const one = fc.constantFrom
export const village = one('431224105201', '431224105202')
export const registeredIn = fc.constant('431224105201')
export const division = fc.constant('431224105000')
export const household = one('H00001', 'H00002')
export const person = one('P00001', 'P00002', 'P00003')
export const persons = fc.uniqueArray(person, { minLength: 1, maxLength: 3 })
export const occurredOn = one('2019-03-02', '2019-06-30', '2020-02-29')
export const event = fc.nat({ max: 12 }).map(eventId)
export const year = one(2019, 2020)
export const amount = one(10_000, 25_000)
export const fen = one(0, 10_000, 650_000)
export const title = one('豆腐', '竹笋')
export const window = one({ from: '2018-10-01', to: '2019-09-30' }, { from: '2019-10-01', to: '2020-09-30' })

export function keys<Shape extends object>(shape: Shape): (keyof Shape)[] {
  return Object.keys(shape) as (keyof Shape)[]
}
