import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { LocalId } from '../values/ids.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** One fact of a programme that has no life cycle of its own yet: hazards, petitions, enforcement, the town hall's own rules. Money in fen. */
export const FactRecorded = defineEvent(
  'FactRecorded',
  z.strictObject({
    division: DivisionCode,
    programme: LocalId,
    measure: LocalId,
    reference: LocalId,
    amount: z.int().nonnegative(),
    unit: LocalId,
    occurredOn: IsoDate,
  }),
)

export const factRecordEvents = [FactRecorded] as const
export type FactRecordEvent = EventOf<(typeof factRecordEvents)[number]>
