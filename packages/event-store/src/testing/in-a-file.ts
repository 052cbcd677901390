import type { EventStore } from '../port.ts'
import type { StoreUnderTest } from './contract.ts'

/** A store that lies in one file: it can be opened again, and opened twice. */
export function inAFile(freshPath: () => string, open: (path: string) => EventStore): () => Promise<StoreUnderTest> {
  return async () => {
    const path = freshPath()
    let store = open(path)
    return {
      store,
      reopen: async () => {
        await store.close()
        store = open(path)
        return store
      },
      another: async () => open(path),
    }
  }
}
