import type { ReadModel } from '../model.ts'
import { type BuildThreads, PartBuild, type PartTools } from '../part-build.ts'
import { partsOf } from '../parts.ts'

/** The same model, loaded by several loaders that share the keys. */
export function inParts(model: ReadModel, n: number): ReadModel {
  if (n === 1) return model
  return {
    ...model,
    load: (slot, moment) => {
      const loaders = partsOf(n).map((mine) => model.load(slot, moment, mine))
      return {
        add: async (tx, events) => {
          for (const loader of loaders) await loader.add(tx, events)
        },
        finish: async (tx) => {
          for (const loader of loaders) await loader.finish(tx)
        },
      }
    },
  }
}

/** Threads as a build sees them, all in this one: each part by itself over the log and the rows, in transactions of its own. */
export function besideEachOther(count: number, tools: PartTools): BuildThreads {
  return { count, areWorthIt: () => true, start: (task) => new PartBuild(tools, task) }
}
