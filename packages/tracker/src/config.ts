import { mkdirSync } from 'node:fs'
import { quotable, type Text } from '@rural-tracker/domain'
import type { AnyAggregate, Position } from '@rural-tracker/event-store'
import type { Problem } from '@rural-tracker/reactions'
import type { RebuildJobs } from './care/rebuild-jobs.ts'
import type { SendingHow } from './messages/index.ts'
import type { ReactionPart } from './reactions/part.ts'
import type { Tracker } from './tracker.ts'

export type ModelProgress = Readonly<{ models: readonly string[]; events: number; position: Position | undefined; head: Position | undefined }>

/** Where things are. Nothing else decides the engine. */
export type TrackerConfig = Readonly<{
  /** `sqlite:./data/events.db`, or a server: `esdb://user:password@host:2113,…` */
  eventsUrl: string
  /** `sqlite:./data/read-models.db`, or `postgres://user:password@host/database?schema=read_models` with the packages pg and pg-copy-streams installed. */
  readModelsUrl: string
  /** `sqlite:./data/persons.db`; the keys lie beside it in `persons-keys.db` unless `personsKeysUrl` says otherwise. */
  personsUrl: string
  personsKeysUrl?: string
  /** This process, for the leases of the read models: no two that run at once may have the same. By default the machine and the process id. */
  owner?: string
  /** Checkpoint and outbox of the reactions, never rebuilt: `sqlite:./data/reactions.db`, by default beside the persons register, or `postgres://…` as for read models. */
  reactionsUrl?: string
  /** `inline:` in the process, the default, or `redis://host:6379` with the packages bullmq and ioredis installed. */
  queueUrl?: string
  /** The file with the key from which the secrets of webhooks are made; by default `reactions.key` beside the reactions file. */
  reactionsKeyFile?: string
  reactions?: ReactionsConfig
  /** How alerts reach people, by channel, and where the page is that answers them. Without it nobody is told. */
  alertMessages?: Omit<SendingHow, 'addresses'>
  /** Who decides, by default everybody of the domain. */
  aggregates?: readonly AnyAggregate[]
  /** `false`: another process, or another thread, keeps the read models at the head, and questions only wait for it. */
  projects?: boolean
  /** Who does the rebuilds that are asked for; by default this process, where it keeps the read models. */
  rebuildJobs?: (tracker: Tracker) => RebuildJobs
  /**
   * Over how many threads a rebuild in PostgreSQL shares its keys; by default as many as there are cores, at most 4. 1: in the process itself, as
   * always in a SQLite file, which has one writer.
   */
  rebuildThreads?: number
  /** From how many events on: to begin, a thread takes about a second of the processor. */
  rebuildThreadsFrom?: number
  /** The business date in Asia/Shanghai; by default the clock of the machine. */
  today?: () => string
  /** Read models on their way to the head of the log: of a page just taken, and where it stands. */
  onProgress?: (progress: ModelProgress) => void
}>

/** How what is done outside is done. Everything has a default. */
export type ReactionsConfig = Readonly<{
  /** Webhooks may go to addresses of private networks too: somebody who may subscribe could otherwise look into them. */
  webhooksReachPrivate?: boolean
  /** Milliseconds between the tries of a webhook, by default ten tries within a day and a half. */
  webhookRetries?: readonly number[]
  /** Milliseconds after which what was handed to the queue and has no outcome is handed over again; a minute by default. */
  resendMs?: number
  /** Milliseconds since 1970: when what is due is asked for, and what is owed is handed over; by default the clock of the machine. */
  now?: () => number
  /** What is done outside, or made due by time, besides what the tracker does by itself. */
  parts?: readonly ReactionPart[]
  /** What went wrong and is tried again. */
  onProblem?: (problem: Problem) => void
}>

/** Something asked for that cannot be done, with a stable code and one sentence in both languages. */
export class TrackerError extends Error {
  readonly code: string
  readonly text: Text
  constructor(code: string, zh: string, en: string) {
    super(en)
    this.code = code
    this.text = { zh, en }
  }
}

/** @throws TrackerError when the folder is not there and cannot be made. */
export function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true })
  } catch {
    throw new TrackerError(
      'config.no-folder',
      `目录 ${quotable(dir)} 无法建立，请核对路径和权限。`,
      `The folder ${quotable(dir)} cannot be made; check its path and the permissions.`,
    )
  }
}

/** The addresses of an embedded tracker in one folder. */
export function embeddedConfig(dir: string): TrackerConfig {
  const file = (name: string) => `sqlite:${dir}/${name}.db`
  return { eventsUrl: file('events'), readModelsUrl: file('read-models'), personsUrl: file('persons'), reactionsUrl: file('reactions') }
}

/**
 * The addresses of a tracker in one folder whose log may lie elsewhere, and read models, reactions and queue too, as the variables `EVENTS_URL`,
 * `READ_MODELS_URL`, `REACTIONS_URL` and `QUEUE_URL` say. `REACTIONS_KEY_FILE` names the key of the webhooks, `WEBHOOKS_REACH_PRIVATE=1` lets them
 * go to private networks, `WEBHOOK_RETRIES_MS` says the pauses between their tries (`5000,30000`), and `RESEND_MS` after what time without an
 * outcome an effect is handed over again. `REBUILD_THREADS` says over how many threads a rebuild in PostgreSQL is shared out, and
 * `REBUILD_THREADS_FROM` from how many events on.
 *
 * @example const tracker = await openTracker(configFrom('./data', process.env))
 */
