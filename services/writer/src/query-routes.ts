import type { Caller, QueryDefinition, QueryName, ScopedTracker, Tracker } from '@rural-tracker/tracker'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readerOf } from './at-home.ts'
import { problem } from './problem.ts'
import { answer, problemsOf } from './responses.ts'
import type { Scans } from './scans.ts'

type QueriesHow = Readonly<{
  tracker: Tracker
  queries: Readonly<Record<string, QueryDefinition>>
  as: (request: FastifyRequest) => ScopedTracker
  callerOf: (request: FastifyRequest) => Caller
  /** Without it everything is asked in this thread. */
  scans: Scans | undefined
  waitMs: number
}>
type Asked = Readonly<Record<string, unknown>>

const WAIT = z.string().regex(/^\d{1,18}$/)

/** One path for each question. */
export function queryRoutes(app: FastifyInstance, how: QueriesHow): void {
  const { tracker, queries, as, callerOf, scans, waitMs } = how
  for (const query of Object.values(queries)) {
    const { name, title, params, result, mayRead } = query
    app.get<{ Querystring: Asked }>(`/v1/queries/${name}`, {
      schema: {
        operationId: `query_${name}`,
        tags: ['queries'],
        summary: `${title.zh} · ${title.en}`,
        description: `For ${mayRead.join(', ')}. Nothing outside the division of the caller is seen or counted.`,
        querystring: withWait(params),
        response: {
          200: answer('The answer, with the position of the log that it speaks of', result),
          ...problemsOf(400, 401, 403, 404, 429, 500, 503),
        },
      },
      handler: async (request, reply) => {
        const { wait, ...asked } = request.query
        if (wait !== undefined) await reached(wait)
        const parsed = params.safeParse(asked)
        if (scans === undefined || !parsed.success || !query.isScan(parsed.data)) return as(request).query(name as QueryName, asked as never)
        // Its thread only waits for the head, so somebody has to go there.
        await tracker.catchUp()
        return scans.ask({ caller: readerOf(callerOf(request), query), name, params: asked, today: tracker.today() }, gone(reply))
      },
    })
  }
  app.get<{ Params: { name: string } }>('/v1/queries/:name', {
    schema: { hide: true },
    handler: (request) => as(request).query(request.params.name as QueryName, {} as never),
  })

  async function reached(wait: unknown): Promise<void> {
    const parsed = WAIT.safeParse(wait)
    if (!parsed.success) throw noPosition()
    const position = BigInt(parsed.data) as Parameters<Tracker['reached']>[0]
    if (await tracker.reached(position, waitMs)) return
    if (position > ((await tracker.events.head()) ?? -1n)) throw noPosition()
    throw behind(await lowest(tracker))
  }
}

/** Aborts when the one who asked has gone. */
function gone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}

function withWait(params: z.ZodType): z.ZodType {
  const wait = WAIT.optional().describe('Answer when the read models have come to this position of the log')
  return params instanceof z.ZodObject ? params.extend({ wait }) : z.intersection(params, z.object({ wait }))
}

async function lowest(tracker: Tracker): Promise<string> {
  const positions = (await tracker.projections()).map(({ position }) => position ?? 0n)
  return String(positions.reduce((a, b) => (a < b ? a : b), positions[0] ?? 0n))
}

const noPosition = () =>
  problem(
    400,
    'query.wait',
    'wait 须为日志中已有的位置（数字）；请用命令回答中的 position。',
    'wait must be a position of the log, in digits; take it from the answer to a command.',
  )
const behind = (position: string) =>
  problem(
    503,
    'read-models.behind',
    '读模型尚未到达所等待的位置；请按 Retry-After 稍后重试，或不带 wait 查询。',
    'The read models have not come to that position yet; repeat after Retry-After seconds, or ask without wait.',
    { position, headers: { 'retry-after': '1' } },
  )
