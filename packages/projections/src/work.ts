import type { EventStore, Position, StoredEvent } from '@rural-tracker/event-store'
import type { Held, Leases } from './leases.ts'
import type { ReadModel } from './model.ts'
import type { ProjectorObserver } from './observer.ts'
import type { BuildThreads } from './part-build.ts'
import type { LastEvent, RowStore, Slot } from './rows.ts'

/** What every runner needs around the models. */
export type Runner = Readonly<{
  events: EventStore
  rows: RowStore
  leases: Leases
  /** The business date, Asia/Shanghai. */
  today: () => string
  onProgress: OnProgress
  observer: ProjectorObserver
  /** All types of this release, read or not; what is not among them is told to the observer. */
  knownTypes: ReadonlySet<string> | undefined
  threads: BuildThreads | undefined
}>

export type OnProgress = (progress: Readonly<{ models: readonly string[]; position: Position | undefined; events: number }>) => void

/** A slot being moved forward under a lease. */
export type Work = Held & {
  readonly slot: number
  position: Position | undefined
  derivedFor: string | undefined
  readonly setAside: ReadonlySet<string>
  stopped: boolean
}

export async function workOn(
  { rows }: Runner,
  { model, epoch }: Held,
  { slot, position, derivedFor, setAside }: Pick<Slot, 'slot' | 'position' | 'derivedFor' | 'setAside'>,
): Promise<Work> {
  const aside = setAside > 0 ? await rows.setAsideStreams(model.name, slot) : new Set<string>()
  return { model, slot, epoch, position, derivedFor, setAside: aside, stopped: false }
}

export function typesOf(works: readonly Readonly<{ model: ReadModel }>[]): string[] {
  return [...new Set(works.flatMap(({ model }) => model.types))]
}

export function lastOf(events: readonly Pick<StoredEvent, 'id' | 'stream' | 'revision'>[]): LastEvent | undefined {
  const last = events.at(-1)
  return last && { id: last.id, stream: last.stream, revision: Number(last.revision) }
}
