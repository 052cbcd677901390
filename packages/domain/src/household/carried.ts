import { z } from 'zod'
import { IsoDate } from '../values/dates.ts'
import { EventId } from '../values/ids.ts'
import { disability, health, insured, job, labour, schooling } from './kinds.ts'

const origin = { event: EventId, revision: z.int().nonnegative(), on: IsoDate }

/**
 * A standing fact of a person that comes along into another household, with its words: a fold of the new household never reads the stream
 * that the fact was written in. `event` and `revision` say where it stands there, `on` is the day from which it is true.
 *
 * @example
 * { fact: 'labour', event: '0190c1f2-…', revision: 12, on: '2019-03-02', labour: 'ordinary' }
 */
export const CarriedFact = z.discriminatedUnion('fact', [
  z.strictObject({ fact: z.literal('labour'), ...origin, ...labour }),
  z.strictObject({ fact: z.literal('health'), ...origin, ...health }),
  z.strictObject({ fact: z.literal('disability'), ...origin, ...disability }),
  z.strictObject({ fact: z.literal('school'), ...origin, ...schooling }),
  z.strictObject({ fact: z.literal('insurance'), ...origin, ...insured }),
  z.strictObject({ fact: z.literal('job'), ...origin, ...job }),
])
export type CarriedFact = z.output<typeof CarriedFact>
