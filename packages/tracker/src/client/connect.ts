import type { CommandOutcome, Expectation, Position } from '@rural-tracker/event-store'
import { z } from 'zod'
import { TrackerError } from '../config.ts'
import type { ScopedTracker } from '../queries/query.ts'
import { DoneOnWire, fromWire, OutcomeOnWire, ProblemOnWire, revisionOf } from './wire.ts'

/** Where the service is, and for whom. `fetch` is the platform's own unless another is given; an answer is waited for `patienceMs`, by default two minutes. */
export type Connection = Readonly<{ url: string; token?: string; fetch?: typeof fetch; patienceMs?: number }>

const PATIENCE_MS = 120_000
const Batch = z.object({ outcomes: z.array(OutcomeOnWire) })

/**
 * A tracker behind HTTP, for the caller that the token stands for: the same interface as `tracker.as(caller)`. What was written through it is seen
 * by the questions that follow, also where other processes keep the read models: they wait for it, and when it does not come say that they are `behind`.
 *
 * @example
 * const tracker = connectTracker({ url: 'http://127.0.0.1:8080', token: 'rt.431224105000.k1.…' })
 * const { total } = await tracker.query('list', { status: 'monitored', limit: 20 })
 * @throws TrackerError from every call: what the service would not do, with its code, and `service.unreachable` when it does not answer.
 */
export function connectTracker(connection: Connection): ScopedTracker {
  const { url, token, fetch: call = fetch, patienceMs = PATIENCE_MS } = connection
  const base = url.replace(/\/+$/, '')
  /** The last position that was written through this connection. */
  let written: Position | undefined

  return {
    execute: async (command, { commandId, correlationId, causationId, expected }) => {
      const headers = {
        'idempotency-key': commandId,
        ...(correlationId === undefined ? {} : { 'correlation-id': correlationId }),
        ...(causationId === undefined ? {} : { 'causation-id': causationId }),
        ...expectation(expected),
      }
      const { ok, body } = await ask('POST', `/v1/commands/${encodeURIComponent(command.type)}`, headers, command.data)
      return seen(ok ? fromWire(read(DoneOnWire, body)) : refusedIn(body))
    },
    executeAll: async (batch) => {
      const commands = batch.map(({ expected, ...command }) => (expected === undefined ? command : { ...command, expected: String(expected) }))
      const { ok, body } = await ask('POST', '/v1/commands', {}, { commands })
      if (!ok) throw errorIn(body)
      return read(Batch, body).outcomes.map((outcome) => seen(fromWire(outcome)))
    },
    query: async (name, params) => {
      const search = new URLSearchParams()
      for (const [key, value] of Object.entries(params ?? {}))
        if (value !== undefined) for (const one of [value].flat()) search.append(key, String(one))
      const path = `/v1/queries/${encodeURIComponent(name)}`
      if (written !== undefined) {
        const { ok, body } = await ask('GET', `${path}?${withWait(search, written)}`, {})
        if (ok) return body as never
        const error = errorIn(body)
        if (error.code !== 'read-models.behind') throw error
      }
      const { ok, body } = await ask('GET', `${path}?${search.toString()}`, {})
      if (!ok) throw errorIn(body)
      return body as never
    },
    care: async (name, params) => {
      const { ok, body } = await ask('POST', `/v1/care/${encodeURIComponent(name)}`, {}, params)
      if (!ok) throw errorIn(body)
      return body as never
    },
  }

  function seen(outcome: CommandOutcome): CommandOutcome {
    if (outcome.ok && outcome.position !== undefined && (written === undefined || outcome.position > written)) written = outcome.position
    return outcome
  }

  async function ask(
    method: 'GET' | 'POST',
    path: string,
    headers: Readonly<Record<string, string>>,
    data?: unknown,
  ): Promise<{ ok: boolean; body: unknown }> {
    try {
      const answer = await call(`${base}${path}`, {
        method,
        headers: {
          ...headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        },
        ...(method === 'POST' ? { body: JSON.stringify(data ?? null) } : {}),
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      })
      return { ok: answer.ok, body: await answer.json() }
    } catch {
      throw unreachable()
    }
  }
}

/** The headers that say which revision somebody has seen. */
function expectation(expected: Expectation['expected']): Readonly<Record<string, string>> {
  if (expected === undefined || expected === 'any') return {}
  if (expected === 'no_stream') return { 'if-none-match': '*' }
  return { 'if-match': expected === 'stream_exists' ? '*' : `"${expected}"` }
}

function withWait(search: URLSearchParams, position: Position): string {
  const more = new URLSearchParams(search)
  more.set('wait', String(position))
  return more.toString()
}

function refusedIn(body: unknown): CommandOutcome {
  const { refusal, code, message, revision } = read(ProblemOnWire, body)
  if (refusal !== true) throw errorIn(body)
  return { ok: false, refused: code, message, ...(revision === undefined ? {} : { revision: revisionOf(revision) }) }
}

function errorIn(body: unknown): TrackerError {
  const { code, message } = read(ProblemOnWire, body)
  return new TrackerError(code, message.zh, message.en)
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new TrackerError(
    'service.other',
    '该地址回答的不是本系统的服务，或版本不同；请核对地址和版本。',
    'What answers at this address is not this service, or another release of it; check the address and the version.',
  )
}

function unreachable(): TrackerError {
  return new TrackerError(
    'service.unreachable',
    '服务没有回答，命令是否写入尚不清楚；请用同一编号重试。',
    'The service did not answer, so whether a command was written is not known; repeat it with the same id.',
  )
}
