import { constants, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { divisionPrefix } from '@rural-tracker/domain'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { bySubject, factOfRow, Projector, type RowStore, type RowTransaction, type StandingParameters } from '@rural-tracker/projections'
import { openSqliteRows, thisProcess } from '@rural-tracker/projections/sqlite'
import { monitoringList } from '@rural-tracker/read-models'
import { type Decision, FIRST_COUNTY, lineCorrected, lineOf, lineSet } from '../log.ts'
import { TODAY } from './list.ts'
import type { Side } from './side.ts'

const [, factTable, parameterTable, subjectTable] = monitoringList.tables
const YEAR = Number(TODAY.slice(0, 4))

/** A county's line is corrected while the list stands: who can be touched by it is derived again, and nobody else. */
export const parameterChange: Side = async ({ dir, log }) => {
  for (const file of ['events.db', 'read-models.db']) copyFileSync(join(log, file), join(dir, file), constants.COPYFILE_FICLONE)
  const events = openSqliteStore(join(dir, 'events.db'))
  const stored = openSqliteRows(join(dir, 'read-models.db'))
  const touched = new Set<string>()
  const rows = noting(touched, stored)
  const projector = new Projector({ events, rows, models: [monitoringList], owner: thisProcess(), today: () => TODAY })
  const append = async ({ stream, first, events: said }: Decision) => {
    const { ok } = await events.append(stream, first === 0 ? 'no_stream' : BigInt(first - 1), said)
    if (!ok) throw new Error(`conflict on ${stream}`)
  }
  const set = lineSet(FIRST_COUNTY, YEAR)
  await append(set)
  await projector.catchUp()
  const before = await everyAnswer(stored)
  touched.clear()
  return {
    work: async () => {
      await append(lineCorrected(set, lineOf(YEAR) + 50_000))
      await projector.catchUp()
      return before.size
    },
    after: async () => {
      const now = await everyAnswer(stored)
      const asked = new Set([...before].filter(([, { asks }]) => asks).map(([subject]) => subject))
      const changed = [...now].filter(([subject, { row }]) => row !== before.get(subject)?.row).map(([subject]) => subject)
      const { difference } = await projector.rebuild(monitoringList.name)
      const differing = Object.values(difference ?? {}).reduce((sum, { missing, added }) => sum + missing + added, 0)
      await stored.close()
      await events.close()
      return {
        differing,
        told: `${touched.size.toLocaleString('en')} of ${before.size.toLocaleString('en')} households derived again, ${changed.length.toLocaleString('en')} rows changed`,
        wrong: [
          ...(touched.symmetricDifference(asked).size === 0
            ? []
            : [`${touched.size} were derived again, and ${asked.size} in the county asked for its line`]),
          ...(changed.every((subject) => touched.has(subject)) ? [] : ['a household that was not derived again has another row']),
          ...(changed.length > 0 && asked.size < before.size ? [] : ['the correction changes nothing, or may change everybody']),
        ],
      }
    },
  }
}

/** Who knows not whom a parameter touches derives everybody: read and derived, not even written. */
export const deriveEverybody: Side = async ({ log }) => {
  const stored = openSqliteRows(join(log, 'read-models.db'))
  return {
    work: async () => (await everyAnswer(stored)).size,
    after: async () => stored.close(),
  }
}

type Answer = Readonly<{ row: string; asks: boolean }>

/** Of every household what is derived of it from its facts, and whether it is in the county and asks for its line. */
async function everyAnswer(rows: RowStore): Promise<ReadonlyMap<string, Answer>> {
  const parameters: StandingParameters = monitoringList.parametersAt((await rows.rows(parameterTable)).map(factOfRow), { asOf: TODAY })
  const answers = new Map<string, Answer>()
  for await (const group of bySubject(rows.scan(factTable, { order: factTable.key.map((column) => [column, 'asc']) }))) {
    for (const facts of group) {
      const subject = facts[0]?.subject ?? ''
      const { rows: derived, place = '', asked } = monitoringList.deriveFrom(subject, facts, parameters)
      const asks = place.startsWith(divisionPrefix(FIRST_COUNTY)) && asked.kinds.includes('monitoringLine')
      answers.set(subject, { row: JSON.stringify(derived), asks })
    }
  }
  return answers
}

/** The store, and who is derived again noted down: whoever is, has its row among the subjects put again. */
function noting(touched: Set<string>, rows: RowStore): RowStore {
  const noted = (tx: RowTransaction): RowTransaction =>
    withInstead(tx, {
      upsert: async (slot, table, put) => {
        if (table === subjectTable) for (const { subject } of put) touched.add(String(subject))
        return tx.upsert(slot, table, put)
      },
    })
  return withInstead(rows, { transaction: (work) => rows.transaction((tx) => work(noted(tx))) })
}

/** The same object with some methods of its own, the others bound to the original. */
function withInstead<T extends object>(original: T, instead: Partial<T>): T {
  return new Proxy(original, {
    get: (target, name) => {
      const own: unknown = Reflect.get(instead, name) ?? Reflect.get(target, name)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
}
