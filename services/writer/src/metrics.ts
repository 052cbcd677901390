import { collectProjections } from '@rural-tracker/projector/metrics'
import type { CommandOutcome, Tracker } from '@rural-tracker/tracker'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What the service counts of itself, for Prometheus. Labels are our own names and never anything typed. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Requests by path of the document, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers: [this.#registry],
  })
  readonly #commands = new Counter({
    name: 'commands_total',
    help: 'Commands by type and outcome: written, nothing new, repeated, refused',
    labelNames: ['type', 'outcome'],
    registers: [this.#registry],
  })

  constructor(tracker: Tracker, scansRunning: () => number) {
    collectDefaultMetrics({ register: this.#registry })
    const registers = [this.#registry]
    const scans = new Gauge({ name: 'scans_running', help: 'Questions that walk through everything, at this moment', registers })
    const collectProjectionsNow = collectProjections(tracker, this.#registry)
    this.#collect = async () => {
      scans.set(scansRunning())
      await collectProjectionsNow()
    }
  }
  readonly #collect: () => Promise<void>

  request(route: string, method: string, status: number, seconds: number): void {
    this.#requests.observe({ route, method, status: String(status) }, seconds)
  }

  command(type: string, outcome: CommandOutcome): void {
    const told = !outcome.ok ? 'refused' : outcome.repeated ? 'repeated' : outcome.events.length > 0 ? 'written' : 'nothing_new'
    this.#commands.inc({ type, outcome: told })
  }

  /** In the text form of Prometheus, with its content type. */
  async text(): Promise<Readonly<{ type: string; text: string }>> {
    await this.#collect()
    return { type: this.#registry.contentType, text: await this.#registry.metrics() }
  }
}
