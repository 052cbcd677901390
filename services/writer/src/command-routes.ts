import { type AnyCommand, DoneOnWire, givers, MOST_IN_A_BATCH, OutcomeOnWire, type ScopedTracker, toWire, type Tracker } from '@rural-tracker/tracker'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refusedProblem, type Refused } from './errors.ts'
import type { Metrics } from './metrics.ts'
import { problem } from './problem.ts'
import { answer, problemsOf } from './responses.ts'

type Expected = NonNullable<Parameters<ScopedTracker['execute']>[1]['expected']>
type CommandsHow = Readonly<{ tracker: Tracker; as: (request: FastifyRequest) => ScopedTracker; metrics: Metrics; stopping: AbortSignal }>

const WHERE_IT_ENDS = [
  'The same key with the same body is answered like the first time (`repeated`), whatever came since; with another body it is 422.',
  'This holds in the stream that the first one wrote to, and for commands that wrote events.',
  'A command that was refused, or that had nothing to write, leaves no trace of its key;',
  'a key sent with a body about another stream is another command.',
].join(' ')

const HEADERS = z.object({
  'idempotency-key': z.string().describe(`The id of the command, up to 200 of A-Z a-z 0-9 _ . : / # @ + = -. ${WHERE_IT_ENDS}`),
  'if-match': z
    .string()
    .optional()
    .describe(
      'The revision last seen of the command’s stream, "17", or * for any that is there. On another one: 409 with the current revision, nothing written.',
    ),
  'if-none-match': z.string().optional().describe('* : the stream is not there yet. If it is: 409 with the current revision, nothing written.'),
  'correlation-id': z.string().optional().describe('What this belongs to, kept with the events'),
  'causation-id': z.string().optional().describe('The event that led to this, kept with the events'),
})

const LINE = z.strictObject({
  type: z.string().describe('A command of /v1/commands/{type}'),
  data: z.unknown().describe('What that command takes'),
  commandId: z.string().describe('As Idempotency-Key'),
  correlationId: z.string().optional(),
  causationId: z.string().optional(),
  expected: z
    .string()
    .regex(/^(?:\d{1,18}|no_stream|stream_exists|any)$/)
    .optional()
    .describe('The revision last seen of the stream'),
})
const BATCH = z.strictObject({ commands: z.array(LINE).min(1).max(MOST_IN_A_BATCH) })
const OUTCOMES = z.object({ outcomes: z.array(OutcomeOnWire) })

