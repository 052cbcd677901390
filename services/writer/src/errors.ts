import { quotable, type Text } from '@rural-tracker/domain'
import type { CommandOutcome } from '@rural-tracker/tracker'
import { HttpProblem, problem } from './problem.ts'

export type Refused = Extract<CommandOutcome, { ok: false }>

/** The form of a command: nothing was looked up, and the same bytes will never do. */
const MALFORMED = /[.-]malformed$|^command\.known-at$/
const UNKNOWN = /[.-]unknown$|\.none$/

/** What stands as it should, or cannot be done from here: the same asked again would be refused again. */
const NOTHING_TO_DO: ReadonlySet<string> = new Set([
  'care.other-event',
  'projection.not-failed',
  'projection.stopped-at-day',
  'projection.no-former',
  'projection.poison',
  'rebuild.elsewhere',
  'reactions.not-stopped',
])

/** What a refused command is over HTTP: 422 says that we understood and will not, 409 that another look is needed first. */
export function statusOfRefusal(code: string): number {
  if (code === 'command.unknown-type') return 404
  if (code === 'command.other-body') return 422
  if (code === 'command.unexpected-revision' || code === 'command.conflict') return 409
  if (MALFORMED.test(code)) return 400
  return statusOfAccess(code) ?? 422
}

export function refusedProblem({ refused, message, revision }: Refused): HttpProblem {
  const known = revision === undefined ? undefined : String(revision)
  const tag = known === undefined || known === 'no_stream' ? {} : { headers: { etag: `"${known}"` } }
  return new HttpProblem(statusOfRefusal(refused), refused, message, {
    refusal: true,
    ...(known === undefined ? {} : { revision: known, ...tag }),
  })
}

/** What an error that was thrown is over HTTP. One that nobody foresaw loses its words: they may quote what was typed. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  const { code, text, statusCode } = error as Partial<{ code: string; text: Text; statusCode: number }>
  if (typeof code === 'string' && text !== undefined) return new HttpProblem(statusOf(code), code, text)
  if (typeof code === 'string' && typeof statusCode === 'number' && statusCode < 500) return ofFramework(code, statusCode)
  return unforeseen()
}

function statusOf(code: string): number {
  if (MALFORMED.test(code)) return 400
  const ofAccess = statusOfAccess(code)
  if (ofAccess !== undefined) return ofAccess
  if (UNKNOWN.test(code)) return 404
  if (NOTHING_TO_DO.has(code)) return 422
  if (/^(?:event|stream)\./.test(code)) return code === 'event.too-large' ? 413 : 422
  return /^(?:store|projection|read-model|rows|rebuild|reactions)/.test(code) ? 503 : 400
}

/** What the role may not is forbidden; what lies outside is not there. */
function statusOfAccess(code: string): number | undefined {
  if (!code.startsWith('access.')) return undefined
  return code === 'access.role' || code === 'access.whole-log' ? 403 : 404
}

export function unforeseen(): HttpProblem {
  return problem(
    500,
    'internal',
    '程序出错，本次请求可能未完成；请用同一编号重试，仍不行时把请求编号告诉维护者。',
    'The program failed and may not have finished this request; repeat it with the same id, and if it fails again tell a maintainer the request id.',
  )
}

/** The framework's own refusals, in our words. */
function ofFramework(code: string, status: number): HttpProblem {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge()
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return wrongType()
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return notJson()
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return problem(
        400,
        'http.content-length',
        '请求体的长度与 Content-Length 不符；请重新发送。',
        'The body is not as long as Content-Length says; send it again.',
      )
    case 'FST_ERR_BAD_URL':
      return badUrl()
    default:
      return problem(
        status,
        'http.bad-request',
        `请求有误（${quotable(code)}）；请按 /openapi.json 的说明改正。`,
        `The request is not as it should be (${quotable(code)}); correct it as /openapi.json says.`,
      )
  }
}

export const tooLarge = () =>
  problem(
    413,
    'http.too-large',
    '请求体超过上限；请分成几次发送，一批最多一千条命令。',
    'The body is larger than allowed; send it in parts, at most a thousand commands in one batch.',
  )
export const wrongType = () =>
  problem(
    415,
    'http.wrong-type',
    '请求体须为 application/json、UTF-8 编码、不压缩；请改正 Content-Type 和 Content-Encoding。',
    'The body must be application/json in UTF-8, not compressed; correct Content-Type and Content-Encoding.',
  )
export const notJson = () =>
  problem(400, 'http.not-json', '请求体不是有效的 JSON；请检查后重新发送。', 'The body is not valid JSON; check it and send it again.')
export const notUtf8 = () =>
  problem(400, 'http.not-utf8', '请求体不是 UTF-8 编码；请转换后重新发送。', 'The body is not encoded in UTF-8; convert it and send it again.')
export const tooDeep = () =>
  problem(
    400,
    'http.too-deep',
    '请求体嵌套过深；没有命令需要超过二十层。',
    'The body is nested too deeply; no command needs more than twenty levels.',
  )
export const notText = () =>
  problem(
    400,
    'http.not-text',
    '请求体含有不成字符的编码或空字符；请去掉后重新发送。',
    'The body holds half a character or a NUL; take it out and send it again.',
  )
export const badUrl = () =>
  problem(400, 'http.bad-url', '地址中的百分号编码有误；请改正后重试。', 'The percent encoding in the address is wrong; correct it and repeat.')
export const noSuchPath = () =>
  problem(404, 'http.no-such-path', '没有这个地址或方法；请见 /openapi.json。', 'There is no such path or method; see /openapi.json.')
