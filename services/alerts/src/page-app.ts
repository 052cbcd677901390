import type { Text } from '@rural-tracker/domain'
import { faultOf, type Tracker } from '@rural-tracker/tracker'
import { fastify, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify'
import { randomUUID } from 'node:crypto'
import { type DestinationStream, pino } from 'pino'
import { alertPage } from './alert-page.ts'
import { answerIn } from './answer-form.ts'
import { PAGE_HEADERS, sentence } from './html.ts'
import { limitRate, PROBED } from './page-rate.ts'
import type { Counts } from './metrics.ts'
import type { AlertsSettings } from './settings.ts'

export type PageParts = Readonly<{
  tracker: Pick<Tracker, 'answers' | 'today'>
  settings: Pick<AlertsSettings, 'logLevel' | 'requestsAMinute' | 'linkRequestsAMinute' | 'proxies'>
  counts?: Counts
  /** Where log lines go, by default to stderr. */
  log?: DestinationStream
  now?: () => number
}>

/** The largest answer has a tenth of this. */
const BODY_BYTES = 2_000
/** A method is typed by who asks. */
const ASKED: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])
const SLOW_REQUEST_MS = 30_000

/**
 * The page behind the links of messages. Looking at it changes nothing, so that a chat may fetch it ahead; only a form does.
 *
 * @example await (await buildPage({ tracker, settings })).listen({ port: 8090 })
 */
export async function buildPage({ tracker, settings, counts, log, now = Date.now }: PageParts): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: pino({ level: settings.logLevel, base: { service: 'alerts' } }, log ?? pino.destination(2)),
    // A request is told in one line of ours, without its address: that is a key to an alert.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES,
    trustProxy: settings.proxies ? [...settings.proxies] : false,
    requestTimeout: SLOW_REQUEST_MS,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (_error, _request, reply) => void say(reply as unknown as FastifyReply, 400, MALFORMED),
  }) as unknown as FastifyInstance
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return say(reply, status, status === 413 ? TOO_LARGE : status === 415 ? NO_FORM : MALFORMED)
    request.log.error({ fault: faultOf(error) }, 'failed')
    return say(reply, 500, FAILED)
  })
  app.setNotFoundHandler((_request, reply) => say(reply, 404, NOT_HERE))
  app.addHook('onResponse', async (request, reply) => {
    const { url: route = 'none' } = request.routeOptions
    counts?.request(route, ASKED.has(request.method) ? request.method : 'other', reply.statusCode, reply.elapsedTime / 1000)
    request.log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })

  await limitRate(app, settings, (reply, seconds) => say(reply.header('retry-after', String(seconds)), 429, tooOften(seconds)))

  const open = async (token: string, log: FastifyBaseLogger) => {
    const opened = await tracker.answers.open(token, now())
    if (typeof opened !== 'string' && opened.fault !== null) log.error({ fault: opened.fault }, 'reason not told')
    return opened
  }
  app.get<{ Params: { token: string } }>('/a/:token', async ({ params, log: own }, reply) => {
    const opened = await open(params.token, own)
    if (typeof opened === 'string') return noPage(reply, opened)
    return html(reply, 200, alertPage(opened, tracker.today()))
  })
  app.post<{ Params: { token: string }; Body: Buffer | undefined }>('/a/:token', async ({ params, body, log: own }, reply) => {
    const opened = await open(params.token, own)
    if (typeof opened === 'string') return noPage(reply, opened)
    const act = body && answerIn(body)
    if (!act) return html(reply, 400, alertPage(opened, tracker.today(), CHOOSE))
    if (!opened.isCurrent) return html(reply, 409, alertPage(opened, tracker.today()))
    const outcome = await tracker.answers.answer(opened, act)
    if (!outcome.ok) return html(reply, 409, alertPage(opened, tracker.today(), outcome.message))
    counts?.answer(act.type)
    // The page as it stands now, under the same link: a reload sends nothing again.
    return reply.code(303).headers(PAGE_HEADERS).header('location', params.token).send('')
  })
  app.get(PROBED, async (_request, reply) => reply.code(200).send({ status: 'live' }))
  await app.ready()
  return app
}

function html(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).headers(PAGE_HEADERS).send(text)
}

function say(reply: FastifyReply, status: number, text: Text): FastifyReply {
  return html(reply, status, sentence(text))
}

function noPage(reply: FastifyReply, why: 'forged' | 'expired'): FastifyReply {
  return why === 'expired' ? say(reply, 410, EXPIRED) : say(reply, 404, FORGED)
}

const FORGED: Text = {
  zh: '这个链接不完整或不是本系统发出的，请从原消息重新打开。',
  en: 'This link is incomplete or was not made by this system; open it from the message again.',
}
const EXPIRED: Text = {
  zh: '这个链接已过期，请等下一条消息，或到村委会电脑上办理。',
  en: 'This link has run out; wait for the next message, or answer at the village office.',
}
const CHOOSE: Text = {
  zh: '没有收到选择，请选一项再提交；什么也没有记下。',
  en: 'Nothing was chosen; choose one and send again. Nothing was recorded.',
}
const NOT_HERE: Text = { zh: '这里没有网页，请从消息中的链接打开。', en: 'There is no page here; open the link in the message.' }
const MALFORMED: Text = { zh: '请求有误，请从消息中的链接重新打开。', en: 'The request is malformed; open the link in the message again.' }
const TOO_LARGE: Text = { zh: '提交的内容过大，什么也没有记下。', en: 'What was sent is too large; nothing was recorded.' }
const NO_FORM: Text = { zh: '提交的不是本页的表单，什么也没有记下。', en: 'What was sent is not the form of this page; nothing was recorded.' }
const tooOften = (seconds: number): Text => ({
  zh: `打开得太频繁了，请过 ${seconds} 秒再打开；这一次什么也没有记下。`,
  en: `This was opened too often; open it again in ${seconds} seconds. Nothing was recorded this time.`,
})
const FAILED: Text = {
  zh: '系统出错，请稍后再试；没有记下的会再提醒。',
  en: 'Something failed; try again later. What was not recorded is asked again.',
}
