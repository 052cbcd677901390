import type { CommandOutcome, Position } from '@rural-tracker/event-store'
import { z } from 'zod'

const Digits = z.string().regex(/^\d{1,19}$/)
const Message = z.object({ zh: z.string(), en: z.string() })

/** A command that was carried out, as it goes over the wire: positions and revisions are decimal digits. */
export const DoneOnWire = z
  .object({
    ok: z.literal(true),
    stream: z.string().describe('Where its events stand'),
    events: z.array(z.object({ id: z.string(), type: z.string(), revision: Digits })).describe('None when all of it was known already'),
    position: Digits.nullable().describe('Ask a query with ?wait= this position to see the effect; null when nothing was written'),
    repeated: z.boolean().describe('The same id and body came before; this is the first answer again'),
  })
  .meta({ id: 'CommandDone' })

/** A command of a batch that was refused. */
export const RefusedOnWire = z
  .object({
    ok: z.literal(false),
    refused: z.string().describe('Stable: programs may test it'),
    message: Message,
    revision: z.string().optional().describe('The last revision of the stream, or no_stream, where another was expected'),
  })
  .meta({ id: 'CommandRefused' })

export const OutcomeOnWire = z.union([DoneOnWire, RefusedOnWire])
export type OutcomeOnWire = z.infer<typeof OutcomeOnWire>

export function toWire(outcome: CommandOutcome): OutcomeOnWire {
  if (!outcome.ok) {
    const { revision, ...refused } = outcome
    return revision === undefined ? refused : { ...refused, revision: String(revision) }
  }
  const { stream, events, position, repeated } = outcome
  return {
    ok: true,
    stream,
    events: events.map(({ id, type, revision }) => ({ id, type, revision: String(revision) })),
    position: position === undefined ? null : String(position),
    repeated,
  }
}

export function fromWire(outcome: OutcomeOnWire): CommandOutcome {
  if (!outcome.ok) {
    const { revision, ...refused } = outcome
    return revision === undefined ? refused : { ...refused, revision: revisionOf(revision) }
  }
  const { stream, events, position, repeated } = outcome
  return {
    ok: true,
    stream,
    events: events.map(({ id, type, revision }) => ({ id, type, revision: BigInt(revision) })),
    position: position === null ? undefined : (BigInt(position) as Position),
    repeated,
  }
}

/** What the client reads of a problem; `refusal` says that it is the answer to a command, as it would be in the process. */
export const ProblemOnWire = z.looseObject({ code: z.string(), message: Message, refusal: z.boolean().optional(), revision: z.string().optional() })

export function revisionOf(text: string): bigint | 'no_stream' {
  return text === 'no_stream' ? text : BigInt(text)
}
