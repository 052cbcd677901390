import { type Caller, PROJECTION_STATES, type Tracker } from '@rural-tracker/tracker'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Metrics } from './metrics.ts'
import { problem } from './problem.ts'
import { answer, problemsOf } from './responses.ts'

type OperationHow = Readonly<{
  tracker: Tracker
  metrics: Metrics
  stopping: AbortSignal
  /** Nobody for a request that came without a token. */
  callerOf: (request: FastifyRequest) => Caller | undefined
}>

const Verdict = z.object({
  status: z.enum(['live', 'ready', 'not ready', 'stopping']),
  projections: z
    .array(
      z.object({
        projection: z.string(),
        version: z.int(),
        state: z.enum(PROJECTION_STATES),
        position: z.string().nullable(),
        eventId: z.string().nullable(),
        ageSeconds: z.number().describe('Age of the first event not yet handled, 0 at the head'),
        deadLetters: z.int(),
        stoppedAt: z.object({ position: z.string(), eventId: z.string() }).nullable(),
        rebuilt: z.number().nullable(),
      }),
    )
    .optional()
    .describe('How each read model is; only with a token'),
  reactions: z
    .object({
      state: z.enum(['active', 'stalled']),
      position: z.string().nullable(),
      eventId: z.string().nullable(),
      owed: z.int(),
      deadLetters: z.int(),
      stoppedAt: z.object({ position: z.string(), eventId: z.string() }).nullable(),
    })
    .optional()
    .describe('How what is done outside is, where this process does it; only with a token'),
})

/** A probe of the machine cannot carry a token, and hears one word. */
export const OPEN = { config: { open: true } } as const

/** Is it alive, may it be given work, how does it fare, and what can be asked of it. */
export function operationRoutes(app: FastifyInstance, { tracker, metrics, stopping, callerOf }: OperationHow): void {
  app.get('/health/live', {
    ...OPEN,
    schema: {
      operationId: 'live',
      tags: ['operation'],
      summary: 'Whether the process answers',
      security: [],
      response: { 200: answer('It answers', Verdict) },
    },
    handler: async () => ({ status: 'live' }),
  })
  app.get('/health/ready', {
    ...OPEN,
    schema: {
      operationId: 'ready',
      tags: ['operation'],
      summary: 'Whether the read models are well; with a token also how each is, at which position and event',
      security: [],
      response: { 200: answer('Ready', Verdict), 503: answer('Not ready, or stopping', Verdict) },
    },
    handler: async (request, reply) => {
      if (stopping.aborted) return reply.code(503).send({ status: 'stopping' })
      const { ready, ...how } = await tracker.health()
      const status = ready ? 'ready' : 'not ready'
      return reply.code(ready ? 200 : 503).send(callerOf(request) === undefined ? { status } : { status, ...how })
    },
  })
  app.get('/metrics', {
    schema: {
      operationId: 'metrics',
      tags: ['operation'],
      summary: 'Figures of the service for Prometheus: for administrators and auditors of the whole log',
      response: { 200: { description: 'Text', content: { 'text/plain': { schema: z.string() } } }, ...problemsOf(401, 403, 429, 500) },
    },
    handler: async (request, reply) => {
      const { role, division } = callerOf(request) ?? {}
      // They count what happens everywhere.
      if (division !== '000000000000' || (role !== 'administrator' && role !== 'auditor')) throw notYours()
      const { type, text } = await metrics.text()
      return reply.type(type).serializer(String).send(text)
    },
  })
  app.get('/openapi.json', {
    schema: {
      operationId: 'openapi',
      tags: ['operation'],
      summary: 'This document',
      response: { 200: answer('OpenAPI 3.1', z.looseObject({ openapi: z.string() })), ...problemsOf(401) },
    },
    handler: async () => app.swagger(),
  })
}

const notYours = () =>
  problem(
    403,
    'access.metrics',
    '运行指标涉及全部区划，只供全域的管理员和审计员查看；请改用其令牌。',
    'The figures of the service speak of all divisions: use a token of an administrator or auditor of the whole log.',
  )
