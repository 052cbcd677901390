import type { z } from 'zod'
import { alert, alertLoad, alerts } from './alerts.ts'
import { deadLetters } from './dead-letters.ts'
import { explain } from './explain.ts'
import { explainVillage } from './explain-village.ts'
import { figures, trace } from './figures.ts'
import { findings } from './findings.ts'
import { carriedFacts, standingFacts } from './joining.ts'
import { keys } from './keys.ts'
import { list } from './list.ts'
import { notice } from './notice.ts'
import { parameters } from './parameters.ts'
import { person } from './person.ts'
import { projections } from './projections.ts'
import type { QueryDefinition } from './query.ts'
import { rows } from './rows.ts'
import { rebuild, stopped } from './stopped.ts'
import { timeline } from './timeline.ts'
import { watch } from './watch.ts'

/** Every question that may be asked from outside, by name. A new read model needs none of its own: `rows` asks it. */
export const queries = {
  list,
  explain,
  explainVillage,
  watch,
  timeline,
  notice,
  alerts,
  alert,
  alertLoad,
  standingFacts,
  carriedFacts,
  parameters,
  figures,
  trace,
  findings,
  projections,
  stopped,
  rebuild,
  deadLetters,
  person,
  keys,
  rows,
} as const satisfies Readonly<Record<string, QueryDefinition>>

export type Queries = typeof queries
export type QueryName = keyof Queries
/** What a question is asked with, as a caller writes it. */
export type QueryParams<N extends QueryName> = z.input<Queries[N]['params']>
export type QueryResult<N extends QueryName> = Awaited<ReturnType<Queries[N]['run']>>
