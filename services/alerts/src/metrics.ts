import type { Tracker } from '@rural-tracker/tracker'
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

/** What the page counts of itself. */
export type Counts = Readonly<{ request: (method: 'GET' | 'POST', status: number) => void; answer: (type: string) => void }>

/** Figures of the service for Prometheus; labels are our own words and never anything typed. */
export class AlertsMetrics implements Counts {
  readonly #registry = new Registry()
  readonly #tracker: Pick<Tracker, 'reactionsStatus'>
  readonly #requests = new Counter({
    name: 'alert_page_requests_total',
    help: 'Requests of the page by method and status',
    labelNames: ['method', 'status'],
    registers: [this.#registry],
  })
  readonly #answers = new Counter({ name: 'alert_answers_total', help: 'Answers by type', labelNames: ['type'], registers: [this.#registry] })
  readonly #owed = new Gauge({ name: 'reactions_owed', help: 'Effects whose outcome does not stand yet', registers: [this.#registry] })
  readonly #retrying = new Gauge({ name: 'reactions_retrying', help: 'Of those, tried at least once', registers: [this.#registry] })
  readonly #stopped = new Gauge({
    name: 'reactions_stopped',
    help: '1: reactions stand before an event they cannot read',
    registers: [this.#registry],
  })

  constructor(tracker: Pick<Tracker, 'reactionsStatus'>) {
    this.#tracker = tracker
    collectDefaultMetrics({ register: this.#registry })
  }

  request(method: 'GET' | 'POST', status: number): void {
    this.#requests.inc({ method, status: String(status) })
  }

  answer(type: string): void {
    this.#answers.inc({ type })
  }

  /** In the text form of Prometheus, with its content type. */
  async text(): Promise<Readonly<{ type: string; text: string }>> {
    const { owed, retrying, failure } = await this.#tracker.reactionsStatus()
    this.#owed.set(owed)
    this.#retrying.set(retrying)
    this.#stopped.set(failure === null ? 0 : 1)
    return { type: this.#registry.contentType, text: await this.#registry.metrics() }
  }
}
