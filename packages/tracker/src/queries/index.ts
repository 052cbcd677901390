import type { z } from 'zod'
import { list } from './list.ts'
import type { QueryDefinition } from './query.ts'

/** Every question that may be asked from outside, by name. */
export const queries = { list } as const satisfies Readonly<Record<string, QueryDefinition>>

export type Queries = typeof queries
export type QueryName = keyof Queries
/** What a question is asked with, as a caller writes it. */
export type QueryParams<N extends QueryName> = z.input<Queries[N]['params']>
export type QueryResult<N extends QueryName> = Awaited<ReturnType<Queries[N]['run']>>
