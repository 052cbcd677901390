import type { Text } from '@rural-tracker/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

/** What an answer that is not the one asked for says: RFC 9457, with a stable code for programs and the sentence in both languages. */
export const Problem = z
  .object({
    type: z.string().describe('urn:rural-tracker:problem:<code>'),
    title: z.string().describe('The same for every problem of this status'),
    status: z.int(),
    detail: z.string().describe('The sentence in the language of Accept-Language, Chinese unless English is asked for'),
    code: z.string().describe('Stable: programs may test it'),
    message: z.object({ zh: z.string(), en: z.string() }).describe('The sentence in both languages'),
    requestId: z.string().describe('The id under which this request stands in the log of the service'),
    refusal: z.literal(true).optional().describe('The command itself was refused, as it would be in the process'),
    revision: z.string().optional().describe("409: the last revision of the command's stream, or no_stream"),
    position: z.string().optional().describe('503: how far the read models have come'),
  })
  .meta({ id: 'Problem' })

type More = Readonly<{ refusal?: true; revision?: string; position?: string; headers?: Readonly<Record<string, string>> }>

/** An answer of the service itself. `headers` go beside it, the rest into its body. */
export class HttpProblem extends Error {
  readonly status: number
  readonly code: string
  readonly text: Text
  readonly more: More
  constructor(status: number, code: string, text: Text, more: More = {}) {
    super(text.en)
    this.status = status
    this.code = code
    this.text = text
    this.more = more
  }
}

/** @example throw problem(404, 'http.no-such-path', '没有这个地址…', 'There is no such path…') */
export function problem(status: number, code: string, zh: string, en: string, more: More = {}): HttpProblem {
  return new HttpProblem(status, code, { zh, en }, more)
}

const TITLES: Readonly<Record<number, string>> = {
  400: '请求有误 · Bad request',
  401: '需要令牌 · A token is needed',
  403: '无此权限 · Not allowed',
  404: '未找到 · Not found',
  405: '方法不符 · Wrong method',
  408: '请求超时 · The request took too long',
  409: '内容已变 · Changed meanwhile',
  413: '请求过大 · Too large',
  414: '地址过长 · The address is too long',
  415: '类型不支持 · Unsupported type',
  422: '不予办理 · Refused',
  429: '请求过多 · Too many requests',
  431: '请求头过大 · The headers are too large',
  500: '程序出错 · The program failed',
  503: '暂不可用 · Not available now',
}

/** The body of a problem. Nothing of it comes from what was typed except through `quotable`. */
export function problemBody(given: HttpProblem, requestId: string, language: string | undefined): z.output<typeof Problem> {
  const { status, code, text, more } = given
  return {
    type: `urn:rural-tracker:problem:${code}`,
    title: TITLES[status] ?? TITLES[500] ?? '',
    status,
    detail: english(language) ? text.en : text.zh,
    code,
    message: text,
    requestId,
    ...(more.refusal === undefined ? {} : { refusal: more.refusal }),
    ...(more.revision === undefined ? {} : { revision: more.revision }),
    ...(more.position === undefined ? {} : { position: more.position }),
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, given: HttpProblem): FastifyReply {
  const language = request.headers['accept-language']
  return reply
    .code(given.status)
    .headers({ ...given.more.headers, 'content-language': english(language) ? 'en' : 'zh' })
    .type('application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemBody(given, request.id, language))
}

function english(language: string | undefined): boolean {
  return /^en\b/i.test(language ?? '')
}
