import { HouseholdId, IsoDate, NoticeField } from '@rural-tracker/domain'
import { z } from 'zod'
import { everybody } from '../access/roles.ts'
import { answered, given } from './params.ts'
import { defineQuery } from './query.ts'

export const notice = defineQuery({
  name: 'notice',
  title: { zh: '进行中程序的公示内容', en: 'What the public notice of a household’s open procedure shows' },
  params: z.strictObject({ household: HouseholdId, asOf: IsoDate.optional() }),
  result: z.looseObject({
    ...answered,
    household: z.string(),
    asOf: IsoDate,
    procedure: z.int(),
    purpose: z.string(),
    from: IsoDate,
    to: IsoDate,
    fields: z.array(NoticeField),
  }),
  mayRead: everybody,
  isScan: () => false,
  run: (tracker, { household, ...asked }) => tracker.notice(household, given(asked)),
})
