import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ALERT_STAGES } from '@rural-tracker/domain'
import type { EventStore } from '@rural-tracker/event-store'
import { openEventStoreDb } from '@rural-tracker/event-store/eventstoredb'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import type { RowStore } from '@rural-tracker/projections'
import { openPostgresRows } from '@rural-tracker/projections/postgres'
import { openSqliteRows } from '@rural-tracker/projections/sqlite'
import { configFrom, connectTracker, openTracker, type ScopedTracker, type Tracker } from '@rural-tracker/tracker'
import { here } from '../../../scripts/step.ts'
import { startPostgres } from '../../postgres/server.ts'
import { startRedis } from '../../redis/server.ts'
import { isSigned, TOLD } from './deliveries.ts'
import { type Part, startProcess } from './part.ts'
import { Receiver } from './receiver.ts'

/** One process over files, or every service by itself over servers. */
export type Layout = 'embedded' | 'distributed'
export const LAYOUTS: readonly Layout[] = ['embedded', 'distributed']

/** The services by themselves, in the order in which they start. One that joins the project joins here. */
const SERVICES: readonly Readonly<{ name: string; command: readonly string[]; ready?: RegExp }>[] = [
  { name: 'writer', command: [here('services/writer/src/main.ts')], ready: /"listening"/ },
  { name: 'projector 1', command: [here('services/projector/src/main.ts')] },
  { name: 'projector 2', command: [here('services/projector/src/main.ts')] },
  { name: 'reactions', command: [here('tracker.ts'), 'work'] },
  { name: 'alerts', command: [here('services/alerts/src/main.ts')] },
]

/** What a township begins with. */
export type Founding = Readonly<{
  /** The types that the receiver asks to be told of. */
  told?: readonly string[]
  /** What is there before anything runs. */
  prepare?: (tracker: Tracker) => Promise<unknown>
  /** Said to its processes beside, or instead of, what they are told otherwise. */
  env?: Readonly<Record<string, string>>
  /** Somebody is told of alerts. */
  tellsAlerts?: boolean
  /** How the API is called. */
  fetch?: typeof fetch
}>

/** A township at work: everything that runs for it can be killed, and comes back. */
export class Township {
  readonly layout: Layout
  readonly parts: readonly Part[]
  readonly receiver: Receiver
  /** Hears of every alert there is. */
  readonly alerted: Receiver
  readonly api: ScopedTracker
  readonly events: EventStore
  readonly rows: RowStore
  readonly #closing: readonly (() => unknown)[]

  private constructor(fields: Omit<Township, 'close'>, closing: readonly (() => unknown)[]) {
    this.layout = fields.layout
    this.parts = fields.parts
    this.receiver = fields.receiver
    this.alerted = fields.alerted
    this.api = fields.api
    this.events = fields.events
    this.rows = fields.rows
    this.#closing = closing
  }

  /** @throws when a server or a service cannot be started; what was started is stopped then. */
  static async open(layout: Layout, founding: Founding = {}): Promise<Township> {
    const closing: (() => unknown)[] = []
    try {
      const data = mkdtempSync(join(tmpdir(), 'tracker-faults-'))
      closing.push(() => rmSync(data, { recursive: true, force: true }))
      const receiver = await Receiver.start()
      const alerted = await Receiver.start()
      closing.push(
        () => receiver.stop(),
        () => alerted.stop(),
      )
      const port = String(await freePort())
      const at = {
        DATA: data,
        HTTP_PORT: port,
        ALERTS_PORT: '0',
        HTTP_HOST: '127.0.0.1',
        LOG_LEVEL: 'error',
        RATE_LIMIT: '1000000',
        WEBHOOK_RETRIES_MS: Array.from({ length: 20 }, () => '200').join(),
        RESEND_MS: '2000',
        MESSAGES_A_MINUTE: '6000',
        MESSAGE_RETRIES_MS: Array.from({ length: 100 }, () => '200').join(),
        ALERTS_OPS_PORT: '0',
        ...founding.env,
      }
      const { parts, events, rows } =
        layout === 'embedded'
          ? await embedded(data, at, { receiver, alerted, founding, closing })
          : await distributed(data, at, { receiver, alerted, founding, closing })
      const api = connectTracker({ url: `http://127.0.0.1:${port}`, patienceMs: 20_000, ...(founding.fetch ? { fetch: founding.fetch } : {}) })
      return new Township({ layout, parts, receiver, alerted, api, events, rows }, closing)
    } catch (error) {
      for (const close of closing.reverse()) await close()
      throw error
    }
  }

