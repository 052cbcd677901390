import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { quotable, type Text } from '@rural-tracker/domain'
import type { Position } from '@rural-tracker/event-store'

export type ModelProgress = Readonly<{ models: readonly string[]; events: number; position: Position | undefined; head: Position | undefined }>

/** Where things are. Nothing else decides the engine. */
export type TrackerConfig = Readonly<{
  /** `sqlite:./data/events.db` */
  eventsUrl: string
  /** `sqlite:./data/read-models.db`, or `postgres://user:password@host/database?schema=read_models` with the packages pg and pg-copy-streams installed. */
  readModelsUrl: string
  /** `sqlite:./data/persons.db`; the keys lie beside it in `persons-keys.db` unless `personsKeysUrl` says otherwise. */
  personsUrl: string
  personsKeysUrl?: string
  /** The business date in Asia/Shanghai; by default the clock of the machine. */
  today?: () => string
  /** Read models on their way to the head of the log: of a page just taken, and where it stands. */
  onProgress?: (progress: ModelProgress) => void
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
  return { eventsUrl: `sqlite:${dir}/events.db`, readModelsUrl: `sqlite:${dir}/read-models.db`, personsUrl: `sqlite:${dir}/persons.db` }
}

/** @throws TrackerError for an engine that is not there, and for a file whose folder cannot be made. */
export function sqlitePath(url: string, others: readonly string[] = []): string {
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : ''
  if (path) {
    makeFolder(dirname(path))
    return path
  }
  const scheme = quotable(url.split(':', 1)[0] ?? '')
  throw new TrackerError(
    'config.unknown-address',
    `不支持的地址类型 ${scheme}，请使用 ${['sqlite:文件路径', ...others].join(' 或 ')}。`,
    `The address type "${scheme}" is not supported; use ${['sqlite:PATH', ...others].join(' or ')}.`,
  )
}
