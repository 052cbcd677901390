import { openTracker, type Tracker, type TrackerConfig, TrackerError } from '@rural-tracker/tracker'
import { setTimeout as after } from 'node:timers/promises'
import { buildWriter, type WriterParts } from './app.ts'
import type { WriterSettings } from './settings.ts'

export type ServeHow = Readonly<{
  settings: WriterSettings
  config: TrackerConfig
  /** Serving ends within five seconds after it aborts. */
  signal: AbortSignal
  /** Where it listens, once it does. */
  onListening: (url: string) => void
  /** What else this process does with the log until the signal aborts. */
  beside?: readonly ((tracker: Tracker, signal: AbortSignal) => Promise<void>)[]
  log?: WriterParts['log']
}>

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/
/** Of the five seconds in which a service has to stop, what requests under way may take. */
const PATIENCE_MS = 3_500

/**
 * Serves one log over HTTP until the signal aborts: then nothing new is taken, what is under way is answered, and everything is closed.
 *
 * @throws TrackerError `serve.open-without-keys` when it would listen to other machines and nobody has made a key: it has not listened then.
 */
export async function serve({ settings, config, signal, onListening, beside = [], log }: ServeHow): Promise<void> {
  const tracker = await openTracker(config)
  try {
    await serveTracker(tracker, { settings, config, signal, onListening, beside, ...(log ? { log } : {}) })
  } finally {
    await tracker.close()
  }
}

async function serveTracker(tracker: Tracker, { settings, config, signal, onListening, beside = [], log }: ServeHow): Promise<void> {
  const { app, door, stop } = await buildWriter({ tracker, settings, place: placeOf(config), ...redisOf(config), ...(log ? { log } : {}) })
  // What runs beside ends with the service, also when it is the service that could not begin.
  const ending = new AbortController()
  const others = beside.map((work) => work(tracker, AbortSignal.any([signal, ending.signal])))
  // One that fails ends the service; those that are finished do not.
  const failed = Promise.all(others).then(() => new Promise<never>(() => {}))
  failed.catch(() => {})
  try {
    if (!LOOPBACK.test(settings.host) && !(await door.asksForTokens())) throw openWithoutKeys()
    const url = await app.listen({ host: settings.host, port: settings.port }).catch(notListening)
    onListening(url)
    await Promise.race([aborted(signal), failed])
  } finally {
    stop.abort()
    ending.abort()
    const closed = app.close()
    const inTime = await Promise.race([closed.then(() => true), after(PATIENCE_MS, false, { ref: false })])
    if (!inTime) app.server.closeAllConnections()
    await closed
    await Promise.allSettled(others)
  }
}

/** Another thread is told the addresses and no functions. */
function placeOf({ eventsUrl, readModelsUrl, personsUrl, personsKeysUrl }: TrackerConfig) {
  return { eventsUrl, readModelsUrl, personsUrl, ...(personsKeysUrl === undefined ? {} : { personsKeysUrl }) }
}

function redisOf({ queueUrl = 'inline:' }: TrackerConfig): Pick<WriterParts, 'redis'> {
  return queueUrl === 'inline:' ? {} : { redis: queueUrl }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function openWithoutKeys(): TrackerError {
  return new TrackerError(
    'serve.open-without-keys',
    '尚无服务密钥，服务只能在本机地址（127.0.0.1）监听；请先用 tracker keys issue 签发密钥，或配置 OIDC_ISSUER。',
    'There is no service key yet, so the service listens on this machine only (127.0.0.1); make one with tracker keys issue, or set OIDC_ISSUER.',
  )
}

function notListening(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES' && error.code !== 'EADDRNOTAVAIL' && error.code !== 'ENOTFOUND') throw error
  throw new TrackerError(
    'serve.cannot-listen',
    `地址或端口不可用（${error.code}）；请换一个 --host 或 --port。`,
    `The address or port cannot be had (${error.code}); choose another --host or --port.`,
  )
}
