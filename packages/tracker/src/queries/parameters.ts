import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import { answeredOn, clocks, division, given, text } from './params.ts'
import { defineQuery } from './query.ts'

export const parameters = defineQuery({
  name: 'parameters',
  title: { zh: '监测参数及其依据', en: 'What the rules are held against' },
  params: z.strictObject({ division, kind: z.string().min(1).max(80).optional(), ...clocks }),
  result: z.looseObject({
    ...answeredOn,
    division: z.string().nullable(),
    parameters: z.array(z.looseObject({ kind: z.string(), region: z.string(), from: z.string(), to: z.string().nullable(), basis: z.string() })),
    notSet: z.array(z.looseObject({ kind: z.string(), message: text, rules: z.array(z.string()) })),
  }),
  mayRead: everybody,
  isScan: () => false,
  run: (tracker, params) => tracker.parameters(given(params)),
})
