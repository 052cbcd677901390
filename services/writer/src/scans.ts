import type { TrackerConfig } from '@rural-tracker/tracker'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { HttpProblem, problem } from './problem.ts'
import type { ScanAnswer, ScanAsked } from './scan-worker.ts'

/** Where things are, as another thread may be told: no functions. */
export type ScanPlace = Pick<TrackerConfig, 'eventsUrl' | 'readModelsUrl' | 'personsUrl' | 'personsKeysUrl'>

const AT_ONCE = 2
const TRY_AGAIN_S = 2

/**
 * Questions that walk through everything there is, each in a thread of its own, so that commands and short questions never wait for them.
 * Two at once; who comes third is asked to come again.
 */
export class Scans {
  readonly #place: ScanPlace
  readonly #longestMs: number
  readonly #idle: Worker[] = []
  readonly #busy = new Set<Worker>()
  #running = 0
  #closed = false

  constructor(place: ScanPlace, longestMs: number) {
    this.#place = place
    this.#longestMs = longestMs
  }

  get running(): number {
    return this.#running
  }

  /**
   * @throws HttpProblem 429 when two are running, 503 when it took too long or its thread died; the refusals of the query itself.
   */
  async ask(asked: ScanAsked, gone: AbortSignal): Promise<unknown> {
    if (this.#running >= AT_ONCE) throw tooMany()
    this.#running++
    const worker = this.#idle.pop() ?? this.#start()
    this.#busy.add(worker)
    try {
      const told = await this.#answerOf(worker, asked, gone)
      this.#busy.delete(worker)
      if (this.#closed) await worker.terminate()
      else this.#idle.push(worker)
      return answerIn(told)
    } finally {
      // Nobody waits for what a thread does that was not heard to the end.
      if (this.#busy.delete(worker)) await worker.terminate()
      this.#running--
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((worker) => worker.terminate()))
  }

  #start(): Worker {
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { workerData: this.#place })
    worker.unref()
    // An idle thread that dies is not asked again.
    worker.on('error', () => this.#forget(worker))
    worker.on('exit', () => this.#forget(worker))
    return worker
  }

  #forget(worker: Worker): void {
    const at = this.#idle.indexOf(worker)
    if (at >= 0) this.#idle.splice(at, 1)
  }

  async #answerOf(worker: Worker, asked: ScanAsked, gone: AbortSignal): Promise<ScanAnswer> {
    const tooLong = AbortSignal.timeout(this.#longestMs)
    const heard = new AbortController()
    const signal = AbortSignal.any([gone, tooLong, heard.signal])
    try {
      const died = once(worker, 'exit', { signal }).then(() => {
        throw broken()
      })
      const message = once(worker, 'message', { signal })
      worker.postMessage(asked)
      const [told] = (await Promise.race([message, died])) as [ScanAnswer]
      return told
    } catch (error) {
      throw tooLong.aborted ? tookTooLong() : error instanceof HttpProblem ? error : broken()
    } finally {
      heard.abort()
    }
  }
}

function answerIn(told: ScanAnswer): unknown {
  if (told.kind === 'answer') return told.answer
  if (told.kind === 'refused') throw Object.assign(new Error(told.text.en), { code: told.code, text: told.text })
  throw Object.assign(broken(), { cause: told.fault })
}

const tooMany = () =>
  problem(
    429,
    'query.too-many-scans',
    '已有两个大范围查询在进行；请按 Retry-After 稍后重试，或缩小查询范围。',
    'Two questions that walk through everything are running; repeat after Retry-After seconds, or ask for less.',
    { headers: { 'retry-after': String(TRY_AGAIN_S) } },
  )
const tookTooLong = () =>
  problem(503, 'query.took-too-long', '查询用时过长，已停止；请缩小查询范围。', 'The question took too long and was stopped; ask for less.')
const broken = () =>
  problem(503, 'query.stopped', '查询被中断，没有得到结果；请稍后重试。', 'The question was interrupted and has no answer; repeat in a while.', {
    headers: { 'retry-after': String(TRY_AGAIN_S) },
  })
