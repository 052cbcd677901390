import type { z } from 'zod'
import type { CareDefinition } from './care.ts'
import { resumeReactions } from './reactions.ts'
import { rebuild, resume, rollback } from './read-models.ts'

/** Everything that may be done from outside about what has stopped, by name. */
export const cares = { resume, rollback, rebuild, resumeReactions } as const satisfies Readonly<Record<string, CareDefinition>>

export type Cares = typeof cares
export type CareName = keyof Cares
/** What it is asked with, as a caller writes it. */
export type CareParams<N extends CareName> = z.input<Cares[N]['params']>
export type CareResult<N extends CareName> = Awaited<ReturnType<Cares[N]['run']>>
