import { z } from 'zod'
import { wholeLogOnly } from '../access/place.ts'
import { overseers } from '../access/roles.ts'
import { defineQuery } from './query.ts'

const Where = z.looseObject({ position: z.string(), eventId: z.string(), stream: z.string(), reason: z.string() })
const SetAside = Where.extend({ at: z.string().describe('When it was set aside, a UTC instant') })

export const stopped = defineQuery({
  name: 'stopped',
  title: { zh: '停止处和搁置的事件', en: 'Read models and reactions that stand still before an event, and events that were set aside' },
  params: z.strictObject({}),
  result: z.looseObject({
    readModels: z.array(
      z.looseObject({
        name: z.string(),
        version: z.int(),
        state: z.string(),
        since: z.string().nullable().describe('When it last moved, a UTC instant'),
        failure: Where.nullable(),
        setAside: z.array(SetAside),
      }),
    ),
    reactions: z
      .looseObject({
        position: z.string().nullable(),
        eventId: z.string().nullable(),
        owed: z.int(),
        retrying: z.int(),
        failure: Where.nullable(),
        setAside: z.array(SetAside),
      })
      .describe('What is done outside: how far the log was read, what is owed'),
  }),
  mayRead: overseers,
  isScan: () => false,
  run: async (tracker, _, caller) => {
    wholeLogOnly(caller)
    const held = (await tracker.projections()).filter(({ failure, setAside }) => failure !== undefined || setAside > 0)
    const readModels = await Promise.all(
      held.map(async ({ name, version, state, movedAt, failure = null }) => ({
        name,
        version,
        state,
        since: movedAt ?? null,
        failure,
        setAside: await tracker.setAsideEvents(name),
      })),
    )
    return { readModels, reactions: await tracker.reactionsStatus() }
  },
})

export const rebuild = defineQuery({
  name: 'rebuild',
  title: { zh: '重建任务的进度', en: 'How far a rebuild is that was asked for' },
  params: z.strictObject({ rebuild: z.string().min(1).max(120).describe('As the answer to the asking names it') }),
  result: z.looseObject({
    rebuild: z.string(),
    model: z.string(),
    state: z.enum(['waiting', 'building', 'done', 'failed']),
    part: z.number().nullable().describe('From 0 to 1'),
    events: z.int().nullable(),
    difference: z
      .record(z.string(), z.looseObject({ missing: z.int(), added: z.int() }))
      .nullable()
      .describe('Per table, against the former one'),
    code: z.string().nullable().describe('Why it failed; the live table stays as it was then'),
  }),
  mayRead: overseers,
  isScan: () => false,
  run: async (tracker, { rebuild: id }, caller) => {
    wholeLogOnly(caller)
    return tracker.rebuilds.look(id)
  },
})
