import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { dateAt } from '@rural-tracker/domain'
import type { Position, StoredEvent } from '@rural-tracker/event-store'
import type { RowStore } from '@rural-tracker/projections'
import type { Tracker } from '@rural-tracker/tracker'
import { commandFaults, type Faults, logFaults, rebuiltFaults, wholeLog } from '../../faults/township/checks.ts'
import { deliveryFaults } from '../../faults/township/deliveries.ts'
import { type Layout, Township } from '../../faults/township/township.ts'
import { pooledFetch } from './pooled-fetch.ts'
import { before, CAUSE, householdOf, type Load, momentsOf, sentAs, TOLD } from './work.ts'

/** Milliseconds from the moment at which an event should have been sent, late or not, to the one at which a reader saw what came of it. */
export type Latency = Readonly<{ count: number; p50: number; p99: number; max: number }>
export type Loaded = Readonly<{
  sent: number
  /** Until every read model has it. */
  row: Latency
  /** Until the receiver has the message, for those events that are told. */
  webhook: Latency
  /** Until the alert stands in the log, by the writer's clock, and until its row can be read. */
  raised: Latency
  alert: Latency
  /** How long the machine had to run for everything else: the load averages before and after. */
  machine: readonly [number, number]
  wrong: Faults
}>

/** Each look costs the machine something that is measured: a look at a server more than one at a file. */
const LOOK_MS: Readonly<Record<Layout, number>> = { embedded: 2, distributed: 10 }
const CONNECTIONS = 64
const LONGEST_REST_MS = 60_000
const A_MINUTE_MS = 60_000
const today = () => dateAt(new Date().toISOString())

export async function runLoad(layout: Layout, load: Load): Promise<Loaded> {
  const prepare = async (tracker: Tracker) => {
    const { refused } = await tracker.import(before(load))
    if (refused > 0) throw new Error(`${refused} commands of the preparation were refused`)
    await tracker.catchUp()
  }
  const pool = pooledFetch(CONNECTIONS)
  const township = await Township.open(layout, { fetch: pool.fetch, told: TOLD, prepare, env: { RESEND_MS: '60000', WEBHOOKS_REACH_PRIVATE: '1' } })
  try {
    await warm(township)
    return await measured(township, load, LOOK_MS[layout])
  } finally {
    await township.close()
    pool.close()
  }
}

/** Whoever has just started has not yet taken its leases. */
async function warm({ api, events, rows }: Township): Promise<void> {
  const visit = { registeredIn: '431224105201', household: householdOf(0), visitor: 'helper', occurredOn: '2023-01-01' } as const
  await api.execute({ type: 'VisitHousehold', data: visit }, { commandId: 'warm' })
  const begun = async () => {
    const head = await events.head()
    const asked = (await wholeLog(events)).some(({ type }) => type === 'AlertDayAsked')
    return asked && head !== undefined && (await seenTo(rows)) >= head
  }
  for (const until = Date.now() + A_MINUTE_MS; !(await begun()); await pause(100)) if (Date.now() > until) throw new Error('it does not come to work')
}

async function measured(township: Township, load: Load, lookMs: number): Promise<Loaded> {
  const { api, events, rows, receiver } = township
  const [loadBefore = 0] = loadavg()
  const first = await events.head()
  const watch = watchRows(rows, lookMs)
  const began = performance.now()
  const due: number[] = []
  const outcomes: Promise<void>[] = []
  const faults: string[] = []
  const acknowledged = new Map<string, number>()
  let n = 0
  for (const moment of momentsOf(load)) {
    const at = began + moment
    // Those that are due meanwhile are sent one after the other; nobody waits for an answer.
    if (at > performance.now()) await pause(Math.max(1, at - performance.now()))
    const i = n++
    due.push(at)
    const command = sentAs(i, load)
    const sent = api.execute(command, { commandId: command.commandId }).then(
      (outcome) => {
        if (!outcome.ok) faults.push(`${command.commandId} was refused: ${outcome.refused}`)
        else for (const { id } of outcome.events) acknowledged.set(id, i)
      },
      (error: Error) => void faults.push(`${command.commandId}: ${error.message}`),
    )
    outcomes.push(sent)
  }
  await Promise.all(outcomes)
  const worked = new Set(Array.from({ length: n }, (_, i) => `load-${i}`))
  const log: StoredEvent[] = []
  const stillThere = async () => {
    log.push(...(await since(events, log.at(-1)?.position ?? first)))
    return stillOpen(log, acknowledged, receiver)
  }
  let open = await stillThere()
  for (const until = Date.now() + LONGEST_REST_MS; open.length > 0 && Date.now() < until; await pause(500)) open = await stillThere()
  const head = (await events.head()) ?? (0n as Position)
  for (const until = Date.now() + LONGEST_REST_MS; (await seenTo(rows)) < head && Date.now() < until; ) await pause(50)
  await pause(lookMs * 10)
  watch.stop()
  const [loadAfter = 0] = loadavg()
  faults.push(...open, ...logFaults(await wholeLog(events), new Set(acknowledged.keys())), ...commandFaults(log, worked))
  faults.push(...(await rebuiltFaults(events, rows, today)))
  return { sent: n, ...latencies({ log, due, acknowledged, watch, receiver }), machine: [loadBefore, loadAfter], wrong: faults.slice(0, 20) }
}

