import { setTimeout as after } from 'node:timers/promises'
import {
  type RebuildJobs,
  type RebuildProgress,
  type RebuildReport,
  rebuildStateOf,
  type RebuildUnderWay,
  tellProgress,
  type Tracker,
  TrackerError,
} from '@rural-tracker/tracker'
import { type Job, Queue, QueueEvents, UnrecoverableError, WaitingError, Worker } from 'bullmq'

export type BullmqJobsOptions = Readonly<{
  url: string
  /** Who use the same name share the work. */
  queueName: string
  /** How long a job whose process died is held. */
  lockMs: number
  onError?: (error: unknown) => void
}>

type Asked = Readonly<{ name: string; id: string }>

/** A day: who looks for what became of a job finds it so long. */
const KEPT = { age: 86_400, count: 1_000 }
/** Another process may hold the model, or the database be away. */
const ATTEMPTS = 5
const ATTEMPT_AGAIN_MS = 5_000
/** How often a job may outlive its process. */
const MOST_DEATHS = 100
/** Of the five seconds in which a service has to stop, what a rebuild may take to end. */
const END_MS = 2_500
/** How long an answer of Redis is waited for by who does not wait for the rebuild. */
const ANSWER_MS = 3_000
/** What the next attempt would find again. */
const FINAL: ReadonlySet<string> = new Set(['projection.poison', 'projection.unknown', 'projection.shape-changed', 'projection.view-in-use'])

/**
 * Rebuilds carried by BullMQ on Redis: one rebuild is one job, and its id is the rebuild's own name, so that asking twice is asking once.
 *
 * @example const jobs = bullmqJobs(tracker, { url: 'redis://127.0.0.1:6379', queueName: 'rural-tracker', lockMs: 30_000 })
 */
export function bullmqJobs(tracker: Tracker, options: BullmqJobsOptions): RebuildJobs {
  const { url, queueName, lockMs, onError = () => {} } = options
  const name = `${queueName}-rebuilds`
  const opened: Queue[] = []
  let queue: Queue<Asked, RebuildReport> | undefined
  const theQueue = () => {
    if (!queue) {
      queue = new Queue<Asked, RebuildReport>(name, { connection: { url } })
      queue.on('error', onError)
      opened.push(queue as Queue)
    }
    return queue
  }

  const job = async (model: string): Promise<Job<Asked, RebuildReport>> => {
    const id = await tracker.rebuildId(model)
    const known: Job<Asked, RebuildReport> | undefined = await theQueue().getJob(id)
    // One that was given up stands in the way of the next with its id; what it had built is gone on with.
    if (await known?.isFailed()) await known?.remove()
    const retry = { attempts: ATTEMPTS, backoff: { type: 'fixed', delay: ATTEMPT_AGAIN_MS } }
    return theQueue().add('rebuild', { name: model, id }, { jobId: id, ...retry, removeOnComplete: KEPT, removeOnFail: KEPT })
  }

  const ask: RebuildJobs['ask'] = async (model) => {
    // What there is not is told without Redis.
    const id = await tracker.rebuildId(model)
    await answered(job(model))
    return id
  }

  const look: RebuildJobs['look'] = (id) =>
    rebuildStateOf(tracker, id, async (): Promise<RebuildUnderWay | undefined> => {
      const known: Job<Asked, RebuildReport> | undefined = await answered(theQueue().getJob(id))
      if (known === undefined) return undefined
      const state = await answered(known.getState())
      if (state === 'failed') return { state, code: 'rebuild.failed' }
      const progress = typeof known.progress === 'object' ? (known.progress as RebuildProgress) : undefined
      return { state: state === 'active' ? 'building' : 'waiting', progress }
    })

  const rebuild: RebuildJobs['rebuild'] = async (model, onProgress = () => {}) => {
    const events = new QueueEvents(name, { connection: { url } })
    events.on('error', onError)
    try {
      await events.waitUntilReady()
      const asked = await job(model)
      events.on('progress', ({ jobId, data }) => {
        if (jobId === asked.id) onProgress(data as RebuildProgress)
      })
      return await asked.waitUntilFinished(events).catch(() => Promise.reject(failed(model)))
    } finally {
      await events.close()
    }
  }

  const perform = async (one: Job<Asked, RebuildReport>, token: string | undefined, signal: AbortSignal): Promise<RebuildReport> => {
    const { name: model, id } = one.data
    let telling: Promise<unknown> = Promise.resolve()
    const end = tellProgress(tracker, model, (progress) => {
      // A progress that is not told is no reason to stop.
      telling = telling.then(() => one.updateProgress(progress)).catch(onError)
    })
    try {
      return await tracker.rebuild(model, { id, signal })
    } catch (error) {
      // It waits for another process: that it was ended here was no try.
      if (signal.aborted) {
        await one.moveToWait(token)
        throw new WaitingError()
      }
      const { code, message } = error as { code?: string; message?: string }
      if (code !== undefined && FINAL.has(code)) throw new UnrecoverableError(message ?? code)
      throw error
    } finally {
      end()
      await telling
    }
  }

  const work = async (signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return
    let underWay: Promise<unknown> = Promise.resolve()
    const performed = (one: Job<Asked, RebuildReport>, token?: string) => {
      const performing = perform(one, token, signal)
      underWay = performing.catch(() => {})
      return performing
    }
    const worker = new Worker<Asked, RebuildReport>(name, performed, {
      connection: { url, maxRetriesPerRequest: null },
      autorun: false,
      concurrency: 1,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: MOST_DEATHS,
    })
    worker.on('error', onError)
    worker.on('failed', (_job, error) => onError(error))
    const running = worker.run().catch(onError)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    // What cannot be ended in time is left: another process takes it up when its lock has run out.
    await Promise.all([worker.pause(true), Promise.race([underWay, after(END_MS, undefined, { ref: false })])])
    await worker.close(true)
    await running
  }

  const close = async () => {
    // A Redis that is away would be waited for.
    const closed = Promise.all(opened.map((one) => one.close()))
    await answered(closed).catch(() => Promise.all(opened.map((one) => one.disconnect().catch(() => {}))))
  }

  return { rebuild, ask, look, work, close }
}

/** @throws TrackerError when Redis is away: what was handed over may be done all the same, and asking again is asking for the same. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(queueAway()), ANSWER_MS)
  })
  // It may fail when nobody waits for it any more.
  answer.catch(() => {})
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

function queueAway(): TrackerError {
  return new TrackerError(
    'rebuild.queue-away',
    '任务队列（Redis）没有回答，不能确定重建是否已申请；请稍后重新申请，重复申请只重建一次。',
    'The queue (Redis) does not answer, so whether the rebuild was asked for is not known; ask again in a while, the same rebuild is done once.',
  )
}

/** What was said where it failed stays there: it may quote an event. */
function failed(model: string): TrackerError {
  return new TrackerError(
    'rebuild.failed',
    `读模型 ${model} 未能重建，原表保持不变；原因见执行该任务的进程的日志，处理后请重新申请。`,
    `The rebuild of ${model} failed and the live table stays as it was; see the log of the process that did it, and ask again.`,
  )
}
