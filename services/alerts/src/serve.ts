import { openTracker, type Tracker, type TrackerConfig, TrackerError } from '@rural-tracker/tracker'
import type { FastifyInstance } from 'fastify'
import { setTimeout as after } from 'node:timers/promises'
import type { DestinationStream } from 'pino'
import { alertMessages } from './messages.ts'
import { AlertsMetrics } from './metrics.ts'
import { buildOperation } from './operation-app.ts'
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
    const operation = await buildOperation({ tracker, metrics, stopping })
    const operationUrl = await operation.listen({ host: '127.0.0.1', port: settings.opsPort }).catch(notListening)
    try {
      const listening = Promise.withResolvers<void>()
      const onPage = (url: string) => {
        messages.listening(url)
        onListening(url, operationUrl)
        listening.resolve()
      }
      const page = pageUntil(tracker, { settings, signal: stopping, counts: metrics, ...(log ? { log } : {}), onListening: onPage })
      // Messages say where the page is, so none goes out before it is there.
      const working = Promise.race([listening.promise, page]).then(() => tracker.work(stopping))
      await allUntilOneFails([working, page], stop)
    } finally {
      await closed(operation)
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
    `预警页的地址或端口不可用（${error.code}）；请改 ALERTS_HOST、ALERTS_PORT 或 ALERTS_OPS_PORT。`,
    `The address or port of the page of alerts cannot be had (${error.code}); change ALERTS_HOST, ALERTS_PORT or ALERTS_OPS_PORT.`,
  )
}
