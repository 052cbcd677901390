import { HouseholdId, RuleId } from '@rural-tracker/domain'
import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import { answeredOn, clocks, given, told } from './params.ts'
import { defineQuery } from './query.ts'

export const explain = defineQuery({
  name: 'explain',
  title: { zh: '为何在（或不在）名单上', en: 'Why a household is, or is not, on the list' },
  params: z.strictObject({ household: HouseholdId, rule: RuleId.optional(), ...clocks }),
  result: z.looseObject({
    ...answeredOn,
    household: z.string(),
    listed: z.boolean(),
    row: told.nullable(),
    case: told,
    income: told,
    line: told.nullable(),
    rules: z.array(told),
    village: told.nullable(),
  }),
  mayRead: everybody,
  isScan: () => false,
  run: (tracker, { household, ...asked }) => tracker.explain(household, given(asked)),
})
