import { IsoDate } from '@rural-tracker/domain'
import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import { LIST_SORTS } from '../list-question.ts'
import { answeredOn, clocks, division, divisionsAsOf, flag, given, page, text, told } from './params.ts'
import { defineQuery } from './query.ts'

const word = z.string().min(1).max(80).optional()

export const list = defineQuery({
  name: 'list',
  title: { zh: '防返贫监测名单', en: 'The monitoring list' },
  params: z.strictObject({
    ...clocks,
    division,
    divisionsAsOf,
    class: word,
    status: word,
    level: word,
    risk: word,
    rule: word,
    helper: word,
    deadlineBefore: IsoDate.optional(),
    all: flag,
    sort: z.enum(LIST_SORTS).optional(),
    compare: IsoDate.optional(),
    ...page,
  }),
  result: z.looseObject({
    ...answeredOn,
    total: z.int(),
    rows: z.array(
      z.looseObject({
        household: z.string(),
        village: z.string(),
        class: z.string(),
        status: z.string(),
        level: z.string().nullable(),
        reasons: z.array(z.object({ rule: z.string(), message: text })),
      }),
    ),
    compared: told.optional(),
    entered: z.array(told).optional(),
    left: z.array(told).optional(),
    changed: z.array(told).optional(),
  }),
  mayRead: everybody,
  // A past day is derived household by household.
  isScan: ({ asOf, knownAt, compare, divisionsAsOf: mapped }) => [asOf, knownAt, compare, mapped].some((one) => one !== undefined),
  run: (tracker, params) => tracker.list(given(params)),
})