/** One path for each command that somebody decides on, and one for several of them. */
export function commandRoutes(app: FastifyInstance, { tracker, as, metrics, stopping }: CommandsHow): void {
  for (const { category, commands } of tracker.aggregates) {
    for (const definition of commands) {
      const { type, kind, data } = definition
      const roles = givers(definition)
      app.post(`/v1/commands/${type}`, {
        schema: {
          operationId: type,
          tags: [category],
          summary: `${type} (${kind})`,
          description: [
            kind === 'order'
              ? 'An order: it is carried out, or refused with 422 and a reason.'
              : 'A report of what happened outside: when well formed it is recorded, and the rule it broke becomes a finding.',
            ...(roles.length > 0 ? [`For ${roles.join(', ')}.`] : []),
          ].join(' '),
          headers: HEADERS,
          body: data,
          response: {
            200: answer('Carried out, or known already; ETag is the revision of the last event', DoneOnWire),
            ...problemsOf(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
          },
        },
        handler: (request, reply) => one(request, reply, type),
      })
    }
  }
  // What no aggregate knows is refused in the words of commands.
  app.post<{ Params: { type: string } }>('/v1/commands/:type', {
    schema: { hide: true },
    handler: (request, reply) => one(request, reply, request.params.type),
  })

  app.post('/v1/commands', {
    bodyLimit: BATCH_BYTES,
    schema: {
      operationId: 'executeAll',
      tags: ['commands'],
      summary: `Up to ${MOST_IN_A_BATCH} commands, one after the other`,
      description: [
        'Nothing holds the batch together: each line is a command of its own with its own id and its own outcome, in order;',
        'those before a refusal stand and those behind it are tried. When the answer does not come, send the whole batch again:',
        'what stands is answered as repeated.',
        WHERE_IT_ENDS,
      ].join(' '),
      body: BATCH,
      response: { 200: answer('An outcome for each line, in order', OUTCOMES), ...problemsOf(400, 401, 413, 415, 429, 500, 503) },
    },
    handler: async (request) => {
      const parsed = BATCH.safeParse(request.body)
      if (!parsed.success) throw wrongBatch(parsed.error)
      const lines = parsed.data.commands.map(({ type, data, expected, commandId, correlationId, causationId }) => ({
        ...({ type, data } as AnyCommand),
        commandId,
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(causationId === undefined ? {} : { causationId }),
        ...(expected === undefined ? {} : { expected: expectedIn(expected) }),
      }))
      const outcomes = await as(request).executeAll(lines, stopping)
      outcomes.forEach((outcome, i) => metrics.command(known(lines[i]?.type), outcome))
      return { outcomes: outcomes.map(toWire) }
    },
  })

  async function one(request: FastifyRequest, reply: FastifyReply, type: string) {
    const { headers } = request
    const commandId = keyIn(headers['idempotency-key'])
    const expected = expectation(headers['if-match'], headers['if-none-match'])
    const outcome = await as(request).execute({ type, data: request.body } as AnyCommand, {
      commandId,
      ...optional('correlationId', headers['correlation-id']),
      ...optional('causationId', headers['causation-id']),
      ...(expected === undefined ? {} : { expected }),
    })
    metrics.command(known(type), outcome)
    if (!outcome.ok) throw refusedProblem(outcome as Refused)
    const last = outcome.events.at(-1)
    if (last) reply.header('etag', `"${last.revision}"`)
    return toWire(outcome)
  }

  /** A name for the metrics: what nobody knows may have been typed. */
  function known(type: string | undefined): string {
    return tracker.aggregates.some(({ commands }) => commands.some((command) => command.type === type)) ? String(type) : 'unknown'
  }
}

const BATCH_BYTES = 8 * 1024 * 1024

function optional<Key extends string>(key: Key, value: string | readonly string[] | undefined): { readonly [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: String(value) } as { readonly [K in Key]: string })
}

/** The key may come as the draft of the header has it, in quotes. */
function keyIn(header: string | readonly string[] | undefined): string {
  if (typeof header === 'string' && header !== '') return /^"([^"\\]*)"$/.exec(header)?.[1] ?? header
  throw problem(
    400,
    'http.no-key',
    '缺少 Idempotency-Key 头；请写入本命令的编号，重试时用同一编号。',
    'The header Idempotency-Key is missing: give the command an id, and repeat it under the same one.',
  )
}

function expectation(match: string | undefined, noneMatch: string | undefined): Expected | undefined {
  if (match === undefined && noneMatch === undefined) return undefined
  if (match === undefined && noneMatch === '*') return 'no_stream'
  const revision = /^"?(\d{1,18}|\*)"?$/.exec(match ?? '')?.[1]
  if (noneMatch === undefined && revision !== undefined) return revision === '*' ? 'stream_exists' : BigInt(revision)
  throw problem(
    400,
    'http.expected-revision',
    'If-Match 须为修订号（如 "17"）或 *，If-None-Match 只能是 *，且不能同时使用；请改正。',
    'If-Match must be a revision such as "17" or *, If-None-Match only *, and not both; correct them.',
  )
}

function expectedIn(text: string): Expected {
  return /^\d/.test(text) ? BigInt(text) : (text as Expected)
}

function wrongBatch({ issues }: z.ZodError): Error {
  const at = [...new Set(issues.slice(0, 20).map(({ path, code }) => `${path.map(placeInBatch).join('.') || 'body'}: ${code}`))].join('; ')
  return problem(
    400,
    'command.malformed-batch',
    `批次的格式不对（${at}）；应为 {"commands":[…]}，每条有 type、data、commandId，最多 ${MOST_IN_A_BATCH} 条。`,
    `The batch is malformed (${at}); send {"commands":[…]}, each with type, data and commandId, at most ${MOST_IN_A_BATCH}.`,
  )
}

const placeInBatch = (part: PropertyKey) => (typeof part === 'number' || Object.hasOwn(LINE.shape, part) || part === 'commands' ? String(part) : '…')
