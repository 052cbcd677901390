import type { Health, Tracker } from '@rural-tracker/tracker'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the page counts of itself. */
export type Counts = Readonly<{ request: (route: string, method: string, status: number, seconds: number) => void; answer: (type: string) => void }>

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Figures of the service for Prometheus, beside those of read models; labels are our own words and never anything typed. */
export class AlertsMetrics implements Counts {
  readonly registry = new Registry()
  readonly #tracker: Pick<Tracker, 'reactionsStatus'>
  readonly #requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Requests of the page by path, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  })
  readonly #answers = new Counter({ name: 'alert_answers_total', help: 'Answers by type', labelNames: ['type'], registers: [this.registry] })
  readonly #owed = new Gauge({ name: 'reactions_owed', help: 'Effects whose outcome does not stand yet', registers: [this.registry] })
  readonly #retrying = new Gauge({ name: 'reactions_retrying', help: 'Of those, tried at least once', registers: [this.registry] })
  readonly #stopped = new Gauge({
    name: 'reactions_stopped',
    help: '1: reactions stand before an event they cannot read',
    registers: [this.registry],
  })

  constructor(tracker: Pick<Tracker, 'reactionsStatus'>) {
    this.#tracker = tracker
  }

  request(route: string, method: string, status: number, seconds: number): void {
    this.#requests.observe({ route, method, status: String(status) }, seconds)
  }

  answer(type: string): void {
    this.#answers.inc({ type })
  }

  /** Asks how the reactions are. */
  async collect(): Promise<void> {
    const { owed, retrying, failure } = await this.#tracker.reactionsStatus()
    this.#owed.set(owed)
    this.#retrying.set(retrying)
    this.#stopped.set(failure === null ? 0 : 1)
  }
}

/** How read models and reactions are. A service that stops is ready for nothing. */
export async function healthOf(
  tracker: Pick<Tracker, 'health' | 'reactionsStatus'>,
  stopping: AbortSignal,
): Promise<Health & Readonly<{ reactionsStoppedAt: Readonly<{ position: string; eventId: string }> | null }>> {
  const [{ ready, projections }, { failure }] = await Promise.all([tracker.health(), tracker.reactionsStatus()])
  const reactionsStoppedAt = failure && { position: failure.position, eventId: failure.eventId }
  return { ready: ready && failure === null && !stopping.aborted, projections, reactionsStoppedAt }
}
