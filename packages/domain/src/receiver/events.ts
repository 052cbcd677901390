import { z } from 'zod'
import { AlertLevel, AlertStage } from '../alert/kinds.ts'
import { defineEvent, type EventOf } from '../event.ts'
import { IsoDate } from '../values/dates.ts'
import { DivisionCode } from '../values/division.ts'
import { ActorId, LocalId } from '../values/ids.ts'

// These names and shapes are the storage format: a change of shape is a new version with an upcast step.

export const Channel = z.enum(['mail', 'robot', 'webhook'])
export type Channel = z.infer<typeof Channel>

/** `08:00`, in Asia/Shanghai. */
export const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)

/** A time on a day of the week, 1 Monday to 7 Sunday, in Asia/Shanghai. */
export const TimeOfWeek = z.strictObject({ day: z.int().min(1).max(7), time: TimeOfDay })
export type TimeOfWeek = z.infer<typeof TimeOfWeek>

const here = { division: DivisionCode, receiver: LocalId, occurredOn: IsoDate }
const wishes = {
  channel: Channel,
  /** Under which account the answers of this receiver are recorded. */
  answersAs: ActorId,
  /** Hears of alerts that stand at one of these stages; of those assigned to `answersAs` only, or of all in the division. */
  stages: z.array(AlertStage).min(1).max(3),
  ownOnly: z.boolean(),
  fromLevel: AlertLevel,
  /** From this level on also in quiet hours; null: never. */
  ringsFrom: AlertLevel.nullable(),
  /** What is below level 3 waits for this time of the day and comes as one message; null: it comes at once. */
  digestAt: TimeOfDay.nullable(),
  language: z.enum(['zh', 'en']),
  /** 周清单: is told then how many weak signs of the division were held back above the budget. Not there: never. */
  weeklyAt: TimeOfWeek.optional(),
}
const second = { version: 2, upcast: { 1: (data: Record<string, unknown>) => data } }

/** Somebody is to be told of alerts. Where to is not said here: addresses are kept apart from the log. */
export const ReceiverAdded = defineEvent('ReceiverAdded', z.strictObject({ ...here, ...wishes }), second)
export const ReceiverChanged = defineEvent('ReceiverChanged', z.strictObject({ ...here, ...wishes }), second)
export const ReceiverRemoved = defineEvent('ReceiverRemoved', z.strictObject(here))

export const receiverEvents = [ReceiverAdded, ReceiverChanged, ReceiverRemoved] as const
export type ReceiverEvent = EventOf<(typeof receiverEvents)[number]>
