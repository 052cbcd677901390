import { eventIdOf } from '@rural-tracker/event-store'
import fc from 'fast-check'
import { about, day, say, village, VILLAGES } from './steps.ts'

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
]
