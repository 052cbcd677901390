import { aggregates } from '@rural-tracker/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowStore, RowTransaction } from '../rows.ts'
import { openSqliteRows } from '../sqlite/index.ts'
import { overriding } from './crashes.ts'
import { describeProjection, lawOn } from './describe-projection.ts'
import { laws } from './laws.ts'
import { atRisk, histories, villages } from './planted.ts'
import type { AnyModel } from './tables.ts'
import { type Subject, Trial } from './trial.ts'

type Fault = Partial<Omit<Subject, 'aggregates'>>

const rows = () => openSqliteRows(':memory:')
const sound = villages()

/** Row store whose transactions do something else. */
const transacting = (change: (tx: RowTransaction) => Partial<RowTransaction>): RowStore => {
  const store = rows()
  return overriding(store, { transaction: (work) => store.transaction((tx) => work(overriding(tx, change(tx)))) })
}
/** Row store in which what is written before an error stays. */
const neverRolledBack = (): RowStore => {
  const store = rows()
  const transaction: RowStore['transaction'] = async (work) => {
    let failure: { error: unknown } | undefined
    const result = await store.transaction((tx) => work(tx).catch((error: unknown) => void (failure = { error })))
    if (failure) throw failure.error
    return result as never
  }
  return overriding(store, { transaction })
}

/** Something every row gets from outside its events. */
const counter = (): AnyModel => {
  let calls = 0
  return villages({ evolve: () => ({ turn: ++calls }) })
}
const seenBefore = (): AnyModel => {
  const seen = new Set<string>()
  return villages({ evolve: ({ id }) => (seen.has(id) ? { again: true } : (seen.add(id), {})) })
}
/** A memory of the event before, which every fold begins anew: alone with the same order it gives the same rows. */
const forgetful = <M extends AnyModel>(make: (before: (now: string) => string) => M): M => {
  let last = ''
  const model = make((now) => {
    const before = last
    last = now
    return before
  })
  const load: M['load'] = (...how) => {
    last = ''
    return model.load(...how)
  }
  return { ...model, load }
}
const follows = () => forgetful((before) => villages({ evolve: ({ id, type }) => ({ [`${type} after ${before(id)}`]: true }) }))
const repeats = () => forgetful((before) => atRisk({ word: (risk) => `${risk} after ${before(risk)}` }))
const list = atRisk()

/** For each law, mistakes that somebody could make, in a projection or under it. */
const FAULTS: Readonly<Record<keyof typeof laws, Readonly<Record<string, () => Fault>>>> = {
  runnersAgree: {
    'a page is taken for one event': () => ({
      model: {
        ...sound,
        follow: (slot, moment) => {
          const loader = sound.follow(slot, moment)
          return { ...loader, add: (tx, events) => loader.add(tx, events.slice(0, 1)) }
        },
      },
    }),
    'events are shared out instead of keys': () => ({
      model: {
        ...sound,
        load: (slot, moment, mine = () => true) => {
          const loader = sound.load(slot, moment)
          return {
            ...loader,
            add: (tx, events) =>
              loader.add(
                tx,
                events.filter(({ stream }) => mine(stream)),
              ),
          }
        },
      },
    }),
    'every part keeps the parameters': () => ({
      model: { ...list, load: (slot, moment, mine = () => true) => list.load(slot, moment, (key) => mine(key) || key.endsWith('0000')) },
    }),
    'a counter outside the rows': () => ({ model: counter() }),
    'what is known is told by other rules': () => ({ model: { ...list, deriveFrom: atRisk({ count: (risks) => risks + 1 }).deriveFrom } }),
  },
  redeliveryChangesNothing: {
    'rows that are not rolled back': () => ({ rows: neverRolledBack }),
    'a memory of the events seen': () => ({ model: seenBefore() }),
  },
  commitsOnce: {
    'a checkpoint that does not move': () => ({ rows: () => transacting(() => ({ checkpoint: async () => {} })) }),
    'a counter outside the rows': () => ({ model: counter() }),
  },
  daysPass: {
    'days that change nothing': () => ({ model: { ...list, passTime: async () => {} } }),
    'a day on which something changes, and that is not named': () => ({
      model: atRisk({ count: (risks, asOf) => risks + Number(asOf.slice(5, 7)) }),
    }),
  },
  otherTypesChangeNothing: {
    'a distance between positions': () => ({ model: villages({ evolve: ({ position }) => ({ odd: Number(position) % 4 }) }) }),
  },
  orderBetweenKeysIsFree: {
    'the event before, whatever its key': () => ({ model: follows() }),
    'the fact before, whatever its subject': () => ({ model: repeats() }),
  },
  rowsFit: {
    'a number in a text column': () => ({ model: villages({ title: () => 5 as never }) }),
    'a row its schema refuses': () => ({
      row: { safeParse: (row) => ({ success: false, error: (row as { risks?: number }).risks === 0 ? undefined : 'risks' }) },
    }),
    'a column that the table has not': () => ({ model: { ...sound, rowOf: (key: string) => ({ key, surplus: 1 }) } as AnyModel }),
  },
  rowsSurviveJson: {
    'a Date': () => ({ model: villages({ evolve: () => ({ at: new Date(0) }) }) }),
    'a Map': () => ({ model: villages({ evolve: () => ({ by: new Map([['a', 1]]) }) }) }),
    'a bigint': () => ({ model: villages({ evolve: () => ({ sum: 1n }) }) }),
    undefined: () => ({ model: villages({ evolve: () => ({ none: undefined }) }) }),
  },
  rebuildTakesThePlace: {
    'a rebuild that forgets the first event of a page': () => ({
      model: {
        ...sound,
        load: (slot, moment, mine) => {
          const loader = sound.load(slot, moment, mine)
          return { ...loader, add: (tx, events) => loader.add(tx, events.slice(1)) }
        },
      },
    }),
  },
  supersededWritesNothing: {
    'a checkpoint without a fence': () => ({
      rows: () => transacting((tx) => ({ checkpoint: (...all) => tx.checkpoint(...all).catch(() => undefined) })),
    }),
  },
}

for (const model of [sound, list]) describeProjection({ model, aggregates, histories, rows, runs: 10 })

it('given a log that is not shuffled, then a memory of the event before goes unseen: what catches it is the order', async () => {
  for (const model of [follows(), repeats()]) {
    await fc.assert(
      fc.asyncProperty(histories, (commands) => laws.orderBetweenKeysIsFree.holds(new Trial({ model, aggregates, rows }), commands, [])),
      { numRuns: 10 },
    )
  }
})

describe('the laws can fail', () => {
  for (const [name, faults] of Object.entries(FAULTS)) {
    for (const [fault, plant] of Object.entries(faults)) {
      it(`${name}: given ${fault}, then the law catches it`, async () => {
        const subject = (): Subject => ({ model: sound, aggregates, rows, ...plant() })
        const tried = await fc.check(lawOn(subject, laws[name as keyof typeof laws], histories), { numRuns: 30, endOnFailure: true })
        expect(tried.failed).toBe(true)
      })
    }
  }
})
