import type { Building, RebuildReport, Tracker } from '@rural-tracker/tracker'

/** How far a rebuild is, for people: positions are decimal digits, `part` goes from 0 to 1. */
export type RebuildProgress = Readonly<{ state: Building['state']; position: string | null; target: string | null; events: number; part: number }>

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
  /** Does what others ask for, until the signal aborts. */
  work(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Without a queue: whoever asks does it. */
export function inlineJobs(tracker: Tracker): RebuildJobs {
  const underWay = new Map<string, Promise<RebuildReport>>()
  return {
    rebuild: async (name, onProgress = () => {}) => {
      const id = await tracker.rebuildId(name)
      const end = tellProgress(tracker, name, onProgress)
      const rebuilding = underWay.get(id) ?? tracker.rebuild(name, { id })
      underWay.set(id, rebuilding)
      return rebuilding.finally(() => {
        underWay.delete(id)
        end()
      })
    },
    work: async () => {},
    close: async () => {},
  }
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
