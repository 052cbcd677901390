import { z } from 'zod'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { ActorId, LocalId, PersonId } from '../values/ids.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

/** What somebody needs names for. */
export const ReadingPurpose = z.enum(['visit', 'notice', 'payment', 'verification', 'alert', 'complaint', 'correction'])

/** Somebody was about to be given names of the register. `division` is the reader's; the event holds ids and never what was read. */
export const NamesRead = defineEvent(
  'NamesRead',
  z.strictObject({
    division: DivisionCode,
    reader: ActorId,
    reading: LocalId,
    persons: z.array(PersonId).min(1).max(100),
    purpose: ReadingPurpose,
    occurredOn: IsoDate,
  }),
)

export const nameReadingEvents = [NamesRead] as const
export type NameReadingEvent = EventOf<(typeof nameReadingEvents)[number]>
