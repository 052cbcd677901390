import type { CommandOutcome, Tracker } from '@rural-tracker/tracker'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Health } from './health.ts'

const STATES = ['active', 'failed', 'stalled', 'missing', 'outdated']
/** A read model is one partition of itself. */
const PARTITION = '0'
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

  constructor(tracker: Tracker, health: Health, scansRunning: () => number) {
    collectDefaultMetrics({ register: this.#registry })
    const projection = { labelNames: ['projection', 'version', 'partition'], registers: [this.#registry] }
    const registers = [this.#registry]
    const age = new Gauge({
      name: 'position_age_seconds',
      help: 'Age of the first event a read model has not handled, 0 when caught up',
      ...projection,
    })
    const state = new Gauge({
      name: 'state',
      help: 'Where a read model is: 1 for its state, 0 for the others',
      labelNames: ['projection', 'version', 'partition', 'state'],
      registers,
    })
    const setAside = new Gauge({ name: 'dead_letters', help: 'Events of a read model that were set aside', ...projection })
    const scans = new Gauge({ name: 'scans_running', help: 'Questions that walk through everything, at this moment', registers })
    this.#collect = async () => {
      scans.set(scansRunning())
      const stalled = new Set((await health.unwell()).filter((one) => one.state === 'stalled').map(({ name }) => name))
      for (const status of await tracker.projections()) {
        const labels = { projection: status.name, version: String(status.version), partition: PARTITION }
        age.set(labels, status.behindSeconds)
        setAside.set(labels, status.setAside)
        const now = stalled.has(status.name) ? 'stalled' : status.state
        for (const one of STATES) state.set({ ...labels, state: one }, one === now ? 1 : 0)
      }
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
