import { z } from 'zod'
import { EventId } from './ids.ts'

/**
 * What an event rested on: the revision up to which another stream was seen, and the ids of the events in it that mattered.
 * So an explanation can show them, and a rule can tell when the stream had moved on by the time the decision stood in the log.
 *
 * @example
 * { stream: 'household-431224105201-H00001', revision: 17, events: ['9f2c…'] }
 */
export const Basis = z.strictObject({ stream: z.string().max(120), revision: z.int().nonnegative(), events: z.array(EventId).max(40) })
export type Basis = z.output<typeof Basis>
