import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { faultOf, inlineJobs, openTracker, type RebuildJobs, type Tracker } from '@rural-tracker/tracker'
import type { Logger } from 'pino'
import type { ProjectorConfig } from './config.ts'
import { operation } from './operation.ts'

export type RunningProjector = Readonly<{
  url: string
  /** Ends when it was stopped; rejects with what it could not get over. */
  ended: Promise<void>
  /** Within five seconds, whatever is under way. */
  stop: () => Promise<void>
}>

/** Of the five seconds in which a service has to stop. */
const PATIENCE_MS = 3_500

/**
 * Keeps read models at the head of the log, does rebuilds that are asked for, and says how it is.
 *
 * @throws what opening the addresses throws; then nothing is running.
 */
export async function startProjector(config: ProjectorConfig, log: Logger): Promise<RunningProjector> {
  const tracker = await openTracker(config.tracker)
  const stopping = new AbortController()
  const jobs = await jobsOf(tracker, config, log)
  tell(tracker, log)
  const server = createServer(operation({ tracker, onFault: (fault) => log.warn({ fault }, 'not answered') }))
  try {
    server.listen(config.port, config.host)
    await once(server, 'listening')
  } catch (error) {
    await jobs.close()
    await tracker.close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  const working = Promise.all([tracker.follow(stopping.signal), jobs.work(stopping.signal)])
  const closeAll = async () => {
    stopping.abort()
    server.close()
    server.closeAllConnections()
    await working.catch(() => {})
    await jobs.close()
    await tracker.close()
  }
  let closing: Promise<unknown> | undefined
  const closed = () => (closing ??= Promise.race([closeAll(), setTimeout(PATIENCE_MS, undefined, { ref: false })]))
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
  ended.catch(() => {})
  working.then(
    () => closed().then(() => resolve(), reject),
    (error: unknown) =>
      closed().then(
        () => reject(error as Error),
        () => reject(error as Error),
      ),
  )
  // What makes keys of a large table ends when that is done: who waits for the end of the service does not wait for it.
  const stop = async () => {
    await closed()
    resolve()
  }
  return { url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`, ended, stop }
}

/** Rebuilds over Redis where there is one; what that needs is loaded only then. */
export async function jobsOf(
  tracker: Tracker,
  { redis, queueName, jobLockMs }: Pick<ProjectorConfig, 'redis' | 'queueName' | 'jobLockMs'>,
  log: Logger,
): Promise<RebuildJobs> {
  if (redis === undefined) return inlineJobs(tracker)
  const { bullmqJobs } = await import('./bullmq-jobs.ts')
  return bullmqJobs(tracker, { url: redis, queueName, lockMs: jobLockMs, onError: (error) => log.warn({ fault: faultOf(error) }, 'job') })
}

function tell(tracker: Tracker, log: Logger): void {
  const unknown = new Set<string>()
  tracker.watch.listen({
    committed: ({ model, events, pages, seconds, position }) =>
      log.debug({ projection: model, events, pages, ms: Math.round(seconds * 1_000), position: String(position) }, 'committed'),
    fenced: (model) => log.info({ projection: model }, 'taken over by another process'),
    retrying: (code) => log.warn({ code }, 'tried again'),
    unknownType: (type) => {
      if (unknown.has(type)) return
      unknown.add(type)
      log.warn({ type }, 'a type that this release does not know')
    },
  })
}
