import { IsoDate } from '@rural-tracker/domain'
import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import type { TraceLine } from '@rural-tracker/read-models'
import { answered, division, divisionsAsOf, given, knownAt, page, text, told } from './params.ts'
import { defineQuery } from './query.ts'

const question = { from: IsoDate.optional(), to: IsoDate.optional(), division, divisionsAsOf, knownAt }

export const figures = defineQuery({
  name: 'figures',
  title: { zh: '指标及其依据', en: 'Figures with the proof behind each' },
  params: z.strictObject(question),
  result: z.looseObject({
    ...answered,
    figures: z.array(
      z.looseObject({
        indicator: z.string(),
        title: text,
        value: z.number(),
        unit: z.string(),
        from: z.string(),
        to: z.string(),
        division: z.string(),
        claims: z.array(z.string()),
        relation: z.string(),
        published: z.array(told),
        events: z.int(),
      }),
    ),
  }),
  mayRead: everybody,
  isScan: () => true,
  run: (tracker, params) => tracker.figures(given(params)),
})

export const trace = defineQuery({
  name: 'trace',
  title: { zh: '数字背后的事件', en: 'The events behind a figure' },
  params: z.strictObject({ of: z.string().min(1).max(80), ...question, ...page }),
  result: z.looseObject({
    of: z.string(),
    total: z.int(),
    lines: z.array(z.looseObject({ eventId: z.string(), stream: z.string(), revision: z.int(), counted: z.string(), contribution: z.number() })),
  }),
  mayRead: everybody,
  isScan: () => true,
  run: async (tracker, { of, limit, offset, ...asked }) => {
    const lines: TraceLine[] = []
    let total = 0
    for await (const line of await tracker.trace(of, given(asked))) {
      if (total >= offset && lines.length < limit) lines.push(line)
      total++
    }
    return { of, total, lines }
  },
})
