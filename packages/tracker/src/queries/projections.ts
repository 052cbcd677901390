import { z } from 'zod'
import { seesAll } from '../access/place.ts'
import { everybody } from '../access/roles.ts'
import { told } from './params.ts'
import { defineQuery } from './query.ts'

export const projections = defineQuery({
  name: 'projections',
  title: { zh: '读模型状态', en: 'Status of the read models' },
  params: z.strictObject({}),
  result: z.looseObject({
    projections: z.array(
      z.looseObject({
        name: z.string(),
        version: z.int(),
        state: z.string(),
        position: z.string().nullable(),
        behindSeconds: z.number().nullable(),
        setAside: z.int(),
        failure: told.nullable(),
      }),
    ),
  }),
  mayRead: everybody,
  isScan: () => false,
  run: async (tracker, _, { division }) => {
    const status = await tracker.projections()
    return {
      projections: status.map(({ position, behindSeconds, failure, ...model }) => ({
        ...model,
        position: position === undefined ? null : String(position),
        behindSeconds: behindSeconds ?? null,
        // The event that stopped a model may be anybody's.
        failure: failure === undefined ? null : seesAll(division) ? failure : {},
      })),
    }
  },
})
