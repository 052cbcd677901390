import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { BuildPart, BuildThreads, PartLoaded, PartProgress, PartTask, ReadModel } from '@rural-tracker/projections'
import { eventsAddress, rowsAddress, type TrackerConfig } from '../config.ts'
import { errorOf, type FromThread, threadDied, type ThreadPlace, threadsEnded, type ThreadTask, type ToThread } from './messages.ts'

/** Each thread reads the whole log and folds its part: more of them mostly read. */
const MOST = 4
/** To begin, a thread reads the whole program, for about a second of the processor: what is shared out has to be worth that. */
const FROM_EVENTS = 200_000

/**
 * Threads for the rebuilds of a tracker. None where there is nothing to share: a SQLite file has one writer at a time, and a log in memory is
 * this thread's own.
 */
export function rebuildThreads(config: ThreadPlace & Pick<TrackerConfig, 'rebuildThreads' | 'rebuildThreadsFrom'>): RebuildThreads | undefined {
  const count = config.rebuildThreads ?? Math.min(MOST, availableParallelism())
  const events = eventsAddress(config.eventsUrl)
  if (count < 2 || rowsAddress(config.readModelsUrl).engine === 'sqlite') return undefined
  if (events.engine === 'sqlite' && events.path === ':memory:') return undefined
  return new RebuildThreads(config, count, config.rebuildThreadsFrom)
}

/**
 * Parts of a rebuild in threads, each with its own connections to the log and to the rows.
 *
 * @example new Projector({ …, threads: new RebuildThreads({ eventsUrl, readModelsUrl }, 4) })
 */
export class RebuildThreads implements BuildThreads {
  readonly count: number
  readonly #fromEvents: number
  readonly #place: ThreadPlace
  readonly #running = new Set<ThreadPart>()
  #ended = false

  constructor({ eventsUrl, readModelsUrl }: ThreadPlace, count: number, fromEvents = FROM_EVENTS) {
    this.#place = { eventsUrl, readModelsUrl }
    this.count = count
    this.#fromEvents = fromEvents
  }

  areWorthIt(models: readonly ReadModel[], events: number): boolean {
    return this.count > 1 && events >= this.#fromEvents && models.some(({ shares }) => shares !== undefined)
  }

  start(task: PartTask): BuildPart {
    const part: ThreadPart = new ThreadPart({ place: this.#place, task }, () => this.#running.delete(part))
    this.#running.add(part)
    if (this.#ended) void part.end(threadsEnded())
    return part
  }

  /** Ends what is being built; who asked for it is told. */
  async end(): Promise<void> {
    this.#ended = true
    await Promise.all([...this.#running].map((part) => part.end(threadsEnded())))
  }
}

/** One thread, as those see it who wait for it. */
class ThreadPart implements BuildPart {
  readonly #worker: Worker
  readonly #loaded = Promise.withResolvers<PartLoaded>()
  readonly #finished = Promise.withResolvers<void>()
  #told: (progress: PartProgress) => void = () => {}

  constructor(task: ThreadTask, gone: () => void) {
    this.#worker = new Worker(new URL(`./thread${extname(import.meta.url)}`, import.meta.url), { workerData: task })
    this.#worker.on('message', (message: FromThread) => this.#hear(message))
    // Memory that ran out, or what nobody foresaw.
    this.#worker.on('error', (cause) => this.#fail(Object.assign(threadDied(), { cause })))
    this.#worker.on('exit', () => {
      this.#fail(threadDied())
      gone()
    })
    // Whoever comes next is told; until then it is nobody's.
    this.#loaded.promise.catch(() => {})
    this.#finished.promise.catch(() => {})
  }

  load(told: (progress: PartProgress) => void): Promise<PartLoaded> {
    this.#told = told
    return this.#loaded.promise
  }

  finish(): Promise<void> {
    this.#worker.postMessage('finish' satisfies ToThread)
    return this.#finished.promise
  }

  async end(why: Error = threadDied()): Promise<void> {
    this.#fail(why)
    await this.#worker.terminate()
  }

  #hear(message: FromThread): void {
    switch (message.kind) {
      case 'progress':
        return this.#told(message.progress)
      case 'loaded':
        return this.#loaded.resolve(message.loaded)
      case 'finished':
        return this.#finished.resolve()
      case 'failed':
        return this.#fail(errorOf(message.failure))
    }
  }

  /** What is settled already stays as it is. */
  #fail(error: Error): void {
    this.#loaded.reject(error)
    this.#finished.reject(error)
  }
}
