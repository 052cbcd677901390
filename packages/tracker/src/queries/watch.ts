import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import { answeredOn, clocks, division, divisionsAsOf, given, text } from './params.ts'
import { defineQuery } from './query.ts'

export const watch = defineQuery({
  name: 'watch',
  title: { zh: '规模性返贫风险监测', en: 'The villages where many households show signs at once' },
  params: z.strictObject({ division, divisionsAsOf, ...clocks }),
  result: z.looseObject({
    ...answeredOn,
    rows: z.array(z.looseObject({ village: z.string(), households: z.int(), base: z.int(), first: z.string(), last: z.string(), message: text })),
  }),
  mayRead: everybody,
  isScan: ({ asOf, knownAt, divisionsAsOf: mapped }) => [asOf, knownAt, mapped].some((one) => one !== undefined),
  run: (tracker, params) => tracker.villageWatch(given(params)),
})
