import { z } from 'zod'
import { keepers } from '../access/roles.ts'
import { told } from '../queries/params.ts'
import { defineCare } from './care.ts'

export const resumeReactions = defineCare({
  name: 'resumeReactions',
  title: { zh: '对外事项停止后继续', en: 'Has what is done outside go on that has stopped before an event' },
  params: z.strictObject({
    setAside: z.boolean().optional().describe('Goes on without the event, which stays visible; otherwise it is tried again'),
  }),
  result: z.looseObject({
    position: z.string().nullable(),
    owed: z.int().describe('What is to be done outside and has no outcome yet'),
    failure: told.nullable().describe('Null until whoever works meets the event again'),
    setAside: z.array(told),
  }),
  may: keepers,
  run: async (tracker, { setAside }) => {
    await tracker.resumeReactions(setAside === undefined ? {} : { setAside })
    return tracker.reactionsStatus()
  },
})