export function configFrom(dir: string, env: Readonly<Record<string, string | undefined>>): TrackerConfig {
  const said = {
    eventsUrl: env.EVENTS_URL,
    readModelsUrl: env.READ_MODELS_URL,
    reactionsUrl: env.REACTIONS_URL,
    queueUrl: env.QUEUE_URL,
    reactionsKeyFile: env.REACTIONS_KEY_FILE,
  }
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value))
  const [retries, resend] = [numbers('WEBHOOK_RETRIES_MS', env.WEBHOOK_RETRIES_MS), numbers('RESEND_MS', env.RESEND_MS)]
  const reactions: ReactionsConfig = {
    ...(env.WEBHOOKS_REACH_PRIVATE === '1' ? { webhooksReachPrivate: true } : {}),
    ...(retries ? { webhookRetries: retries } : {}),
    ...(resend?.[0] === undefined ? {} : { resendMs: resend[0] }),
  }
  const threads = { ...threadsIn(env.REBUILD_THREADS), ...fromIn(env.REBUILD_THREADS_FROM) }
  return { ...embeddedConfig(dir), ...given, ...threads, ...(Object.keys(reactions).length > 0 ? { reactions } : {}) }
}

function threadsIn(said: string | undefined): Pick<TrackerConfig, 'rebuildThreads'> {
  if (!said) return {}
  if (/^[1-9]\d?$/.test(said)) return { rebuildThreads: Number(said) }
  throw new TrackerError(
    'config.malformed',
    '环境变量 REBUILD_THREADS 应为 1 到 99 的线程数，请改正。',
    'The variable REBUILD_THREADS has to be a number of threads from 1 to 99; correct it.',
  )
}

function fromIn(said: string | undefined): Pick<TrackerConfig, 'rebuildThreadsFrom'> {
  if (!said) return {}
  if (/^\d{1,12}$/.test(said)) return { rebuildThreadsFrom: Number(said) }
  throw new TrackerError(
    'config.malformed',
    '环境变量 REBUILD_THREADS_FROM 应为事件数，请改正。',
    'The variable REBUILD_THREADS_FROM has to be a number of events; correct it.',
  )
}

/** Milliseconds, between commas. */
function numbers(name: string, said: string | undefined): readonly number[] | undefined {
  if (!said) return undefined
  if (/^\d{1,9}(?:,\d{1,9}){0,49}$/.test(said)) return said.split(',').map(Number)
  throw new TrackerError(
    'config.malformed',
    `环境变量 ${name} 应为毫秒数，多个用逗号分隔，请改正。`,
    `The variable ${name} has to be milliseconds, several with commas between them; correct it.`,
  )
}

/** Whether the log lies on a server, and so is copied and kept there. */
export function isOnServer({ eventsUrl }: Pick<TrackerConfig, 'eventsUrl'>): boolean {
  return ESDB.test(eventsUrl)
}

const ESDB = /^(?:esdb|kurrentdb|kdb)(?:\+discover)?:\/\//

/** @throws TrackerError for an engine that is not there. */
export function eventsAddress(url: string): Readonly<{ engine: 'eventstoredb'; url: string } | { engine: 'sqlite'; path: string }> {
  if (ESDB.test(url)) return { engine: 'eventstoredb', url }
  const path = afterSqlite(url)
  if (path) return { engine: 'sqlite', path }
  throw unknownAddress(url, '请使用 sqlite:文件路径 或 esdb://主机:端口', 'use sqlite:PATH or esdb://HOST:PORT')
}

/** @throws TrackerError for an engine that is not there. */
export function rowsAddress(url: string): Readonly<{ engine: 'postgres'; url: string } | { engine: 'sqlite'; path: string }> {
  if (/^postgres(?:ql)?:/.test(url)) return { engine: 'postgres', url }
  const path = afterSqlite(url)
  if (path) return { engine: 'sqlite', path }
  throw unknownAddress(url, '请使用 sqlite:文件路径 或 postgres://…', 'use sqlite:PATH or postgres://…')
}

/** @throws TrackerError for an engine that is not there. */
export function queueAddress(url: string): Readonly<{ engine: 'redis'; url: string } | { engine: 'inline' }> {
  if (url === 'inline:') return { engine: 'inline' }
  if (/^rediss?:\/\//.test(url)) return { engine: 'redis', url }
  throw unknownAddress(url, '请使用 inline: 或 redis://主机:端口', 'use inline: or redis://HOST:PORT')
}

/** @throws TrackerError for an engine that is not there. */
export function sqlitePath(url: string): string {
  const path = afterSqlite(url)
  if (path) return path
  throw unknownAddress(url, '请使用 sqlite:文件路径', 'use sqlite:PATH')
}

function afterSqlite(url: string): string {
  return url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : ''
}

function unknownAddress(url: string, zh: string, en: string): TrackerError {
  const scheme = quotable(url.split(':', 1)[0] ?? '')
  return new TrackerError('config.unknown-address', `不支持的地址类型 ${scheme}，${zh}。`, `The address type "${scheme}" is not supported; ${en}.`)
}
