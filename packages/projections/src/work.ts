import type { EventStore, Position, StoredEvent } from '@rural-tracker/event-store'
import type { Held, Leases } from './leases.ts'
import type { ReadModel } from './model.ts'
import type { LastEvent, RowStore } from './rows.ts'

/** What every runner needs around the models. */
export type Runner = Readonly<{
  events: EventStore
  rows: RowStore
  leases: Leases
  /** The business date, Asia/Shanghai. */
  today: () => string
  onProgress: OnProgress
}>

export type OnProgress = (progress: Readonly<{ models: readonly string[]; position: Position | undefined; events: number }>) => void

/** A slot being moved forward under a lease. */
export type Work = Held & {
  readonly slot: number
  position: Position | undefined
  readonly setAside: ReadonlySet<string>
  stopped: boolean
}

export async function workOn({ rows }: Runner, { model, epoch }: Held, slot: number, position: Position | undefined): Promise<Work> {
  return { model, slot, epoch, position, setAside: await rows.setAsideStreams(model.name, slot), stopped: false }
}

export function typesOf(works: readonly Readonly<{ model: ReadModel }>[]): string[] {
  return [...new Set(works.flatMap(({ model }) => model.types))]
}

export function lastOf(events: readonly Pick<StoredEvent, 'id' | 'stream' | 'revision'>[]): LastEvent | undefined {
  const last = events.at(-1)
  return last && { id: last.id, stream: last.stream, revision: Number(last.revision) }
}
