import { z } from 'zod'
import { overseers } from '../access/roles.ts'
import { answered, page } from './params.ts'
import { defineQuery } from './query.ts'

export const keys = defineQuery({
  name: 'keys',
  title: { zh: '服务密钥', en: 'Service keys' },
  params: z.strictObject({ ...page }),
  result: z.looseObject({
    ...answered,
    total: z.int(),
    keys: z.array(
      z.looseObject({ division: z.string(), key: z.string(), role: z.string(), validTo: z.string().nullable(), revokedOn: z.string().nullable() }),
    ),
  }),
  mayRead: overseers,
  isScan: () => false,
  run: async (tracker, { limit, offset }) => tracker.serviceKeys({ limit, offset }),
})
