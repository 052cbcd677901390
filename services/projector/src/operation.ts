import type { IncomingMessage, ServerResponse } from 'node:http'
import { faultOf, type Fault, type Health, type Tracker } from '@rural-tracker/tracker'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { collectProjections } from './metrics.ts'

export type Operation = Readonly<{
  tracker: Tracker
  /** What the service counts besides, and what has to be called before that is read. */
  registry?: Registry
  collect?: () => Promise<void>
  /** What else has to be well; by default only read models. */
  health?: () => Promise<Health>
  onFault: (fault: Fault) => void
}>

type Answer = Readonly<{ status: number; type: string; body: string }>

/**
 * `/health/live`, `/health/ready` and `/metrics` of a process that has no API, for the machine it runs on: how each read model is, with the position
 * and the event id at which it stands, and nothing else of an event.
 *
 * @example createServer(operation({ tracker, onFault })).listen(8081, '127.0.0.1')
 */
export function operation({ tracker, registry = new Registry(), collect, health = () => tracker.health(), onFault }: Operation) {
  collectDefaultMetrics({ register: registry })
  const collectModels = collectProjections(tracker, registry)
  const answer = async (path: string): Promise<Answer> => {
    switch (path) {
      case '/health/live':
        return json(200, { live: true })
      case '/health/ready': {
        const found = await health()
        return json(found.ready ? 200 : 503, found)
      }
      case '/metrics':
        await Promise.all([collectModels(), collect?.()])
        return { status: 200, type: registry.contentType, body: await registry.metrics() }
      default:
        return json(404, { code: 'http.not-found' })
    }
  }
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const answered = isRead ? answer(path) : Promise.resolve(json(405, { code: 'http.method' }))
    const unavailable = (error: unknown) => {
      const fault = faultOf(error)
      onFault(fault)
      return json(503, { ready: false, code: fault.code })
    }
    void answered.catch(unavailable).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
      response.end(request.method === 'HEAD' ? undefined : body)
    })
  }
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) }
}
