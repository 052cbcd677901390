import { z } from 'zod'
import { keepers } from '../access/roles.ts'
import { told } from '../queries/params.ts'
import { defineCare, onlyThat } from './care.ts'

export const resumeReactions = defineCare({
  name: 'resumeReactions',
  title: { zh: '对外事项停止后继续', en: 'Has what is done outside go on that has stopped before an event' },
  params: z.strictObject({
    setAside: z
      .string()
      .max(60)
      .optional()
      .describe('The event, as `stopped` gives it: goes on without it, which stays visible; otherwise it is tried again'),
  }),
  result: z.looseObject({
    position: z.string().nullable(),
    owed: z.int().describe('What is to be done outside and has no outcome yet'),
    failure: told.nullable().describe('Null until whoever works meets the event again'),
    setAside: z.array(told),
  }),
  may: keepers,
  run: async (tracker, { setAside }) => {
    if (setAside !== undefined) onlyThat(setAside, (await tracker.reactionsStatus()).failure)
    await tracker.resumeReactions({ setAside: setAside !== undefined })
    return tracker.reactionsStatus()
  },
})
