import { type Command, openMemoryStore } from '@rural-tracker/event-store'
import { expect } from 'vitest'
import type { Projector } from '../projector.ts'
import { Fenced } from '../rows.ts'
import { Died, diesAfterEachCommit, diesAtFirstCheckpoint, diesBeforeFirstCommit, takenOver } from './crashes.ts'
import { allEvents, copy, interleaved, withForeignEvents, withTimesOf } from './logs.ts'
import { misfits, renumbered, sorted, tablesKnownAtHead } from './tables.ts'
import { TODAY, type Trial } from './trial.ts'

/** Something that holds for every projection and every history. `ranks` say which order a law that shuffles tries. */
export type Law = Readonly<{ title: string; holds: (trial: Trial, commands: readonly Command[], ranks: readonly number[]) => Promise<void> }>

/** What `describeProjection` tries on random histories. The first law, rows for a given story, is told for each model by itself: see `rowsGiven`. */
export const laws = {
  runnersAgree: {
    title:
      'given any history, then live in pages of 1, 7 and 1000, one or several a commit = rebuild in 1, 4 and 7 parts, and in 3 threads = what is known at the head',
    holds: async (trial, commands) => {
      const store = await trial.logOf(commands)
      const events = await allEvents(store)
      const rebuilt = await trial.rebuilt(store)
      for (const parts of [4, 7]) expect(await trial.rebuilt(store, { parts, pageSize: 5 }), `a rebuild in ${parts} parts`).toEqual(rebuilt)
      expect(await trial.rebuilt(store, { threads: 3 }), 'a rebuild in 3 threads').toEqual(rebuilt)
      for (const [pageSize, pagesACommit] of [
        [1, 1],
        [7, 1],
        [1_000, 1],
        [3, 4],
      ] as const) {
        const live = await trial.using(async (rows) => {
          const growing = openMemoryStore()
          const projector = trial.projector(withTimesOf(store, growing), rows, pageSize, { pagesACommit })
          await projector.catchUp()
          await copy(events, growing)
          await projector.catchUp()
          return trial.dump(rows)
        })
        expect(live, `live in pages of ${pageSize}, ${pagesACommit} a commit`).toEqual(rebuilt)
      }
      expect(sorted(await tablesKnownAtHead(store, trial.model, TODAY)), 'known at the head').toEqual(rebuilt)
    },
  },

  redeliveryChangesNothing: {
    title: 'given a page that was folded and not committed, when it is delivered again, then the rows are as if once',
    holds: (trial, commands) =>
      trial.behind(commands, async (store, rows) => {
        const once = await trial.rebuilt(store)
        for (const lost of [diesAtFirstCheckpoint(rows), diesBeforeFirstCommit(rows)]) {
          await expect(trial.projector(store, lost, 1_000).catchUp()).rejects.toThrow(Died)
        }
        await trial.projector(store, rows, 1_000).catchUp()
        expect(await trial.dump(rows)).toEqual(once)
      }),
  },

  commitsOnce: {
    title: 'given a crash after every commit, then no event counts twice',
    holds: async (trial, commands) => {
      const store = openMemoryStore()
      await trial.using(async (rows) => {
        await trial.projector(store, rows, 3).catchUp()
        await trial.write(store, commands)
        const once = await trial.rebuilt(store)
        const head = Number((await store.head()) ?? 0n)
        let crashes = 0
        while (await crashed(trial.projector(store, diesAfterEachCommit(rows), 3))) {
          crashes++
          expect(crashes, 'every commit moves the checkpoint').toBeLessThanOrEqual(head)
        }
        expect(crashes).toBeGreaterThanOrEqual(Math.min(1, head))
        expect(await trial.dump(rows)).toEqual(once)
      })
    },
  },

  daysPass: {
    title: 'given days that pass while the events come, then on the last day the rows are those of a rebuild on that day',
    holds: async (trial, commands, ranks) => {
      const store = await trial.logOf(commands)
      const events = await allEvents(store)
      await trial.using(async (rows) => {
        const growing = openMemoryStore()
        const timed = withTimesOf(store, growing)
        let told = 0
        for (const [i, day] of daysBefore(TODAY, ranks).entries()) {
          const end = Math.ceil((events.length * i) / DAYS)
          await copy(events.slice(told, end), growing)
          told = end
          await trial.projector(timed, rows, 1_000, { today: day }).catchUp()
        }
        await copy(events.slice(told), growing)
        await trial.projector(timed, rows, 1_000).catchUp()
        expect(await trial.dump(rows)).toEqual(await trial.rebuilt(store))
      })
    },
  },

  otherTypesChangeNothing: {
    title: 'given events of other types in between, then the rows are the same',
    holds: async (trial, commands) => {
      const store = await trial.logOf(commands)
      const mixed = await withForeignEvents(store)
      expect(renumbered(await trial.rebuilt(mixed.store, { pageSize: 5 }), mixed.positions)).toEqual(await trial.rebuilt(store, { pageSize: 5 }))
    },
  },

  orderBetweenKeysIsFree: {
    title: 'given the same events in any order that keeps the order within each key and each stream, then the rows are the same',
    holds: async (trial, commands, ranks) => {
      const store = await trial.logOf(commands)
      const other = await interleaved(store, trial.model, ranks)
      expect(renumbered(await trial.rebuilt(other.store), other.positions)).toEqual(await trial.rebuilt(store))
    },
  },

  rowsFit: {
    title: 'given any rows, then every column holds its type, nothing is lost on the way to the table, and the row fits its schema',
    holds: async (trial, commands) => {
      const tables = await tablesKnownAtHead(await trial.logOf(commands), trial.model, TODAY)
      for (const [i, table] of trial.model.tables.entries()) expect(tables[i]?.flatMap((row) => misfits(table, row))).toEqual([])
      for (const row of tables[0] ?? []) expect(trial.row?.safeParse(row).error).toBeUndefined()
    },
  },

  rowsSurviveJson: {
    title: 'given any rows, then they survive JSON to the letter: no Date, Map, bigint or undefined inside',
    holds: async (trial, commands) => {
      const tables = await tablesKnownAtHead(await trial.logOf(commands), trial.model, TODAY)
      expect(JSON.parse(JSON.stringify(tables))).toStrictEqual(tables)
    },
  },

  rebuildTakesThePlace: {
    title: 'given a rebuild, then it equals the live table it takes the place of, and a rollback brings that back',
    holds: async (trial, commands) => {
      const store = openMemoryStore()
      await trial.using(async (rows) => {
        const projector = trial.projector(store, rows, 11)
        await projector.catchUp()
        await trial.write(store, commands)
        await projector.catchUp()
        const before = await trial.dump(rows)
        const { difference } = await projector.rebuild(trial.model.name)
        const none = Object.fromEntries(trial.model.tables.map(({ name }) => [name, { missing: 0, added: 0, keys: [] }]))
        expect(difference).toEqual(none)
        expect(await trial.dump(rows)).toEqual(before)
        await projector.rollback(trial.model.name)
        expect(await trial.dump(rows)).toEqual(before)
      })
    },
  },

  supersededWritesNothing: {
    title: 'given a process that was superseded between fold and commit, then it is fenced and leaves no row',
    holds: (trial, commands) =>
      trial.behind(commands, async (store, rows) => {
        const superseded = trial.projector(store, takenOver(rows, trial.model.name), 1_000)
        await expect(superseded.catchUp()).rejects.toThrow(Fenced)
        const untouched = (await rows.slots(trial.model.name)).find((slot) => slot.state === 'active')
        expect(untouched?.position).toBeUndefined()
        expect((await trial.dump(rows)).flat()).toEqual([])
      }),
  },
} as const satisfies Readonly<Record<string, Law>>

const DAYS = 6

/** Some days before this one, in order; none twice. */
function daysBefore(day: string, ranks: readonly number[]): readonly string[] {
  const earlier = ranks.slice(0, DAYS).map((rank) => new Date(Date.parse(day) - (rank + 1) * 86_400_000).toISOString().slice(0, 10))
  return [...new Set(earlier)].sort()
}

async function crashed(projector: Projector): Promise<boolean> {
  return projector.catchUp().then(
    () => false,
    (error: unknown) => {
      if (error instanceof Died) return true
      throw error
    },
  )
}
