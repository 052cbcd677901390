import { PROJECTION_STATES, type Tracker } from '@rural-tracker/tracker'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** A read model is one partition of itself. */
const PARTITION = '0'

/**
 * What Prometheus asks of read models, in a registry. Labels are our own names, never anything that was typed. Gives back what has to be called
 * before the registry is read: it asks how the read models are.
 *
 * @example
 * const registry = new Registry()
 * const collect = collectProjections(tracker, registry)
 * await collect()
 * const text = await registry.metrics()
 */
export function collectProjections(tracker: Tracker, registry: Registry): () => Promise<void> {
  const registers = [registry]
  const labelNames = ['projection', 'version', 'partition']
  const age = new Gauge({
    name: 'position_age_seconds',
    help: 'Age of the first event a read model has not handled, 0 when caught up',
    labelNames,
    registers,
  })
  const states = new Gauge({
    name: 'state',
    help: 'What a read model is at: 1 for its state, 0 for the others',
    labelNames: [...labelNames, 'state'],
    registers,
  })
  const deadLetters = new Gauge({ name: 'dead_letters', help: 'Events of a read model that were set aside', labelNames, registers })
  const rebuilt = new Gauge({ name: 'rebuild_progress', help: 'From 0 to 1 while a read model is being built', labelNames, registers })
  const events = new Counter({ name: 'events_total', help: 'Events that this process has folded into a read model', labelNames, registers })
  const pages = new Counter({ name: 'pages_total', help: 'Pages of the log that this process has handled', labelNames, registers })
  const commits = new Histogram({
    name: 'commit_seconds',
    help: 'From the first page of a commit to its end',
    labelNames,
    buckets: SECONDS,
    registers,
  })
  const unknown = new Counter({ name: 'unknown_types_total', help: 'Events of types that this release does not know', registers })

  tracker.watch.listen({
    committed: ({ model, version, events: folded, pages: read, seconds }) => {
      const labels = { projection: model, version: String(version), partition: PARTITION }
      events.inc(labels, folded)
      pages.inc(labels, read)
      commits.observe(labels, seconds)
    },
    unknownType: () => unknown.inc(),
  })
  return async () => {
    const { projections } = await tracker.health()
    for (const gauge of [age, states, deadLetters, rebuilt]) gauge.reset()
    for (const { projection, version, state, ageSeconds, deadLetters: setAside, rebuilt: part } of projections) {
      const labels = { projection, version: String(version), partition: PARTITION }
      age.set(labels, ageSeconds)
      deadLetters.set(labels, setAside)
      if (part !== null) rebuilt.set(labels, part)
      for (const one of PROJECTION_STATES) states.set({ ...labels, state: one }, one === state ? 1 : 0)
    }
  }
}
