import { isDeepStrictEqual } from 'node:util'
import type { Caller, QueryName, ScopedTracker, Tracker } from '@rural-tracker/tracker'
import { readModels } from '@rural-tracker/read-models'
import { bornIn, HOUSEHOLDS, personOf } from './townships.ts'

/** Rows that hold numbers of a village, which stay with the village when a household leaves: they are compared in another way. */
export const OF_VILLAGES: ReadonlySet<string> = new Set(['village_profile', 'village_watch', 'alert_load', 'alert_officers'])

const models = readModels.map(({ name }) => name).filter((name) => !OF_VILLAGES.has(name))

/** What is asked of both logs; every answer is to be the same. */
export const QUESTIONS: readonly (readonly [QueryName, object])[] = [
  ['list', { all: true }],
  ['list', { all: true, limit: 2, offset: 1 }],
  ['list', { all: true, sort: 'since', limit: 1 }],
  ['list', { all: true, asOf: '2020-03-01' }],
  ['list', { all: true, compare: '2020-03-01' }],
  ['list', { division: '431224105000' }],
  ...[...HOUSEHOLDS, 'H09999'].flatMap((household) => [
    ['explain', { household }] as const,
    ['timeline', { household }] as const,
    ['notice', { household }] as const,
    ['findings', { household }] as const,
    ['rows', { model: 'payment_ledger', where: `household:eq:${household}` }] as const,
    ['alerts', { household, past: true }] as const,
    ['alert', { alert: `${household}.rule.drop-out` }] as const,
    ['standingFacts', { person: personOf(household) }] as const,
    ['carriedFacts', { person: personOf(household) }] as const,
  ]),
  ['parameters', {}],
  ['parameters', { division: '431224105201' }],
  ['figures', {}],
  ['figures', { from: '2019-01-01', to: '2020-06-30' }],
  ['figures', { division: '431224105000' }],
  ['trace', { of: 'employment.started' }],
  ['trace', { of: 'C1.431224105000' }],
  ['findings', {}],
  ['alerts', {}],
  ['alerts', { past: true, sort: 'village', limit: 2, offset: 1 }],
  ['alerts', { division: '431224105000', dueBefore: '2021-01-01' }],
  ['alert', { alert: '431224105201.watch.village-watch' }],
  ['alerts', { past: true, asOf: '2020-06-30' }],
  ['alert', { alert: 'H00001.rule.drop-out', asOf: '2020-06-30', knownAt: '2030-01-01T00:00:00.000Z' }],
  ['keys', {}],
  ...models.flatMap((model) => [['rows', { model, limit: 1000 }] as const, ['rows', { model, limit: 2, offset: 1 }] as const]),
]

export type Difference = Readonly<{ question: unknown; seen: unknown; there: unknown }>

/** The first question that a caller is answered otherwise than somebody who sees all of a log in which nothing else stands. */
export async function difference(seen: ScopedTracker, there: ScopedTracker): Promise<Difference | undefined> {
  for (const [name, params] of QUESTIONS) {
    const [one, other] = [await answerTo(seen, name, params), await answerTo(there, name, params)]
    if (!isDeepStrictEqual(one, other)) return { question: [name, params], seen: one, there: other }
  }
  return undefined
}

/** What somebody is told, errors in their words. Where an event stands in its log is no part of it. */
async function answerTo(tracker: ScopedTracker, name: QueryName, params: object): Promise<unknown> {
  const answer = await tracker.query(name, params as never).catch((error: unknown) => {
    const { code, text } = error as { code?: string; text?: unknown }
    if (code === undefined) throw error
    return { code, text }
  })
  // What an explanation, or the reason of an alert, tells of the watch of the village are numbers of the village.
  const isOfWatch = name === 'alert' && String((params as { alert?: string }).alert).includes('.watch.')
  const told = name === 'explain' ? { ...answer, village: null } : isOfWatch ? { ...answer, reason: null, again: null } : answer
  return JSON.parse(JSON.stringify(told, (key, value: unknown) => (PLACE_IN_LOG.has(key) ? undefined : value))) as unknown
}
const PLACE_IN_LOG: ReadonlySet<string> = new Set(['position', 'revision', 'asked'])

/** What does not hold of what concerns villages, commands and names; undefined when all does. */
export async function otherFault(
  tracker: Tracker,
  caller: Caller,
  places: Readonly<{ inside: (village: string) => boolean; lives: (household: string) => boolean }>,
): Promise<unknown> {
  const [mine, whole] = [tracker.as(caller), tracker.as({ ...caller, division: '000000000000' })]
  for (const model of OF_VILLAGES) {
    const [own, all] = await Promise.all([mine, whole].map((one) => one.query('rows', { model, limit: 1000 })))
    const rows = all?.rows.filter((row) => places.inside(String(row['village'] ?? row['key'])))
    if (own?.total !== rows?.length || !isDeepStrictEqual(own?.rows, rows)) return { model, own, rows }
  }
  const [own, all] = await Promise.all([mine, whole].map((one) => one.query('watch', {})))
  if (
    !isDeepStrictEqual(
      own?.rows,
      all?.rows.filter(({ village }) => places.inside(village)),
    )
  )
    return { watch: own, all }
  const load = await mine.query('alertLoad', {})
  const seen = await mine.query('rows', { model: 'alert_load', limit: 1000 })
  const raised = (by: string, who: string) =>
    seen.rows.filter((row) => row['by'] === by && row[by] === who).reduce((sum, row) => sum + Number(row['raised']), 0)
  for (const { by, who } of load.rows) {
    const counted = load.rows.filter((row) => row.by === by && row.who === who).reduce((sum, row) => sum + row.raised, 0)
    if (counted !== raised(by, who)) return { load: load.rows, seen: seen.rows }
  }
  if (load.rows.length === 0 && seen.total > 0) return { seen: seen.rows }
  for (const { village } of own?.rows ?? []) {
    const { signs } = await mine.query('explainVillage', { village })
    if (signs.some(({ household }) => !places.lives(household))) return { village, signs }
  }
  return undefined
}

/** A visit to each household, as its own township's recorder would tell it, and what it is answered. */
export async function visited(tracker: Tracker, caller: Caller, household: string, like = household): Promise<unknown> {
  const visit = { household, registeredIn: bornIn(like), visitor: 'helper', occurredOn: '2020-12-31' } as const
  const outcome = await tracker.as({ ...caller, role: 'recorder' }).execute({ type: 'VisitHousehold', data: visit }, { commandId: `v${commands++}` })
  return outcome.ok ? 'done' : { refused: outcome.refused, message: outcome.message }
}
let commands = 0

/** What somebody who may read names is told of one. */
export async function nameOf(tracker: Tracker, caller: Caller, household: string): Promise<string> {
  const asked = tracker.as({ ...caller, role: 'recorder' }).query('person', { persons: personOf(household), purpose: 'visit' })
  return asked.then(
    () => 'named',
    (error: { code?: string }) => error.code ?? 'failed',
  )
}