async function since(events: Township['events'], after: Position | undefined): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = []
  for await (const page of events.readAll(after === undefined ? {} : { after })) all.push(...page.events)
  return all
}

/** What has not come of what was sent: a message, a delivery that is recorded, the one alert of each bill. */
function stillOpen(log: readonly StoredEvent[], acknowledged: ReadonlyMap<string, number>, receiver: Township['receiver']): Faults {
  const bills = new Map(
    log.filter(({ type }) => type === 'MedicalBillReported').map(({ id, data }) => [id, (data as { household: string }).household]),
  )
  const raised = log.filter(({ type, data }) => type === 'AlertRaised' && (data as { cause: string }).cause === CAUSE)
  const alerts = Map.groupBy(raised, ({ data }) => (data as { evidence: string[] }).evidence.find((id) => bills.has(id)) ?? '')
  const faults = [...bills].flatMap(([id, household]) => {
    const own = alerts.get(id) ?? []
    return own.length === 1 ? [] : [`the bill of ${household} led to ${own.length} alerts`]
  })
  const others = alerts.get('')?.length ?? 0
  if (others > 0) faults.push(`${others} alerts are of no bill`)
  const again = log.filter(({ type }) => type === 'AlertReopened' || type === 'AlertWithdrawn').length
  if (again > 0) faults.push(`${again} alerts were withdrawn or raised again`)
  return [
    ...faults,
    ...deliveryFaults(
      log.filter(({ id, type }) => acknowledged.has(id) || type.startsWith('Delivery')),
      receiver,
      TOLD,
    ),
  ]
}

type Seen = Readonly<{ at: number; to: Position }>
type Watch = Readonly<{ seen: readonly Seen[]; stop: () => void }>

/** Looks how far all read models are. Rows and checkpoint are one commit, so who sees the one can read the other. */
function watchRows(rows: RowStore, lookMs: number): Watch {
  const seen: Seen[] = []
  let stopped = false
  const look = async () => {
    while (!stopped) {
      const to = await seenTo(rows)
      const at = performance.now()
      if (to > (seen.at(-1)?.to ?? -1n)) seen.push({ at, to })
      await pause(lookMs)
    }
  }
  void look()
  return { seen, stop: () => (stopped = true) }
}

async function seenTo(rows: RowStore): Promise<Position> {
  const active = (await rows.slots()).filter(({ state }) => state === 'active')
  return active.map(({ position }) => position ?? (0n as Position)).reduce((a, b) => (a < b ? a : b))
}

type Found = Readonly<{
  log: readonly StoredEvent[]
  due: readonly number[]
  acknowledged: ReadonlyMap<string, number>
  watch: Watch
  receiver: Township['receiver']
}>

function latencies({ log, due, acknowledged, watch, receiver }: Found): Pick<Loaded, 'row' | 'webhook' | 'raised' | 'alert'> {
  const found = { row: [] as number[], webhook: [] as number[], raised: [] as number[], alert: [] as number[] }
  const dueOf = (id: string) => due[acknowledged.get(id) ?? -1]
  let look = 0
  for (const event of log) {
    // Both go forward only.
    while (look < watch.seen.length && (watch.seen[look] as Seen).to < event.position) look++
    const seenAt = watch.seen[look]?.at ?? Number.POSITIVE_INFINITY
    const own = dueOf(event.id)
    if (own !== undefined) found.row.push(seenAt - own)
    if (event.type === 'AlertRaised') {
      const cause = (event.data as { evidence: string[] }).evidence.map(dueOf).find((at) => at !== undefined)
      if (cause === undefined) continue
      found.raised.push(Date.parse(event.recordedAt) - performance.timeOrigin - cause)
      found.alert.push(seenAt - cause)
    }
    if (event.type === 'DeliverySucceeded') {
      const { delivery, about } = event.data as { delivery: string; about: { event?: string } }
      const cause = dueOf(about.event ?? '')
      if (cause !== undefined) found.webhook.push((receiver.firstAt.get(delivery) ?? Number.POSITIVE_INFINITY) - cause)
    }
  }
  return { row: latencyOf(found.row), webhook: latencyOf(found.webhook), raised: latencyOf(found.raised), alert: latencyOf(found.alert) }
}

function latencyOf(all: readonly number[]): Latency {
  const sorted = all.toSorted((a, b) => a - b)
  const at = (part: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN) * 10) / 10
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}
