import { sql } from 'kysely'
import { type Compiled, compiled, type Dialect } from './dialect.ts'

/** Takes the lease when it is free, has run out, is ours, or is one of the dead; gives the new epoch, or nothing. */
export function takeLease({ bookkeeping, now, isOneOf }: Dialect, model: string, owner: string, forMs: number, dead: readonly string[]): Compiled {
  const until = sql<number>`${now()} + ${sql.lit(forMs)}`
  return compiled(
    bookkeeping
      .insertInto('lease')
      .values({ model, epoch: 1, owner, until })
      .onConflict((on) =>
        on
          .column('model')
          .doUpdateSet((eb) => ({
            epoch: sql<number>`lease.epoch + 1`,
            owner: eb.ref('excluded.owner'),
            until: eb.ref('excluded.until'),
          }))
          .where((eb) =>
            eb.or([eb('lease.owner', 'is', null), eb('lease.owner', '=', owner), sql<boolean>`lease.until < ${now()}`, isOneOf('lease.owner', dead)]),
          ),
      )
      .returning('epoch'),
  )
}

export function holderOf({ bookkeeping }: Dialect, model: string): Compiled {
  return compiled(bookkeeping.selectFrom('lease').select(['owner', 'until']).where('model', '=', model))
}

export function renewLease({ bookkeeping, now }: Dialect, model: string, epoch: number, forMs: number): Compiled {
  const until = sql<number>`${now()} + ${sql.lit(forMs)}`
  return compiled(
    bookkeeping.updateTable('lease').set({ until }).where('model', '=', model).where('epoch', '=', epoch).where('owner', 'is not', null),
  )
}

export function releaseLease({ bookkeeping }: Dialect, model: string, epoch: number): Compiled {
  return compiled(bookkeeping.updateTable('lease').set({ owner: null, until: 0 }).where('model', '=', model).where('epoch', '=', epoch))
}
