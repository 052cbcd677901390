import { z } from 'zod'
import { keepers } from '../access/roles.ts'
import { told } from '../queries/params.ts'
import type { Tracker } from '../tracker.ts'
import { defineCare, onlyThat } from './care.ts'

const model = z
  .string()
  .regex(/^\w{1,60}$/)
  .describe('The name of a read model, as `projections` gives it')
const Standing = z.looseObject({
  model: z.string(),
  state: z.string(),
  position: z.string().nullable(),
  setAside: z.int().describe('Events that were set aside'),
  failure: told.nullable().describe('Where it stands still, if it does'),
})

export const resume = defineCare({
  name: 'resume',
  title: { zh: '读模型停止后继续', en: 'Has a read model go on that has stopped at an event' },
  params: z.strictObject({
    model,
    setAside: z
      .string()
      .max(60)
      .optional()
      .describe('The event, as `stopped` gives it: goes on without it and the rest of its stream, which stays visible; otherwise it is tried again'),
  }),
  result: Standing,
  may: keepers,
  run: async (tracker, { model: name, setAside }) => {
    if (setAside !== undefined) onlyThat(setAside, (await tracker.projections()).find((one) => one.name === name)?.failure)
    await tracker.resume(name, { setAside: setAside !== undefined })
    return standing(tracker, name)
  },
})

export const rollback = defineCare({
  name: 'rollback',
  title: { zh: '读模型回退到上一份', en: 'Puts the former copy of a read model back in place; what has happened since is caught up' },
  params: z.strictObject({ model }),
  result: Standing,
  may: keepers,
  run: async (tracker, { model: name }) => {
    await tracker.rollback(name)
    return standing(tracker, name)
  },
})

export const rebuild = defineCare({
  name: 'rebuild',
  title: {
    zh: '读模型旁路重建、比对、切换',
    en: 'Has a read model built anew beside the live one, compared and put in its place; asked again before it is done, it is the same rebuild. The query `rebuild` says how far it is.',
  },
  params: z.strictObject({ model }),
  result: z.looseObject({ rebuild: z.string(), model: z.string() }),
  may: keepers,
  run: async (tracker, { model: name }) => ({ rebuild: await tracker.rebuilds.ask(name), model: name }),
})

async function standing(tracker: Tracker, name: string) {
  const status = (await tracker.projections()).find((one) => one.name === name)
  const { state = 'missing', position, setAside = 0, failure = null } = status ?? {}
  return { model: name, state, position: position === undefined ? null : String(position), setAside, failure }
}
