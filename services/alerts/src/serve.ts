import { operation } from '@rural-tracker/projector/operation'
import { type Fault, openTracker, type Tracker, type TrackerConfig, TrackerError } from '@rural-tracker/tracker'
import type { FastifyInstance } from 'fastify'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import type { DestinationStream } from 'pino'
import { alertMessages } from './messages.ts'
import { AlertsMetrics, healthOf } from './metrics.ts'
import { buildPage } from './page-app.ts'
import type { AlertsSettings } from './settings.ts'

export type AlertsHow = Readonly<{
  settings: AlertsSettings
  config: TrackerConfig
  /** Serving ends within five seconds after it aborts. */
  signal: AbortSignal
  /** Where the page listens, and where health and metrics do. */
  onListening: (page: string, operation: string) => void
  log?: DestinationStream
}>

/** Of the five seconds in which a service has to stop, what requests under way may take. */
const PATIENCE_MS = 3_500

/** The clock, the deliveries and the page in one process, until the signal aborts. */
export async function serveAlerts({ settings, config, signal, onListening, log }: AlertsHow): Promise<void> {
  const messages = alertMessages(settings)
  const tracker = await openTracker({ ...config, alertMessages: messages.config })
  const stop = new AbortController()
  const stopping = AbortSignal.any([signal, stop.signal])
  try {
    const metrics = new AlertsMetrics(tracker)
    const { registry } = metrics
    const health = () => healthOf(tracker, stopping)
    const onFault = (fault: Fault) => (log ?? process.stderr).write(`${JSON.stringify({ service: 'alerts', fault })}\n`)
    const ops = createServer(operation({ tracker, registry, collect: () => metrics.collect(), health, onFault }))
    const operationUrl = await listening(ops, settings).catch(notListening)
    try {
      const isUp = Promise.withResolvers<void>()
      const onPage = (url: string) => {
        messages.listening(url)
        onListening(url, operationUrl)
        isUp.resolve()
      }
      const page = pageUntil(tracker, { settings, signal: stopping, counts: metrics, ...(log ? { log } : {}), onListening: onPage })
      // Messages say where the page is, so none goes out before it is there.
      const working = Promise.race([isUp.promise, page]).then(() => tracker.work(stopping))
      await allUntilOneFails([working, page], stop)
    } finally {
      ops.close()
      ops.closeAllConnections()
    }
  } finally {
    stop.abort()
    await tracker.close()
  }
}

/** The page of one tracker until the signal aborts, beside whatever else the process does. */
export async function pageUntil(
  tracker: Tracker,
  how: Pick<AlertsHow, 'settings' | 'signal' | 'log'> & Readonly<{ counts?: AlertsMetrics; onListening: (url: string) => void }>,
): Promise<void> {
  const { settings, signal, onListening, counts, log } = how
  const page = await buildPage({ tracker, settings, ...(counts ? { counts } : {}), ...(log ? { log } : {}) })
  try {
    onListening(await page.listen({ host: settings.host, port: settings.port }).catch(notListening))
    await aborted(signal)
  } finally {
    await closed(page)
  }
}

async function allUntilOneFails(works: readonly Promise<void>[], stop: AbortController): Promise<void> {
  try {
    await Promise.all(works)
  } finally {
    stop.abort()
    await Promise.allSettled(works)
  }
}

/** Health and figures have a port of their own: that of the page is open to phones. */
async function listening(server: Server, { opsHost, opsPort }: AlertsSettings): Promise<string> {
  server.listen(opsPort, opsHost)
  await once(server, 'listening')
  return `http://${opsHost.includes(':') ? `[${opsHost}]` : opsHost}:${(server.address() as AddressInfo).port}`
}

async function closed(app: FastifyInstance): Promise<void> {
  const closing = app.close()
  const inTime = await Promise.race([closing.then(() => true), after(PATIENCE_MS, false, { ref: false })])
  if (!inTime) app.server.closeAllConnections()
  await closing
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function notListening(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES' && error.code !== 'EADDRNOTAVAIL' && error.code !== 'ENOTFOUND') throw error
  throw new TrackerError(
    'serve.cannot-listen',
    `预警页的地址或端口不可用（${error.code}）；请改 ALERTS_HOST、ALERTS_PORT、ALERTS_OPS_HOST 或 ALERTS_OPS_PORT。`,
    `The address or port of the page of alerts cannot be had (${error.code}); change ALERTS_HOST, ALERTS_PORT, ALERTS_OPS_HOST or ALERTS_OPS_PORT.`,
  )
}
