import type { AnyCommand } from '@rural-tracker/domain'
import { eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { about, day, say, village, VILLAGES } from './steps.ts'

const limit = (name: string, value: number, unit: 'day' | 'count' | 'percent') => {
  const is = { name, value, unit, from: '2019-01-01', basis: 'test', assumption: true }
  return { set: { type: 'SetThreshold', data: { region: '000000000000', ...is } } as AnyCommand, is }
}

/** What the watch of villages is held against. */
export const watched: readonly AnyCommand[] = [
  {
    type: 'AdoptRule',
    data: { region: '000000000000', rule: 'village-watch', level: 2, sign: 'process', from: '2019-01-01', basis: 'test', assumption: true },
  },
  limit('watchDays', 400, 'day').set,
  limit('watchHouseholds', 2, 'count').set,
  limit('watchPercent', 50, 'percent').set,
]

/** What a village has, and the village it becomes part of. */
export const villages = [
  {
    weight: 1,
    arbitrary: say(
      fc
        .tuple(village, fc.constantFrom('a', 'b'), day)
        .map(([v, id, occurredOn]) => ({ type: 'OpenFacility', data: { village: v, facility: 'clinic', id, occurredOn } })),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc
        .tuple(village, fc.constantFrom('a', 'b'), day)
        .map(([v, id, occurredOn]) => ({ type: 'CloseFacility', data: { village: v, id, occurredOn } })),
    ),
  },
  {
    weight: 1,
    arbitrary: say(
      fc.tuple(village, day).map(([one, occurredOn]) => {
        const into = VILLAGES.find((other) => other !== one) ?? ''
        return { type: 'MergeVillage', data: { village: one, into, occurredOn } }
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: about('MergeVillage', ({ data, commandId }) => {
      const { village: one } = data as { village: string }
      const reverses = eventIdOf(`village-${one}-self`, commandId, 0)
      return { type: 'WithdrawMerger', data: { village: one, reverses, reason: 'mistaken' } }
    }),
  },
  {
    weight: 1,
    arbitrary: say(
      fc.constantFrom(10, 90, 200).map((days) => ({
        type: 'CorrectThreshold',
        data: { region: '000000000000', corrects: '2019-01-01', is: limit('watchDays', days, 'day').is },
      })),
    ),
  },
]
