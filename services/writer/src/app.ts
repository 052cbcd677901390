import swagger from '@fastify/swagger'
import { type Caller, faultOf, type QueryDefinition, queries as allQueries, type ScopedTracker, type Tracker } from '@rural-tracker/tracker'
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { pino, type DestinationStream } from 'pino'
import { scopedFor } from './at-home.ts'
import { careRoutes } from './care-routes.ts'
import { commandRoutes } from './command-routes.ts'
import { Door } from './door.ts'
import { badUrl, noSuchPath, problemOf } from './errors.ts'
import { takeJsonOnly } from './json-body.ts'
import { Metrics } from './metrics.ts'
import { openIdConnect } from './oidc.ts'
import { operationRoutes } from './operation-routes.ts'
import { problem, problemBody, sendProblem } from './problem.ts'
import { queryRoutes } from './query-routes.ts'
import { requestLimits, type LimitsHow } from './request-limits.ts'
import { type ScanPlace, Scans } from './scans.ts'
import type { WriterSettings } from './settings.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Nobody where a path is open and no token came. */
    caller: Caller | undefined
  }
  interface FastifyContextConfig {
    /** Answers also without a token. */
    open?: boolean
  }
}

export type WriterParts = Readonly<{
  tracker: Tracker
  settings: Omit<WriterSettings, 'host' | 'port'>
  /** Where another thread finds the same; without it, scans are asked in this one. */
  place?: ScanPlace
  queries?: Readonly<Record<string, QueryDefinition>>
  /** The Redis in which the services of a log count requests together; without it each counts for itself. */
  redis?: string
  /** Where log lines go, by default to stderr. */
  log?: DestinationStream
}>

export type Writer = Readonly<{
  app: FastifyInstance
  door: Door
  /** From now on nothing new is begun; what is under way is answered. */
  stop: AbortController
}>

/** One event at its largest, with the envelope. */
const BODY_BYTES = 1_100_000
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
const SLOW_REQUEST_MS = 30_000

/**
 * The HTTP API over one tracker: a path for each command and each query, behind the door.
 *
 * @example const { app } = await buildWriter({ tracker, settings: writerSettings(process.env) })
 */
export async function buildWriter(parts: WriterParts): Promise<Writer> {
  const { tracker, settings, place } = parts
  const queries = parts.queries ?? (allQueries as unknown as Readonly<Record<string, QueryDefinition>>)
  const stop = new AbortController()
  const logger = pino({ level: settings.logLevel, base: { service: 'writer' } }, parts.log ?? pino.destination(2))
  const scans = place === undefined ? undefined : new Scans(place, settings.scanMs)
  const metrics = new Metrics(tracker, () => scans?.running ?? 0)
  const door = new Door(tracker, settings.oidc && openIdConnect(settings.oidc))

  const app = fastify({
    loggerInstance: logger,
    // A request is told in one line of ours, without its address: people type names into addresses.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: ({ headers }) => (UUID.test(String(headers['x-request-id'])) ? String(headers['x-request-id']).toLowerCase() : randomUUID()),
    bodyLimit: BODY_BYTES,
    requestTimeout: SLOW_REQUEST_MS,
    return503OnClosing: false,
    exposeHeadRoutes: false,
    frameworkErrors: (_error, request, reply) => void sendProblem(request as FastifyRequest, reply as FastifyReply, badUrl()),
    clientErrorHandler: refuseUnreadable,
  }) as unknown as FastifyInstance

  // The tracker checks commands and questions itself, over HTTP and in the process alike; schemas here are for the document.
  app.setValidatorCompiler(() => (value) => ({ value }))
  app.setSerializerCompiler(() => inJson)
  app.setReplySerializer(inJson)
  app.setErrorHandler((error, request, reply) => {
    const given = problemOf(error)
    if (given.status >= 500) request.log.error({ code: given.code, fault: faultOf(error) }, 'failed')
    return sendProblem(request, reply, given)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, noSuchPath()))
  app.decorateRequest('caller', undefined)
  takeJsonOnly(app)

  await describe(app)
  const shared = parts.redis === undefined ? undefined : { redis: parts.redis, name: await tracker.events.logId() }
  await letIn(app, door, { requestsAMinute: settings.requestsAMinute, shared })
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  app.addHook('onResponse', async (request, reply) => {
    const { method, url: route = 'none' } = request.routeOptions
    metrics.request(route, Array.isArray(method) ? request.method : (method ?? 'none'), reply.statusCode, reply.elapsedTime / 1000)
    request.log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
  app.addHook('onClose', async () => {
    await scans?.close()
  })

  const as = (request: FastifyRequest): ScopedTracker => scopedFor(tracker, callerIn(request), queries)
  await app.register(async (routes) => {
    operationRoutes(routes, { tracker, metrics, stopping: stop.signal, callerOf: ({ caller }) => caller })
    commandRoutes(routes, { tracker, as, metrics, stopping: stop.signal })
    careRoutes(routes, { as, callerOf: callerIn })
    queryRoutes(routes, { tracker, queries, as, callerOf: callerIn, scans, waitMs: settings.waitMs })
  })
  await app.ready()
  return { app, door, stop }
}

function callerIn({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Error('a request passed the door without a caller')
  return caller
}

/** Positions and revisions are decimal digits. */
function inJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one))
}

async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'rural-tracker',
        version: '1',
        description:
          'Commands append to the log of a township, queries answer from it. Errors are problem+json (RFC 9457) with `message` in both languages.',
      },
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A service key, or a token of the OpenID Connect issuer' } },
      },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: onlyAnswers,
  })
}

/** What is named is only ever answered: its twins for requests are left out. */
const onlyAnswers: typeof jsonSchemaTransformObject = (document) => {
  const { components, ...rest } = jsonSchemaTransformObject(document) as { components?: { schemas?: object } }
  const schemas = Object.fromEntries(Object.entries(components?.schemas ?? {}).filter(([name]) => !name.endsWith('Input')))
  return { ...rest, components: { ...components, schemas } } as ReturnType<typeof jsonSchemaTransformObject>
}

/** Whoever asks is known before anything of the request is read, and asks no more often than is fair. */
async function letIn(app: FastifyInstance, door: Door, how: LimitsHow): Promise<void> {
  const { ofCaller, ofStrangers } = await requestLimits(app, how)

  app.addHook('onRequest', async (request) => {
    const open = request.routeOptions.config?.open === true
    if (open && request.headers.authorization === undefined && (await door.asksForTokens())) return
    try {
      request.caller = await door.admit(request)
    } catch (error) {
      // Whoever has a good token does not suffer from others behind the same address.
      const wait = await ofStrangers(request)
      throw wait === undefined ? error : tooOften(wait)
    }
    const wait = await ofCaller(request)
    if (wait !== undefined) throw tooOften(wait)
  })
}

const tooOften = (seconds: number) =>
  problem(429, 'http.too-many-requests', '请求过于频繁；请按 Retry-After 稍后重试。', 'Too many requests; repeat after Retry-After seconds.', {
    headers: { 'retry-after': String(Math.max(1, seconds)) },
  })

/** What is not even a request gets an answer in the same form, and the connection is closed. */
function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const [status, reason] = STATUS_OF[error.code ?? ''] ?? [400, 'Bad Request']
  const given = problem(
    status,
    'http.unreadable',
    '请求不符合 HTTP，或请求头过大，或发送过慢；请检查客户端。',
    'This is not HTTP as it should be, or its headers are too large, or it came too slowly; check the client.',
  )
  const body = JSON.stringify(problemBody(given, randomUUID(), undefined))
  const head = `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`
  socket.end(head + body)
}

const STATUS_OF: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
}
