import { HouseholdId } from '@rural-tracker/domain'
import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import { answered, flag, given, knownAt, told } from './params.ts'
import { defineQuery } from './query.ts'

export const timeline = defineQuery({
  name: 'timeline',
  title: { zh: '该户的全部事件', en: 'Everything said of a household' },
  params: z.strictObject({ household: HouseholdId, steps: flag, knownAt }),
  result: z.looseObject({
    ...answered,
    household: z.string(),
    rows: z.array(z.looseObject({ occurredOn: z.string(), knownAt: z.string(), position: z.string(), type: z.string(), eventId: z.string() })),
    findings: z.array(told),
  }),
  mayRead: everybody,
  isScan: () => false,
  run: (tracker, { household, ...asked }) => tracker.timeline(household, given(asked)),
})