  async close(): Promise<void> {
    for (const close of [...this.#closing].reverse()) await close()
  }
}

type Env = Readonly<Record<string, string>>
type How = Readonly<{ receiver: Receiver; alerted: Receiver; founding: Founding; closing: (() => unknown)[] }>
type Opened = Readonly<{ parts: readonly Part[]; events: EventStore; rows: RowStore }>

async function embedded(data: string, env: Env, how: How): Promise<Opened> {
  const { closing } = how
  await founded(data, env, how)
  const command = [here('tracker.ts'), '--data', data, 'serve', '--port', env['HTTP_PORT'] ?? '']
  const serve = await startProcess({ name: 'serve', command, env, ready: /http:\/\// })
  closing.push(() => serve.stop())
  const events = openSqliteStore(join(data, 'events.db'))
  const rows = openSqliteRows(join(data, 'read-models.db'))
  closing.push(() => Promise.all([events.close(), rows.close()]))
  return { parts: [serve], events, rows }
}

async function distributed(data: string, env: Env, how: How): Promise<Opened> {
  const { closing } = how
  const logPort = String(await freePort())
  const double = await startProcess({
    name: 'the store',
    command: [here('test/eventstoredb-double/main.ts'), logPort, join(data, 'log.ndjson')],
    env: {},
    ready: /esdb:/,
  })
  closing.push(() => double.stop())
  const postgres = await startPostgres()
  closing.push(() => postgres.stop())
  const redis = await startedRedis()
  closing.push(() => redis.stop())
  const addresses = {
    EVENTS_URL: `esdb://127.0.0.1:${logPort}?tls=false`,
    READ_MODELS_URL: inSchema(postgres.address, 'read_models'),
    REACTIONS_URL: inSchema(postgres.address, 'reactions'),
    QUEUE_URL: redis.address,
  }
  await founded(data, addresses, how)
  const parts: Part[] = []
  for (const { command, ...service } of SERVICES) {
    const part = await startProcess({
      ...service,
      command: [...command, ...(command[1] === 'work' ? ['--data', data] : [])],
      // One of them is asked at a port that is known.
      env: { ...env, ...addresses, ...(service.name === 'writer' ? {} : { HTTP_PORT: '0' }) },
    })
    parts.push(part)
    closing.push(() => part.stop())
  }
  const events = await openEventStoreDb(addresses.EVENTS_URL)
  const rows = await openPostgresRows(addresses.READ_MODELS_URL)
  closing.push(() => Promise.all([events.close(), rows.close()]))
  const servers = [double, { ...postgres, name: 'PostgreSQL', said: '' }, redis]
  return { parts: [...parts, ...servers], events, rows }
}

/** The receiver asks to be told, and is given its secret. */
async function founded(data: string, env: Env, { receiver, alerted, founding }: How): Promise<void> {
  const { told = TOLD, prepare, tellsAlerts = false } = founding
  const tracker = await openTracker(configFrom(data, env))
  await prepare?.(tracker)
  const id = { division: '431224105000', webhook: 'faults' }
  const asked = { ...id, url: receiver.url, events: [...told], readModels: [], ratePerMinute: 6_000 }
  const outcome = await tracker.webhooks.add(asked, { commandId: 'subscribe', actor: 'cli:operator', source: 'cli' })
  if (!outcome.ok) throw new Error(outcome.message.en)
  const secret = await tracker.webhooks.secret(id)
  receiver.verify = (headers, body) => isSigned(secret, headers, body)
  if (tellsAlerts) await hearsOfAlerts(tracker, alerted)
  await tracker.close()
}

/** Somebody in the county hears of every alert, wherever it stands and whatever the hour. */
async function hearsOfAlerts(tracker: Tracker, alerted: Receiver): Promise<void> {
  const id = { division: '431224000000', receiver: 'faults' }
  const wishes = {
    channel: 'webhook',
    answersAs: 'county:faults',
    ownOnly: false,
    fromLevel: 1,
    ringsFrom: 1,
    digestAt: null,
    language: 'zh',
  } as const
  const outcome = await tracker.receivers.put(
    { ...id, ...wishes, stages: [...ALERT_STAGES] },
    { commandId: 'hears', actor: 'cli:operator', source: 'cli' },
  )
  if (!outcome.ok) throw new Error(outcome.message.en)
  const { secret = '' } = await tracker.receivers.reachAt(id, { to: alerted.url })
  alerted.verify = (headers, body) => isSigned(secret, headers, body)
}

/** Nothing of it is kept: killed, it comes back empty. */
async function startedRedis(): Promise<Part & { address: string }> {
  let redis = await startRedis()
  const { address } = redis
  const kill = async () => {
    const gone = redis.stop
    process.kill(redis.pid, 'SIGKILL')
    await gone()
    redis = await startRedis(Number(new URL(address).port))
  }
  return { name: 'Redis', address, said: '', kill, stop: () => redis.stop() }
}

function inSchema(address: string, schema: string): string {
  const url = new URL(address)
  url.searchParams.set('schema', schema)
  return url.href
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
