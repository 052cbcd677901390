import { quotable } from '@rural-tracker/domain'
import type { Building, RebuildReport } from '@rural-tracker/projections'
import { TrackerError } from '../config.ts'
import { faultOf } from '../service-process.ts'
import type { Tracker } from '../tracker.ts'

/** How far a rebuild is, for people: positions are decimal digits, `part` goes from 0 to 1. */
export type RebuildProgress = Readonly<{ state: Building['state']; position: string | null; target: string | null; events: number; part: number }>

/** What has become of a rebuild, by its name. `code` says why one has failed; the live table stays as it was then. */
export type RebuildState = Readonly<{
  rebuild: string
  model: string
  state: 'waiting' | 'building' | 'done' | 'failed'
  /** From 0 to 1. */
  part: number | null
  events: number | null
  /** Per table, against the one it took the place of; null when there was none to compare with. */
  difference: RebuildReport['difference'] | null
  code: string | null
}>

/**
 * Rebuilds as jobs. What a job has done stands in the database of the read models, so a job that runs twice, or is killed and runs again, is one
 * rebuild; a queue only carries its name.
 */
export interface RebuildJobs {
  /**
   * Has a read model rebuilt, and waits for it. Who asks for one that is asked for already waits for the same.
   *
   * @throws ProjectionError `projection.unknown`; what the rebuild throws.
   */
  rebuild(name: string, onProgress?: (progress: RebuildProgress) => void): Promise<RebuildReport>
  /**
   * Has a read model rebuilt, and gives the name of the rebuild without waiting for its end.
   *
   * @throws ProjectionError `projection.unknown`; TrackerError when nobody could be told of it.
   */
  ask(name: string): Promise<string>
  /** What has become of a rebuild. @throws TrackerError `rebuild.unknown` for one that nobody has asked for, or of which nothing is kept any more. */
  look(rebuild: string): Promise<RebuildState>
  /** Does what others ask for, until the signal aborts. */
  work(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** What is known of a rebuild by who carries it, while it is not done. */
export type RebuildUnderWay = Readonly<{ state: 'waiting' | 'building' | 'failed'; progress?: RebuildProgress | undefined; code?: string }>

/** Without a queue: whoever is asked does it. */
export function inlineJobs(tracker: Tracker): RebuildJobs {
  const underWay = new Map<string, Promise<RebuildReport>>()
  const progress = new Map<string, RebuildProgress>()
  const failed = new Map<string, string>()

  const begin = (name: string, id: string): Promise<RebuildReport> => {
    const known = underWay.get(id)
    if (known !== undefined) return known
    failed.delete(id)
    const end = tellProgress(tracker, name, (told) => void progress.set(id, told))
    const rebuilding = tracker
      .rebuild(name, { id })
      .catch((error: unknown) => {
        failed.set(id, faultOf(error).code)
        throw error
      })
      .finally(() => {
        underWay.delete(id)
        progress.delete(id)
        end()
      })
    underWay.set(id, rebuilding)
    return rebuilding
  }

  return {
    rebuild: async (name, onProgress = () => {}) => {
      const id = await tracker.rebuildId(name)
      const end = tellProgress(tracker, name, onProgress)
      return begin(name, id).finally(end)
    },
    ask: async (name) => {
      const id = await tracker.rebuildId(name)
      // How it ends is asked by its name.
      begin(name, id).catch(() => {})
      return id
    },
    look: (id) =>
      stateOf(tracker, id, async () => {
        if (underWay.has(id)) return { state: 'building', progress: progress.get(id) }
        const code = failed.get(id)
        return code === undefined ? undefined : { state: 'failed', code }
      }),
    work: async () => {},
    close: async () => {},
  }
}

/** Where another process keeps the read models and there is no queue to tell it by. */
export function jobsElsewhere(tracker: Tracker): RebuildJobs {
  const elsewhere = async () => {
    throw new TrackerError(
      'rebuild.elsewhere',
      '本服务不维护读模型，也没有可用的任务队列；请在投影服务上重建（main.ts rebuild 名称，或 tracker rebuild 名称），或为两者配置同一 QUEUE_URL=redis://…。',
      'This service does not keep the read models and has no queue to ask by; rebuild where they are kept (main.ts rebuild NAME of the projector, or tracker rebuild NAME), or give both the same QUEUE_URL=redis://….',
    )
  }
  return {
    rebuild: elsewhere,
    ask: elsewhere,
    look: (id) => stateOf(tracker, id, async () => undefined),
    work: async () => {},
    close: async () => {},
  }
}

const REBUILD = /^rebuild-(\w{1,60})-v\d{1,9}-after-\d{1,15}$/

/** What the database of the read models says of a rebuild, and otherwise who carries it. */
export async function stateOf(tracker: Tracker, rebuild: string, carried: () => Promise<RebuildUnderWay | undefined>): Promise<RebuildState> {
  const model = REBUILD.exec(rebuild)?.[1]
  const kept = model === undefined ? undefined : await tracker.rebuilt(rebuild)
  if (model !== undefined && kept?.report !== undefined) {
    const { events, difference = null } = kept.report
    return { rebuild, model, state: 'done', part: 1, events, difference, code: null }
  }
  const under = model === undefined ? undefined : await carried()
  // What was built is gone on with by who asks again; nobody is at it now.
  const known = under ?? (kept === undefined ? undefined : { state: 'waiting' as const })
  if (model === undefined || known === undefined) throw unknown(rebuild)
  const { state, progress, code = null } = known
  return { rebuild, model, state, part: progress?.part ?? null, events: progress?.events ?? kept?.events ?? null, difference: null, code }
}

function unknown(rebuild: string): TrackerError {
  return new TrackerError(
    'rebuild.unknown',
    `没有重建任务 ${quotable(rebuild)}，请核对名称，或重新申请重建。`,
    `There is no rebuild ${quotable(rebuild)}; check its name, or ask for the rebuild again.`,
  )
}

const EVERY_MS = 500

/** Tells how far the rebuild of a model is, not more often than anybody looks; gives back a function that ends it. */
export function tellProgress(tracker: Tracker, name: string, tell: (progress: RebuildProgress) => void): () => void {
  let told = 0
  let state: Building['state'] | undefined
  return tracker.watch.listen({
    building: (building) => {
      if (building.model !== name || (building.state === state && Date.now() - told < EVERY_MS)) return
      told = Date.now()
      state = building.state
      tell(progressOf(building))
    },
  })
}

function progressOf({ state, position, target, events }: Building): RebuildProgress {
  const part = state !== 'building' || !target ? 1 : Math.min(1, Number(position ?? 0) / Number(target))
  return { state, position: position === undefined ? null : String(position), target: target === undefined ? null : String(target), events, part }
}
