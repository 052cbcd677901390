import type { RowStore } from '../rows.ts'

/** What a process that dies looks like to the rows: everything of it ends, at once. */
export class Died extends Error {
  /** The projector takes it for an error of the database and tries nothing more. */
  readonly code = 'ERR_SQLITE_ERROR'
}

/** Row store under which the process dies when the rows of its first page are written and the checkpoint is not. */
export function diesAtFirstCheckpoint(rows: RowStore): RowStore {
  const checkpoint = async () => {
    throw new Died('died before the checkpoint')
  }
  return overriding(rows, { transaction: (work) => rows.transaction((tx) => work(overriding(tx, { checkpoint }))) })
}

/** Row store under which the process dies when its first page is complete and not yet committed. */
export function diesBeforeFirstCommit(rows: RowStore): RowStore {
  const transaction: RowStore['transaction'] = (work) =>
    rows.transaction(async (tx) => {
      await work(tx)
      throw new Died('died before the commit')
    })
  return overriding(rows, { transaction })
}

/** Row store under which the process dies as soon as anything is committed. */
export function diesAfterEachCommit(rows: RowStore): RowStore {
  return overriding(rows, {
    transaction: async (work) => {
      await rows.transaction(work)
      throw new Died('died after the commit')
    },
  })
}

/** Row store under which another process takes the lease just before the commit. */
export function takenOver(rows: RowStore, model: string): RowStore {
  return overriding(rows, {
    transaction: async (work) => {
      const slot = (await rows.slots(model)).find((one) => one.state === 'active')
      if (slot) await rows.lease(model, 'test', 60_000)
      return rows.transaction(work)
    },
  })
}

/** The same object but for some of its functions. */
export function overriding<T extends object>(original: T, own: Partial<T>): T {
  return new Proxy(original, {
    get: (target, name) => {
      const value = Reflect.get(own, name) ?? Reflect.get(target, name)
      return typeof value === 'function' && !Reflect.has(own, name) ? value.bind(target) : value
    },
  })
}
