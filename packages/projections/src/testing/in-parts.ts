import type { ReadModel } from '../model.ts'
import { partsOf } from '../parts.ts'

/** The same model, loaded by several loaders that share the keys. */
export function inParts(model: ReadModel, n: number): ReadModel {
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
