import { setTimeout } from 'node:timers/promises'
import { type Job, Queue, Worker } from 'bullmq'
import { type Carried, type Effects, nameOf } from '../effects.ts'

/** Effects that one process performs side by side. */
const AT_ONCE = 32
/** A worker that died holds its job no longer than these two together; BullMQ waits a minute by default. */
const LOCK_MS = 10_000
const STALLED_LOOK_MS = 5_000
/** How long an answer of Redis is waited for before it counts as away. */
const ANSWER_MS = 3_000

export type BullmqOptions = Readonly<{
  /** The name of the queue: those who use the same one share the work. */
  queue: string
  lockMs?: number
  stalledLookMs?: number
}>

/**
 * Effects carried by BullMQ on Redis, so that any number of processes perform them. Redis may lose everything: what is owed stands in the outbox.
 * Nothing is connected before it is used, and Redis being away is no error of opening.
 *
 * @example const effects = bullmqEffects('redis://127.0.0.1:6379', { queue: 'effects-township' })
 */
export function bullmqEffects(url: string, options: BullmqOptions): Effects {
  return new BullmqEffects(url, options)
}

class BullmqEffects implements Effects {
  readonly #url: string
  readonly #o: BullmqOptions
  #queue: Queue | undefined

  constructor(url: string, options: BullmqOptions) {
    this.#url = url
    this.#o = options
  }

  async enqueue(carried: Carried, { notBefore = 0 }: { notBefore?: number } = {}): Promise<void> {
    const queue = (this.#queue ??= this.#producer())
    await answered(queue.waitUntilReady())
    // The attempts are counted in the outbox. A job that stayed in Redis when it is over would swallow the next one with its id.
    const how = { jobId: `reaction-${nameOf(carried)}`, removeOnComplete: true, removeOnFail: true, attempts: 1 }
    await answered(queue.add(carried.effect.name, carried, { ...how, delay: Math.max(0, Math.ceil(notBefore - Date.now())) }))
  }

  async work(perform: (carried: Carried) => Promise<void>, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const { queue, lockMs = LOCK_MS, stalledLookMs = STALLED_LOOK_MS } = this.#o
    const underWay = new Set<Promise<void>>()
    const worker = new Worker(queue, async (job: Job<Carried>) => noted(underWay, perform(job.data)), {
      connection: { url: this.#url, maxRetriesPerRequest: null },
      autorun: false,
      concurrency: AT_ONCE,
      lockDuration: lockMs,
      stalledInterval: stalledLookMs,
      // How often a job may outlive its worker is not Redis's to say: the outbox counts.
      maxStalledCount: 1_000,
    })
    // Without a listener an error would end the process; that Redis is away is told by the relay.
    worker.on('error', () => {})
    const running = worker.run().catch(() => {})
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    await Promise.all(underWay)
    // Closing says to Redis that the jobs are done, and would wait for one that is away.
    await answered(worker.close()).catch(() => worker.close(true).catch(() => {}))
    await answered(running).catch(() => {})
  }

  async close(): Promise<void> {
    const queue = this.#queue
    if (queue) await answered(queue.close()).catch(() => queue.disconnect().catch(() => {}))
  }

  #producer(): Queue {
    const queue = new Queue(this.#o.queue, { connection: { url: this.#url, enableOfflineQueue: false, maxRetriesPerRequest: 1 } })
    queue.on('error', () => {})
    return queue
  }
}

async function noted(underWay: Set<Promise<void>>, work: Promise<void>): Promise<void> {
  const ended = work.catch(() => {})
  underWay.add(ended)
  try {
    await work
  } finally {
    underWay.delete(ended)
  }
}

/** @throws when Redis does not answer in time: what was asked may be done all the same. */
async function answered<T>(asked: Promise<T>): Promise<T> {
  const timer = new AbortController()
  // What is answered too late is nobody's any more.
  asked.catch(() => {})
  const late = setTimeout(ANSWER_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error('Redis does not answer')
  })
  late.catch(() => {})
  try {
    return await Promise.race([asked, late])
  } finally {
    timer.abort()
  }
}
