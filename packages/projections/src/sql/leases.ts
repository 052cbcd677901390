import { sql } from 'kysely'
import type { HeldLease } from '../rows.ts'
import { type Compiled, compiled, type Dialect } from './dialect.ts'

/**
 * Takes every lease that is free, has run out, is ours, or is one of the dead; gives the new epoch of each that could be had. Leases are always
 * taken in the order of their names, as checkpoints are, so that no two processes wait for each other.
 */
export function takeLeases(
  { bookkeeping, now, isOneOf, list }: Dialect,
  models: readonly string[],
  owner: string,
  forMs: number,
  dead: readonly string[],
): Compiled {
  const until = sql<number>`${now()} + ${sql.lit(forMs)}`
  return compiled(
    bookkeeping
      .insertInto('lease')
      .values(models.toSorted().map((model) => ({ model, epoch: 1, owner, until })))
      .onConflict((on) =>
        on
          .column('model')
          .doUpdateSet((eb) => ({
            epoch: sql<number>`lease.epoch + 1`,
            owner: eb.ref('excluded.owner'),
            until: eb.ref('excluded.until'),
          }))
          .where((eb) =>
            eb.or([
              eb('lease.owner', 'is', null),
              eb('lease.owner', '=', owner),
              sql<boolean>`lease.until < ${now()}`,
              isOneOf('lease.owner', list(dead)),
            ]),
          ),
      )
      .returning(['model', 'epoch']),
  )
}

export function holdersOf({ bookkeeping }: Dialect, models: readonly string[]): Compiled {
  return compiled(
    bookkeeping
      .selectFrom('lease')
      .select(['model', 'owner', 'until'])
      .where('model', 'in', [...models]),
  )
}

/** Gives the models whose leases were kept. */
export function renewLeases(dialect: Dialect, held: readonly HeldLease[], forMs: number): Compiled {
  const until = sql<number>`${dialect.now()} + ${sql.lit(forMs)}`
  return compiled(dialect.bookkeeping.updateTable('lease').set({ until }).where('model', 'in', stillOurs(dialect, held)).returning('model'))
}

export function releaseLeases(dialect: Dialect, held: readonly HeldLease[]): Compiled {
  return compiled(dialect.bookkeeping.updateTable('lease').set({ owner: null, until: 0 }).where('model', 'in', stillOurs(dialect, held)))
}

/** Names those that are ours, and stay so until the transaction ends. */
export function heldLeases(dialect: Dialect, held: readonly HeldLease[]): Compiled {
  return compiled(stillOurs(dialect, held, 'share'))
}

function stillOurs({ bookkeeping, locksRows }: Dialect, held: readonly HeldLease[], lock: 'update' | 'share' = 'update') {
  return bookkeeping
    .selectFrom('lease')
    .select('model')
    .where((eb) => eb.or(held.map(({ model, epoch }) => eb.and([eb('model', '=', model), eb('epoch', '=', epoch)]))))
    .where('owner', 'is not', null)
    .orderBy('model')
    .$if(locksRows, (q) => (lock === 'update' ? q.forUpdate() : q.forShare()))
}
