import { DivisionCode, RuleId } from '@rural-tracker/domain'
import { z } from 'zod'
import { seesAll } from '../access/place.ts'
import { everybody } from '../access/roles.ts'
import { answeredOn, clocks, divisionsAsOf, given, told } from './params.ts'
import { defineQuery } from './query.ts'

export const explainVillage = defineQuery({
  name: 'explainVillage',
  title: { zh: '村为何被监测', en: 'Why the watch of a village fires, or is silent' },
  params: z.strictObject({ village: DivisionCode, rule: RuleId.optional(), divisionsAsOf, ...clocks }),
  result: z.looseObject({
    ...answeredOn,
    village: z.string(),
    households: z.int(),
    signs: z.array(z.looseObject({ event: z.string(), on: z.string(), household: z.string() })),
    parameters: z.array(told),
    rules: z.array(told),
  }),
  mayRead: everybody,
  isScan: ({ asOf, knownAt, divisionsAsOf: mapped }) => [asOf, knownAt, mapped].some((one) => one !== undefined),
  run: async (tracker, { village, ...asked }, { division }) => {
    const answer = await tracker.explainVillage(village, given(asked))
    if (seesAll(division)) return answer
    // A sign stays with its village; whose it was is told of those only who still live in the caller's division.
    const here = await tracker.knownHere(answer.signs.map(({ household }) => household))
    return { ...answer, signs: answer.signs.filter(({ household }) => here.has(household)) }
  },
})
